"""The database itself keeps a published questionnaire as it is; the questionnaires besides the SKM (data)."""

from django.db import migrations

from evaluations.reference_kinds import seed_kinds

FREEZE = """
CREATE FUNCTION evaluations_published_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  line evaluations_question;
  frozen boolean;
BEGIN
  line := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  SELECT published_at IS NOT NULL
         AND (TG_OP <> 'DELETE' OR EXISTS (SELECT 1 FROM evaluations_period p WHERE p.version_id = v.id))
    INTO frozen FROM evaluations_instrumentversion v WHERE v.id = line.version_id;
  IF NOT coalesce(frozen, false) AND TG_OP = 'UPDATE' THEN
    SELECT published_at IS NOT NULL INTO frozen FROM evaluations_instrumentversion WHERE id = OLD.version_id;
  END IF;
  IF coalesce(frozen, false) THEN
    RAISE EXCEPTION '% on a question of a published version is refused', TG_OP
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN line;
END $$;

CREATE FUNCTION evaluations_published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL AND (NEW.published_at, NEW.instrument_id, NEW.number)
     IS DISTINCT FROM (OLD.published_at, OLD.instrument_id, OLD.number) THEN
    RAISE EXCEPTION 'a published version stays as it is' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER question_frozen BEFORE INSERT OR UPDATE OR DELETE ON evaluations_question
  FOR EACH ROW EXECUTE FUNCTION evaluations_published_is_frozen();
CREATE TRIGGER version_frozen BEFORE UPDATE ON evaluations_instrumentversion
  FOR EACH ROW EXECUTE FUNCTION evaluations_published_stays();
"""
THAW = """
DROP TRIGGER question_frozen ON evaluations_question;
DROP TRIGGER version_frozen ON evaluations_instrumentversion;
DROP FUNCTION evaluations_published_is_frozen();
DROP FUNCTION evaluations_published_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0004_question_kinds")]
    operations = [
        migrations.RunPython(lambda apps, schema_editor: seed_kinds(apps), migrations.RunPython.noop),
        migrations.RunSQL(FREEZE, THAW),
    ]
