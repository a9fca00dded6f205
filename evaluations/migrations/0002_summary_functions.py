"""Triggers that mark a month stale, the function that folds stale months into the summary, append-only history.

Writers take a shared advisory lock on the period until they commit; folding takes it exclusively. So a fold sees every
answer whose mark it clears, and writers never wait for one another. See docs/decisions/0002-summary.md.
"""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly

MARK = """
CREATE FUNCTION evaluations_mark_month(p bigint, m smallint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7472, p::int);
  IF NOT EXISTS (SELECT 1 FROM evaluations_summarystate WHERE period_id = p AND month = m AND is_stale) THEN
    INSERT INTO evaluations_summarystate (period_id, month, is_stale) VALUES (p, m, true)
    ON CONFLICT (period_id, month) DO UPDATE SET is_stale = true;
  END IF;
END $$;

CREATE FUNCTION evaluations_mark_stale() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cell record;
BEGIN
  FOR cell IN SELECT DISTINCT period_id, month FROM touched ORDER BY 1, 2 LOOP
    PERFORM evaluations_mark_month(cell.period_id, cell.month);
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION evaluations_mark_stale_both() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cell record;
BEGIN
  FOR cell IN SELECT period_id, month FROM was UNION SELECT period_id, month FROM becomes ORDER BY 1, 2 LOOP
    PERFORM evaluations_mark_month(cell.period_id, cell.month);
  END LOOP;
  RETURN NULL;
END $$;

CREATE TRIGGER answer_inserted AFTER INSERT ON evaluations_answer
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION evaluations_mark_stale();
CREATE TRIGGER answer_deleted AFTER DELETE ON evaluations_answer
  REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION evaluations_mark_stale();
CREATE TRIGGER answer_updated AFTER UPDATE ON evaluations_answer
  REFERENCING OLD TABLE AS was NEW TABLE AS becomes FOR EACH STATEMENT EXECUTE FUNCTION evaluations_mark_stale_both();
"""

FOLD = """
CREATE FUNCTION evaluations_fold_summary(periods bigint[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  cell record;
  slots integer;
  tallies text;
  sums text;
  folded integer := 0;
  current_period bigint;
BEGIN
  FOR current_period IN
    SELECT DISTINCT period_id FROM evaluations_summarystate
    WHERE is_stale AND period_id = ANY (periods) ORDER BY 1
  LOOP
    PERFORM pg_advisory_xact_lock(7472, current_period::int);
    SELECT coalesce(max(q.slot), 0) INTO slots FROM evaluations_question q
      JOIN evaluations_period p ON p.version_id = q.version_id WHERE p.id = current_period;
    SELECT string_agg(format('count(*) FILTER (WHERE r%s = %s)', s, v), ', ' ORDER BY s, v),
           string_agg(format('sum(counts[%s])', (s - 1) * 4 + v), ', ' ORDER BY s, v)
      INTO tallies, sums FROM generate_series(1, slots) s, generate_series(1, 4) v;
    FOR cell IN
      UPDATE evaluations_summarystate SET is_stale = false
      WHERE period_id = current_period AND is_stale RETURNING month
    LOOP
      DELETE FROM evaluations_summary WHERE period_id = current_period AND month = cell.month;
      EXECUTE format($sql$
        INSERT INTO evaluations_summary (period_id, month, dimension, value, n, counts)
        SELECT $1, $2, dimension, coalesce(value, -1), n, counts FROM (
          SELECT CASE g WHEN 127 THEN 0 WHEN 63 THEN 1 WHEN 95 THEN 2 WHEN 111 THEN 3 WHEN 119 THEN 4
                        WHEN 123 THEN 5 WHEN 125 THEN 6 ELSE 7 END AS dimension,
                 CASE g WHEN 127 THEN 0 WHEN 63 THEN sex WHEN 95 THEN age WHEN 111 THEN education
                        WHEN 119 THEN occupation WHEN 123 THEN channel WHEN 125 THEN slot
                        ELSE service_point_id END AS value,
                 n, counts
          FROM (
            SELECT grouping(sex, age, education, occupation, channel, slot, service_point_id) AS g,
                   sex, age, education, occupation, channel, slot, service_point_id,
                   count(*) AS n, ARRAY[%s]::integer[] AS counts
            FROM evaluations_answer WHERE period_id = $1 AND month = $2
            GROUP BY GROUPING SETS ((), (sex), (age), (education), (occupation), (channel), (slot), (service_point_id))
          ) grouped
        ) named WHERE n > 0 $sql$, tallies) USING current_period, cell.month;
      folded := folded + 1;
    END LOOP;
    DELETE FROM evaluations_summary WHERE period_id = current_period AND month = 0;
    EXECUTE format($sql$
      INSERT INTO evaluations_summary (period_id, month, dimension, value, n, counts)
      SELECT $1, 0, dimension, value, sum(n), ARRAY[%s]::integer[]
      FROM evaluations_summary WHERE period_id = $1 AND month <> 0
      GROUP BY dimension, value $sql$, sums) USING current_period;
  END LOOP;
  RETURN folded;
END $$;
"""

UNDO = """
DROP TRIGGER answer_inserted ON evaluations_answer;
DROP TRIGGER answer_deleted ON evaluations_answer;
DROP TRIGGER answer_updated ON evaluations_answer;
DROP FUNCTION evaluations_mark_stale();
DROP FUNCTION evaluations_mark_stale_both();
DROP FUNCTION evaluations_mark_month(bigint, smallint);
DROP FUNCTION evaluations_fold_summary(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_initial")]
    operations = [
        migrations.RunSQL([MARK, FOLD], UNDO),
        AppendOnly("evaluations.HistoricalSurvey"),
        AppendOnly("evaluations.HistoricalPeriod"),
        AppendOnly("evaluations.HistoricalSkmFormula"),
    ]
