package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What ListJobs lists.
 *
 * @param most jobs in one answer
 */
record JobFilter(Predicate<Job> condition, int most) {

    boolean holds(Job job) {
        return condition.test(job);
    }

    /** The one filter of a request; without one, its status; without that, RUNNING. */
    static JobFilter of(JsonObject request) {
        var filters = request.objects("filters");
        if (filters.size() > 1) {
            throw BatchError.client("There are %d filters: only one can be used.", filters.size());
        }
        if (filters.size() == 1) {
            return new JobFilter(condition(filters.getFirst()), 100);
        }
        return ofChildren(request);
    }

    /** For the children of an array job only their status counts. */
    static JobFilter ofChildren(JsonObject request) {
        var status = status(request.text("jobStatus").orElse("RUNNING"));
        return new JobFilter(job -> job.status() == status, 1000);
    }

    private static JobStatus status(String name) {
        for (var status : JobStatus.values()) {
            if (status.name().equals(name)) {
                return status;
            }
        }
        throw BatchError.client("jobStatus \"%s\" does not exist.", name);
    }

    private static Predicate<Job> condition(JsonObject filter) {
        var values = JsonEdit.textsOf(filter, "values");
        if (values.size() != 1) {
            throw BatchError.client("The filter has %d values: must have one.", values.size());
        }
        var value = values.getFirst();
        return switch (filter.requireText("name")) {
            case "JOB_NAME" -> {
                var wanted = value.toLowerCase(Locale.ROOT);
                yield job -> matches(wanted, job.name().toLowerCase(Locale.ROOT));
            }
            case "JOB_DEFINITION" -> job -> isDefinition(value, job.definitionArn());
            case "BEFORE_CREATED_AT" -> {
                var time = time(value);
                yield job -> job.createdAt() < time;
            }
            case "AFTER_CREATED_AT" -> {
                var time = time(value);
                yield job -> job.createdAt() > time;
            }
            case String other -> throw BatchError.later("The filter " + other);
        };
    }

    private static boolean isDefinition(String wanted, String arn) {
        var name = Arns.nameOf(arn);
        return wanted.startsWith("arn:")
                ? wanted.equals(arn)
                : matches(wanted, name.substring(0, name.lastIndexOf(':')));
    }

    private static boolean matches(String wanted, String name) {
        return wanted.endsWith("*")
                ? name.startsWith(wanted.substring(0, wanted.length() - 1))
                : name.equals(wanted);
    }

    private static long time(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw BatchError.client("\"%s\" is no time: must be ms since 1970.", value);
        }
    }
}
