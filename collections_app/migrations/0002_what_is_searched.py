"""Fill what the catalogue search reads, in the database, so that bulk writes keep it true as well."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION collections_title_search() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    names text := array_to_string(NEW.contributors, ' ') || ' ' || NEW.responsibility;
    about text := array_to_string(NEW.subjects, ' ') || ' ' || NEW.series || ' ' || NEW.publisher;
BEGIN
    NEW.words := lower(unaccent(NEW.title || ' ' || names));
    NEW.search := setweight(to_tsvector('indonesian', unaccent(NEW.title)), 'A')
        || setweight(to_tsvector('simple', unaccent(names)), 'B')
        || setweight(to_tsvector('indonesian', unaccent(about)), 'C')
        || setweight(to_tsvector('simple', NEW.isbn || ' ' || NEW.isbn_given || ' ' || NEW.classification), 'D');
    RETURN NEW;
END $$;
CREATE TRIGGER title_search BEFORE INSERT OR UPDATE ON collections_app_title
    FOR EACH ROW EXECUTE FUNCTION collections_title_search();
"""
BACK = """
DROP TRIGGER IF EXISTS title_search ON collections_app_title;
DROP FUNCTION IF EXISTS collections_title_search();
"""


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0001_catalogue")]

    operations = [migrations.RunSQL(FUNCTION, BACK)]
