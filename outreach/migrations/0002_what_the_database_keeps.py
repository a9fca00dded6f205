"""History only grows; the number of seats taken follows the registrations by itself."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly

# One registration row changes its date's number by a difference, so the row lock of the date puts two changes one
# after the other, and the date's own constraint refuses the one that would pass the seats.
SEATS = """
CREATE OR REPLACE FUNCTION outreach_count_seats() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before integer := 0;
    after integer := 0;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.status IN ('terdaftar', 'diundang') THEN before := OLD.seats; END IF;
    IF TG_OP <> 'DELETE' AND NEW.status IN ('terdaftar', 'diundang') THEN after := NEW.seats; END IF;
    IF TG_OP = 'UPDATE' AND OLD.session_id <> NEW.session_id THEN
        UPDATE outreach_session SET seats_taken = seats_taken - before WHERE id = OLD.session_id AND before <> 0;
        before := 0;
    END IF;
    IF after <> before THEN
        UPDATE outreach_session SET seats_taken = seats_taken + after - before
         WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.session_id ELSE NEW.session_id END;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER outreach_seats AFTER INSERT OR DELETE OR UPDATE OF status, seats, session_id
    ON outreach_registration FOR EACH ROW EXECUTE FUNCTION outreach_count_seats();
"""
UNDO = """
DROP TRIGGER outreach_seats ON outreach_registration;
DROP FUNCTION outreach_count_seats();
"""


class Migration(migrations.Migration):
    dependencies = [("outreach", "0001_events_and_registrations")]
    operations = [
        AppendOnly("outreach.HistoricalEvent"),
        AppendOnly("outreach.HistoricalPartner"),
        migrations.RunSQL(SEATS, UNDO),
    ]
