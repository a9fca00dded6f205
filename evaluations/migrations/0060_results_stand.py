"""The database itself keeps what a closed period came to, and what stored numbers mean.

A frozen result never changes and goes only with the invented survey of the demo data; a period keeps its survey and
questionnaire from its opening on, and its name and days from its closing on; a respondent option keeps the number that
answers store.
"""

from django.db import migrations

GUARDS = r"""
CREATE FUNCTION evaluations_result_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    IF current_setting('pembinaan.allow_truncate', true) = 'on' AND current_database() LIKE 'test\_%' THEN
      RETURN NULL;
    END IF;
  ELSIF TG_OP = 'DELETE' AND EXISTS (
      SELECT 1 FROM evaluations_period p JOIN evaluations_survey s ON s.id = p.survey_id
       WHERE p.id = OLD.period_id AND s.is_demo) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% on a frozen result is refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER result_stands BEFORE UPDATE OR DELETE ON evaluations_frozenresult
  FOR EACH ROW EXECUTE FUNCTION evaluations_result_stands();
CREATE TRIGGER result_stands_whole BEFORE TRUNCATE ON evaluations_frozenresult
  FOR EACH STATEMENT EXECUTE FUNCTION evaluations_result_stands();

CREATE FUNCTION evaluations_period_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'draft' AND (NEW.survey_id, NEW.version_id) IS DISTINCT FROM (OLD.survey_id, OLD.version_id) THEN
    RAISE EXCEPTION 'a period keeps its survey and questionnaire once it was opened'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'period_keeps_its_questionnaire_once_opened';
  END IF;
  IF OLD.status = 'closed'
     AND (NEW.key, NEW.starts_on, NEW.ends_on) IS DISTINCT FROM (OLD.key, OLD.starts_on, OLD.ends_on) THEN
    RAISE EXCEPTION 'a closed period keeps its name and its days'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'period_keeps_its_days_once_closed';
  END IF;
  IF OLD.status <> 'draft' AND NEW.status = 'draft' THEN
    RAISE EXCEPTION 'a period that was opened is no draft again'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'period_is_never_a_draft_again';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER period_stands BEFORE UPDATE ON evaluations_period
  FOR EACH ROW EXECUTE FUNCTION evaluations_period_stands();

CREATE FUNCTION evaluations_option_keeps_its_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.kind, NEW.code) IS DISTINCT FROM (OLD.kind, OLD.code) THEN
    RAISE EXCEPTION 'a respondent option keeps the number that answers store'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'respondent_option_keeps_its_number';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER option_keeps_its_number BEFORE UPDATE ON evaluations_demographicoption
  FOR EACH ROW EXECUTE FUNCTION evaluations_option_keeps_its_number();
"""
UNGUARDED = """
DROP TRIGGER result_stands ON evaluations_frozenresult;
DROP TRIGGER result_stands_whole ON evaluations_frozenresult;
DROP FUNCTION evaluations_result_stands();
DROP TRIGGER period_stands ON evaluations_period;
DROP FUNCTION evaluations_period_stands();
DROP TRIGGER option_keeps_its_number ON evaluations_demographicoption;
DROP FUNCTION evaluations_option_keeps_its_number();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0008_answers_only_while_open")]
    operations = [migrations.RunSQL(GUARDS, UNGUARDED)]
