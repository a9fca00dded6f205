"""A cycle started by mistake may be prepared again, once it has no review any more.

A started cycle still is no draft again as long as a single review hangs on it (0069 refused it always).
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION evaluations_cycle_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  total numeric;
BEGIN
  IF OLD.status = 'draft' AND NEW.status <> 'draft' THEN
    SELECT sum(weight) INTO total FROM evaluations_internalcriterion WHERE cycle_id = NEW.id;
    IF total <> 100 THEN
      RAISE EXCEPTION 'the weights of the internal assessment must make 100, not %', total
        USING ERRCODE = 'check_violation', CONSTRAINT = 'cycle_starts_with_weights_of_hundred';
    END IF;
  ELSIF OLD.status <> 'draft' AND NEW.status = 'draft' THEN
    IF @KEPT@ THEN
      RAISE EXCEPTION 'a started cycle is no draft again'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'cycle_is_never_a_draft_again';
    END IF;
  ELSIF OLD.status <> 'draft' AND NEW.internal_formula IS DISTINCT FROM OLD.internal_formula THEN
    RAISE EXCEPTION 'a started cycle keeps its formula'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cycle_keeps_its_formula_once_started';
  END IF;
  RETURN NEW;
END $$;
"""
EMPTY_MAY = "OLD.status <> 'running' OR EXISTS (SELECT 1 FROM evaluations_review WHERE cycle_id = NEW.id)"


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0119_feedback_and_decision")]
    operations = [migrations.RunSQL(FUNCTION.replace("@KEPT@", EMPTY_MAY), FUNCTION.replace("@KEPT@", "true"))]
