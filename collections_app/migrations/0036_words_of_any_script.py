"""What is searched keeps the letters of every script, signs such as C++ and words without their apostrophes.

collections_plain says in the database what `collections_app.identity.plain` says.
"""

from importlib import import_module

from django.db import migrations

FUNCTIONS = r"""
CREATE OR REPLACE FUNCTION collections_plain(said text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    flat text := lower(replace(said, '`', ''''));
    others text := '\u0900-\u0963\u0966-\u109f';  -- vowels that are written as signs beside the letter
BEGIN
    IF octet_length(said) = length(said) THEN
        others := '';
    ELSE
        flat := translate(said, '’‘`´′ʼʻʿʾـ', '''''''''''');
        flat := translate(lower(normalize(flat, NFKD)), 'øłđı’‘`´′ʼʻʿʾـ', 'oldi''''''''''');
        flat := translate(flat, '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', '01234567890123456789');
        flat := replace(replace(replace(flat, 'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss');
        flat := regexp_replace(flat,
            '[\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]',
            '', 'g');
    END IF;
    IF position('''' IN flat) > 0 THEN
        flat := regexp_replace(flat, '(?<=[[:alnum:]])''(?=[[:alnum:]])', '', 'g');
    END IF;
    IF flat ~ '[+#]' THEN
        flat := regexp_replace(flat, '[+#]+(?=[[:alnum:]])|(?<![[:alnum:]+#])[+#]+', ' ', 'g');
    END IF;
    RETURN btrim(regexp_replace(flat, '[^[:alnum:]' || others || '+#]+', ' ', 'g'));
END $$;

CREATE OR REPLACE FUNCTION collections_joined(said text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF said !~ '[-‐‑]' THEN
        RETURN '';
    END IF;
    RETURN coalesce((
        SELECT string_agg(collections_plain(translate(part[1], '-‐‑', '')), ' ')
        FROM regexp_matches(said, '[^\s\-‐‑/]+(?:[-‐‑][^\s\-‐‑/]+)+', 'g') AS part
    ), '');
END $$;

CREATE OR REPLACE FUNCTION collections_lexemes(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT replace(replace(words, '+', 'plus'), '#', 'sharp')
$$;

CREATE OR REPLACE FUNCTION collections_title_search() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    names text := array_to_string(NEW.contributors, ' ') || ' ' || NEW.responsibility;
    about text := array_to_string(NEW.subjects, ' ') || ' ' || NEW.series || ' ' || NEW.publisher;
    title_words text := collections_plain(NEW.title);
    title_joined text := collections_joined(NEW.title);
    name_words text := collections_plain(names);
    name_joined text := collections_joined(names);
BEGIN
    NEW.words := concat_ws(' ', nullif(title_words, ''), nullif(name_words, ''), nullif(title_joined, ''),
        nullif(name_joined, ''));
    NEW.search := setweight(to_tsvector('indonesian', collections_lexemes(title_words || ' ' || title_joined)), 'A')
        || setweight(to_tsvector('simple', collections_lexemes(name_words || ' ' || name_joined)), 'B')
        || setweight(to_tsvector('indonesian',
            collections_lexemes(collections_plain(about) || ' ' || collections_joined(about))), 'C')
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
