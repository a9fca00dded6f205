"""Folding also adds up what the importance of each unsur needs, so that no page reads the answers themselves."""

import django.db.models.deletion
from django.db import migrations, models

from evaluations.choices import Unsur

OLD = """
CREATE OR REPLACE FUNCTION evaluations_fold_summary(periods bigint[]) RETURNS integer LANGUAGE plpgsql AS $$
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

NEW = """
CREATE OR REPLACE FUNCTION evaluations_fold_summary(periods bigint[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  cell record;
  slots integer;
  tallies text;
  sums text;
  folded integer := 0;
  current_period bigint;
  width integer;
  common integer;
  units text;
  sums_of_units text;
  lines text;
  complete text;
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
    common := 1;
    FOR width IN
      SELECT count(*) FROM evaluations_question q JOIN evaluations_period p ON p.version_id = q.version_id
      WHERE p.id = current_period AND q.slot IS NOT NULL AND q.unsur <> '' GROUP BY q.unsur
    LOOP
      common := lcm(common, width);
    END LOOP;
    SELECT string_agg(format('%s AS u_%s', u, unsur), ', ')
             || format(', %s AS t', string_agg(format('%s * (%s)', common / m, u), ' + ')),
           string_agg(format('sum(u_%1$s) AS s_%1$s, sum(u_%1$s * u_%1$s) AS ss_%1$s, sum(u_%1$s * t) AS st_%1$s', unsur),
                      ', '),
           string_agg(format('(%1$L, s_%1$s, ss_%1$s, st_%1$s)', unsur), ', '),
           string_agg(format('%s IS NOT NULL', u), ' AND ')
      INTO units, sums_of_units, lines, complete FROM (
        SELECT q.unsur, count(*) AS m, string_agg(format('r%s::integer', q.slot), ' + ' ORDER BY q.slot) AS u
        FROM evaluations_question q JOIN evaluations_period p ON p.version_id = q.version_id
        WHERE p.id = current_period AND q.slot IS NOT NULL AND q.unsur <> '' GROUP BY q.unsur
      ) asked;
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
      DELETE FROM evaluations_importancesum WHERE period_id = current_period AND month = cell.month;
      IF units IS NOT NULL THEN
        EXECUTE format($sql$
          INSERT INTO evaluations_importancesum (period_id, month, unsur, n, t, tt, u, uu, ut)
          SELECT $1, $2, line.* FROM (
            SELECT count(*) AS n, sum(t) AS t, sum(t * t) AS tt, %s FROM (
              SELECT %s FROM evaluations_answer WHERE period_id = $1 AND month = $2 AND %s
            ) answers
          ) sums, LATERAL (
            SELECT given.unsur, sums.n, sums.t, sums.tt, given.u, given.uu, given.ut
            FROM (VALUES %s) given (unsur, u, uu, ut)
          ) line WHERE sums.n > 0 $sql$, sums_of_units, units, complete, lines) USING current_period, cell.month;
      END IF;
      folded := folded + 1;
    END LOOP;
    DELETE FROM evaluations_summary WHERE period_id = current_period AND month = 0;
    EXECUTE format($sql$
      INSERT INTO evaluations_summary (period_id, month, dimension, value, n, counts)
      SELECT $1, 0, dimension, value, sum(n), ARRAY[%s]::integer[]
      FROM evaluations_summary WHERE period_id = $1 AND month <> 0
      GROUP BY dimension, value $sql$, sums) USING current_period;
    DELETE FROM evaluations_importancesum WHERE period_id = current_period AND month = 0;
    INSERT INTO evaluations_importancesum (period_id, month, unsur, n, t, tt, u, uu, ut)
    SELECT current_period, 0, unsur, sum(n), sum(t), sum(tt), sum(u), sum(uu), sum(ut)
    FROM evaluations_importancesum WHERE period_id = current_period AND month <> 0 GROUP BY unsur;
  END LOOP;
  RETURN folded;
END $$;
"""


def whole_number(name: str) -> models.BigIntegerField:
    return models.BigIntegerField(verbose_name=name)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0105_held_answers_without_words")]
    operations = [
        migrations.CreateModel(
            name="ImportanceSum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.SmallIntegerField(verbose_name="local month")),
                ("unsur", models.CharField(choices=Unsur.choices, max_length=20, verbose_name="unsur")),
                ("n", whole_number("respondents")),
                ("t", whole_number("sum over all unsur")),
                ("tt", whole_number("sum of its squares")),
                ("u", whole_number("sum of the unsur")),
                ("uu", whole_number("sum of the unsur's squares")),
                ("ut", whole_number("sum of both multiplied")),
                (
                    "period",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="evaluations.period",
                        verbose_name="period",
                    ),
                ),
            ],
            options={
                "verbose_name": "sums for the importance of an unsur",
                "verbose_name_plural": "sums for the importance of unsur",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "month", "unsur"), name="importance_has_one_row_per_unsur"
                    )
                ],
            },
        ),
        migrations.RunSQL(NEW, OLD),
        # What was folded before is folded once more, by whoever reads it first.
        migrations.RunSQL("UPDATE evaluations_summarystate SET is_stale = true", migrations.RunSQL.noop),
    ]
