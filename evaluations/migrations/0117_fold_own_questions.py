"""Triggers that mark a period's own questions stale, and the function that folds them into their summary.

The same way, and under the same lock, as the ratings (docs/decisions/0002-summary.md).
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION evaluations_mark_extras_of(p bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7472, p::int);
  IF NOT EXISTS (SELECT 1 FROM evaluations_extrastate WHERE period_id = p AND is_stale) THEN
    INSERT INTO evaluations_extrastate (period_id, is_stale) VALUES (p, true)
    ON CONFLICT (period_id) DO UPDATE SET is_stale = true;
  END IF;
END $$;

CREATE FUNCTION evaluations_mark_extras() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cell record;
BEGIN
  FOR cell IN SELECT DISTINCT period_id FROM touched ORDER BY 1 LOOP
    PERFORM evaluations_mark_extras_of(cell.period_id);
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION evaluations_mark_extras_both() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cell record;
BEGIN
  FOR cell IN SELECT period_id FROM was UNION SELECT period_id FROM becomes ORDER BY 1 LOOP
    PERFORM evaluations_mark_extras_of(cell.period_id);
  END LOOP;
  RETURN NULL;
END $$;

CREATE TRIGGER extra_answer_inserted AFTER INSERT ON evaluations_extraanswer
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION evaluations_mark_extras();
CREATE TRIGGER extra_answer_deleted AFTER DELETE ON evaluations_extraanswer
  REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION evaluations_mark_extras();
CREATE TRIGGER extra_answer_updated AFTER UPDATE ON evaluations_extraanswer
  REFERENCING OLD TABLE AS was NEW TABLE AS becomes FOR EACH STATEMENT EXECUTE FUNCTION evaluations_mark_extras_both();

CREATE FUNCTION evaluations_fold_extras(periods bigint[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  current_period bigint;
  folded integer := 0;
BEGIN
  FOR current_period IN
    SELECT period_id FROM evaluations_extrastate WHERE is_stale AND period_id = ANY (periods) ORDER BY 1
  LOOP
    PERFORM pg_advisory_xact_lock(7472, current_period::int);
    UPDATE evaluations_extrastate SET is_stale = false WHERE period_id = current_period AND is_stale;
    CONTINUE WHEN NOT FOUND;  -- another fold was first
    DELETE FROM evaluations_extrasummary WHERE period_id = current_period;
    INSERT INTO evaluations_extrasummary (period_id, question_id, value, words, n)
    SELECT current_period, question_id, value, '', count(*) FROM evaluations_extraanswer
    WHERE period_id = current_period AND question_id IS NOT NULL GROUP BY question_id, value;
    INSERT INTO evaluations_extrasummary (period_id, question_id, value, words, n)
    SELECT current_period, NULL, NULL, lower(text), count(*) FROM evaluations_extraanswer
    WHERE period_id = current_period AND question_id IS NULL GROUP BY lower(text);
    folded := folded + 1;
  END LOOP;
  RETURN folded;
END $$;

-- Folded and read in one statement of the page: what stands inside sees what was just folded.
CREATE FUNCTION evaluations_fresh_extras(p bigint) RETURNS SETOF evaluations_extrasummary LANGUAGE plpgsql AS $$
BEGIN
  PERFORM evaluations_fold_extras(ARRAY[p]);
  RETURN QUERY SELECT * FROM evaluations_extrasummary WHERE period_id = p;
END $$;
"""

BACKWARD = """
DROP TRIGGER extra_answer_inserted ON evaluations_extraanswer;
DROP TRIGGER extra_answer_deleted ON evaluations_extraanswer;
DROP TRIGGER extra_answer_updated ON evaluations_extraanswer;
DROP FUNCTION evaluations_mark_extras();
DROP FUNCTION evaluations_mark_extras_both();
DROP FUNCTION evaluations_mark_extras_of(bigint);
DROP FUNCTION evaluations_fresh_extras(bigint);
DROP FUNCTION evaluations_fold_extras(bigint[]);
"""

# What stands there already is folded by whoever reads it first.
MARK_ALL = """
INSERT INTO evaluations_extrastate (period_id, is_stale)
SELECT DISTINCT period_id, true FROM evaluations_extraanswer
"""


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0116_summary_of_own_questions")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunSQL(MARK_ALL, migrations.RunSQL.noop),
    ]
