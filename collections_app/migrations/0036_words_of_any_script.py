"""What is searched keeps the letters of every script, signs such as C++ and words without their apostrophes.

collections_plain says in the database what `collections_app.identity.plain` says.
"""

from importlib import import_module

from django.db import migrations

FUNCTIONS = r"""
CREATE OR REPLACE FUNCTION collections_plain(said text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    flat text := translate(said, '’‘`´′ʼʻʿʾـ', '''''''''''');
BEGIN
    flat := translate(lower(normalize(flat, NFKD)), 'øłđı’‘`´′ʼʻʿʾـ', 'oldi''''''''''');
    flat := translate(flat, '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', '01234567890123456789');
    flat := replace(replace(replace(flat, 'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss');
    flat := regexp_replace(flat,
        '[\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]', '', 'g');
    flat := regexp_replace(flat, '(?<=[[:alnum:]])''(?=[[:alnum:]])', '', 'g');
    flat := regexp_replace(flat, '[+#]+(?=[[:alnum:]])|(?<![[:alnum:]+#])[+#]+|[^[:alnum:]\u0900-\u0963\u0966-\u109f+#]+', ' ', 'g');
    RETURN btrim(regexp_replace(flat, ' +', ' ', 'g'));
END $$;

CREATE OR REPLACE FUNCTION collections_joined(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(collections_plain(translate(found[1], '-‐‑', '')), ' '), '')
    FROM regexp_matches(said, '[^\s\-‐‑/]+(?:[-‐‑][^\s\-‐‑/]+)+', 'g') AS found
$$;

CREATE OR REPLACE FUNCTION collections_lexemes(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT replace(replace(collections_plain(said) || ' ' || collections_joined(said), '+', 'plus'), '#', 'sharp')
$$;

CREATE OR REPLACE FUNCTION collections_title_search() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    names text := array_to_string(NEW.contributors, ' ') || ' ' || NEW.responsibility;
    about text := array_to_string(NEW.subjects, ' ') || ' ' || NEW.series || ' ' || NEW.publisher;
BEGIN
    NEW.words := btrim(collections_plain(NEW.title || ' ' || names) || ' ' || collections_joined(NEW.title || ' ' || names));
    NEW.search := setweight(to_tsvector('indonesian', collections_lexemes(NEW.title)), 'A')
        || setweight(to_tsvector('simple', collections_lexemes(names)), 'B')
        || setweight(to_tsvector('indonesian', collections_lexemes(about)), 'C')
        || setweight(to_tsvector('simple', NEW.isbn || ' ' || NEW.isbn_given || ' ' || NEW.classification), 'D');
    RETURN NEW;
END $$;
"""
BEFORE = import_module("collections_app.migrations.0002_what_is_searched").FUNCTION.partition("CREATE TRIGGER")[0]
BACK = BEFORE + """
DROP FUNCTION IF EXISTS collections_lexemes(text);
DROP FUNCTION IF EXISTS collections_joined(text);
DROP FUNCTION IF EXISTS collections_plain(text);
"""


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0035_title_by_name")]

    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
