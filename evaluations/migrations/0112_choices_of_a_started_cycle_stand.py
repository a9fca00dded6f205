"""What people wrote under stays: a started cycle keeps who reads the texts and when notes are shown.

Links to records keep their history.
"""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly

GUARDS = """
CREATE FUNCTION evaluations_cycle_keeps_its_choices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'draft' AND (NEW.admin_reads_text, NEW.notes_shown)
     IS DISTINCT FROM (OLD.admin_reads_text, OLD.notes_shown) THEN
    RAISE EXCEPTION 'a started cycle keeps who reads its texts and when notes are shown'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cycle_keeps_its_readers_once_started';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cycle_keeps_its_choices BEFORE UPDATE ON evaluations_reviewcycle
  FOR EACH ROW EXECUTE FUNCTION evaluations_cycle_keeps_its_choices();
"""
UNGUARDED = """
DROP TRIGGER cycle_keeps_its_choices ON evaluations_reviewcycle;
DROP FUNCTION evaluations_cycle_keeps_its_choices();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0111_reviews_that_end")]
    operations = [AppendOnly("evaluations.HistoricalResultLink"), migrations.RunSQL(GUARDS, UNGUARDED)]
