"""An answer arrives only while its period is open: held by the database, at whatever door it comes in.

The check stands behind the shared lock that every writer takes; closing takes the same lock exclusively. So an answer
is either part of the frozen result or refused. Rewriting old answers at night says so (pembinaan.rewriting).
"""

from django.db import migrations

NEW = """
CREATE OR REPLACE FUNCTION evaluations_mark_stale() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cell record;
BEGIN
  FOR cell IN SELECT DISTINCT period_id, month FROM touched ORDER BY 1, 2 LOOP
    PERFORM evaluations_mark_month(cell.period_id, cell.month);
    IF TG_OP = 'INSERT' AND coalesce(current_setting('pembinaan.rewriting', true), '') <> 'on'
       AND NOT EXISTS (SELECT 1 FROM evaluations_period WHERE id = cell.period_id AND status = 'open') THEN
      RAISE EXCEPTION 'the period % takes no answers', cell.period_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_arrives_while_period_is_open';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
"""

OLD = """
CREATE OR REPLACE FUNCTION evaluations_mark_stale() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cell record;
BEGIN
  FOR cell IN SELECT DISTINCT period_id, month FROM touched ORDER BY 1, 2 LOOP
    PERFORM evaluations_mark_month(cell.period_id, cell.month);
  END LOOP;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0007_follow_ups")]
    operations = [migrations.RunSQL(NEW, OLD)]
