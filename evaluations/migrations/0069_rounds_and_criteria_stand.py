"""The database itself keeps the answers of a closed round, and the criteria a started cycle was weighed by.

Answers come and go only while their round is open, and are never edited; a closed round stays closed. A criterion is
written while its cycle is prepared; the cycle starts with weights that make 100, and keeps its formula. Only the
invented rows of the demo data may go later.
"""

from django.db import migrations

GUARDS = """
CREATE FUNCTION evaluations_round_answer_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  state text;
  invented boolean;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'an answer of a round is never edited'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'round_answer_is_never_edited';
  END IF;
  SELECT r.status, c.is_demo INTO state, invented FROM evaluations_feedbackround r
    JOIN evaluations_review v ON v.id = r.review_id JOIN evaluations_reviewcycle c ON c.id = v.cycle_id
   WHERE r.id = CASE WHEN TG_OP = 'INSERT' THEN NEW.round_id ELSE OLD.round_id END FOR SHARE OF r;
  IF state IS DISTINCT FROM 'open' AND NOT (TG_OP = 'DELETE' AND invented) THEN
    RAISE EXCEPTION 'answers come and go only while their round is open'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'round_answers_only_while_open';
  END IF;
  RETURN CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END;
END $$;
CREATE TRIGGER round_answer_stands BEFORE INSERT OR UPDATE OR DELETE ON evaluations_roundanswer
  FOR EACH ROW EXECUTE FUNCTION evaluations_round_answer_stands();

CREATE FUNCTION evaluations_round_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'closed' AND (NEW.status, NEW.closes_on, NEW.review_id)
     IS DISTINCT FROM (OLD.status, OLD.closes_on, OLD.review_id) THEN
    RAISE EXCEPTION 'a closed round stays closed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_round_stays_closed';
  END IF;
  IF OLD.status = 'open' AND NEW.status = 'proposing' THEN
    RAISE EXCEPTION 'an open round takes no more proposals'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'open_round_is_never_proposed_again';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER round_stays_closed BEFORE UPDATE ON evaluations_feedbackround
  FOR EACH ROW EXECUTE FUNCTION evaluations_round_stays_closed();

CREATE FUNCTION evaluations_criterion_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  found record;
BEGIN
  FOR found IN SELECT c.status, c.is_demo FROM evaluations_reviewcycle c
     WHERE (TG_OP <> 'INSERT' AND c.id = OLD.cycle_id) OR (TG_OP <> 'DELETE' AND c.id = NEW.cycle_id)
     ORDER BY c.id FOR SHARE OF c LOOP
    IF found.status <> 'draft' AND NOT (TG_OP = 'DELETE' AND found.is_demo) THEN
      RAISE EXCEPTION 'the criteria of a started cycle stand'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'criteria_stand_once_the_cycle_started';
    END IF;
  END LOOP;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER criterion_stands BEFORE INSERT OR UPDATE OR DELETE ON evaluations_internalcriterion
  FOR EACH ROW EXECUTE FUNCTION evaluations_criterion_stands();

CREATE FUNCTION evaluations_cycle_stands() RETURNS trigger LANGUAGE plpgsql AS $$
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
    RAISE EXCEPTION 'a started cycle is no draft again'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cycle_is_never_a_draft_again';
  ELSIF OLD.status <> 'draft' AND NEW.internal_formula IS DISTINCT FROM OLD.internal_formula THEN
    RAISE EXCEPTION 'a started cycle keeps its formula'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cycle_keeps_its_formula_once_started';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cycle_stands BEFORE UPDATE ON evaluations_reviewcycle
  FOR EACH ROW EXECUTE FUNCTION evaluations_cycle_stands();
"""
UNGUARDED = """
DROP TRIGGER round_answer_stands ON evaluations_roundanswer;
DROP FUNCTION evaluations_round_answer_stands();
DROP TRIGGER round_stays_closed ON evaluations_feedbackround;
DROP FUNCTION evaluations_round_stays_closed();
DROP TRIGGER criterion_stands ON evaluations_internalcriterion;
DROP FUNCTION evaluations_criterion_stands();
DROP TRIGGER cycle_stands ON evaluations_reviewcycle;
DROP FUNCTION evaluations_cycle_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0068_files_and_state_ratings")]
    operations = [migrations.RunSQL(GUARDS, UNGUARDED)]
