package io.spillway.local.history;

import java.util.Locale;

/** A question to the history, as DuckDB's SQL. docs/history.md has the same for Athena. */
public sealed interface Question {

    /** Its SQL. */
    String sql();

    /** How each phase does: ends, times of what succeeded, cost of all. */
    record Phases() implements Question {
        @Override
        public String sql() {
            return """
            SELECT pipeline, phase,
                   count(*) FILTER (status = 'succeeded') AS succeeded,
                   count(*) FILTER (status = 'failed') AS failed,
                   count(*) FILTER (route = 'batch') AS batch,
                   quantile_cont(duration_ms, 0.5) FILTER (status = 'succeeded')::BIGINT AS p50_ms,
                   quantile_cont(duration_ms, 0.95) FILTER (status = 'succeeded')::BIGINT AS p95_ms,
                   max(duration_ms) FILTER (status = 'succeeded') AS max_ms,
                   max(peak_memory_bytes) AS peak_memory_bytes,
                   round(sum(cost_usd), 6) AS cost_usd
            FROM history WHERE phase IS NOT NULL
            GROUP BY ALL ORDER BY p95_ms DESC NULLS LAST, phase""";
        }
    }

    /** Which work items took longest. */
    record Slowest(int most) implements Question {
        @Override
        public String sql() {
            return """
            SELECT phase, object, route, duration_ms, bytes_read, attempts, time
            FROM history WHERE status = 'succeeded'
            ORDER BY duration_ms DESC, item LIMIT %d"""
                    .formatted(most);
        }
    }

    /**
     * What failed and was not done once more since, by kind and reason; numbers in reasons count as
     * one number. The id of a repetition tells of which it is one, and the how manieth.
     */
    record Failures(int most) implements Question {
        @Override
        public String sql() {
            return """
            WITH again AS (
              SELECT pipeline, regexp_extract(item, '^(.*)-r([0-9]+)$', 1) AS first,
                     max(regexp_extract(item, '^(.*)-r([0-9]+)$', 2)::INTEGER) AS newest
              FROM history
              WHERE status IN ('succeeded', 'failed', 'skipped') AND regexp_matches(item, '-r[0-9]+$')
              GROUP BY ALL)
            SELECT phase, kind, regexp_replace(replace(reason, object, '<object>'), '[0-9]+', '#', 'g') AS reason,
                   count(*) AS items, max(time) AS latest, max_by(object, time) AS example
            FROM history LEFT JOIN again
              ON again.pipeline = history.pipeline AND again.first = regexp_replace(item, '-r[0-9]+$', '')
            WHERE status = 'failed'
              AND coalesce(try_cast(regexp_extract(item, '-r([0-9]+)$', 1) AS INTEGER), 0) >= coalesce(newest, 0)
            GROUP BY ALL ORDER BY items DESC, latest DESC LIMIT %d"""
                    .formatted(most);
        }
    }

    /**
     * How long work waited: for its first phase since the upload, for others since the one before.
     * The slowest hand-over first.
     */
    record Waits() implements Question {
        @Override
        public String sql() {
            return """
            SELECT pipeline, phase, coalesce(after, '(upload)') AS after, count(*) AS items,
                   quantile_cont(waited_ms, 0.5)::BIGINT AS p50_ms,
                   quantile_cont(waited_ms, 0.95)::BIGINT AS p95_ms,
                   max(waited_ms) AS max_ms, arg_max(object, waited_ms) AS slowest
            FROM history WHERE waited_ms IS NOT NULL
            GROUP BY ALL ORDER BY p95_ms DESC, phase, after""";
        }
    }

    /** What was paid for. */
    record Cost(By by, int most) implements Question {

        /** What costs are added up by. */
        public sealed interface By {

            record Phase() implements By {}

            record Upload() implements By {}

            /** One of the tags that every record carries. */
            record Tag(String name) implements By {}
        }

        @Override
        public String sql() {
            var column =
                    switch (by) {
                        case By.Phase() -> "phase";
                        case By.Upload() -> "upload_object";
                        case By.Tag(var name) -> "tags[" + HistoryTable.quoted(name) + "]";
                    };
            return """
            SELECT %s AS "by", count(*) AS items, round(sum(cost_usd), 6) AS cost_usd,
                   round(sum(duration_ms) / 1000.0, 1) AS seconds, sum(bytes_read) AS bytes_read
            FROM history WHERE status IN ('succeeded', 'failed')
            GROUP BY 1 ORDER BY cost_usd DESC NULLS LAST, 1 LIMIT %d"""
                    .formatted(column, most);
        }
    }

    /** How times and ends changed. */
    record Over(Step step) implements Question {

        /** Lengths of time. */
        public enum Step {
            HOUR,
            DAY
        }

        @Override
        public String sql() {
            return """
            SELECT date_trunc('%s', time) AS "from", phase,
                   count(*) FILTER (status = 'succeeded') AS succeeded,
                   count(*) FILTER (status = 'failed') AS failed,
                   quantile_cont(duration_ms, 0.5) FILTER (status = 'succeeded')::BIGINT AS p50_ms,
                   quantile_cont(duration_ms, 0.95) FILTER (status = 'succeeded')::BIGINT AS p95_ms,
                   round(sum(cost_usd), 6) AS cost_usd
            FROM history WHERE phase IS NOT NULL GROUP BY ALL ORDER BY 1, 2"""
                    .formatted(step.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Somebody's own. */
    record Own(String sql) implements Question {}
}
