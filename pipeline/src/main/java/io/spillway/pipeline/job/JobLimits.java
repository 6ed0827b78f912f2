package io.spillway.pipeline.job;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What AWS Batch takes, checked before it is asked: of overrides that are too long it tells only
 * when the job has failed.
 */
public final class JobLimits {

    /** Source: AWS Batch API, {@code ArrayProperties}. */
    public static final int MOST_CHILDREN = 10_000;

    static final int FEWEST_CHILDREN = 2;

    /** Characters of the overrides as JSON. Source: Amazon ECS API, {@code RunTask}. */
    static final int LONGEST_OVERRIDES = 8_192;

    /** Bytes. Source: AWS Batch User Guide, "Service quotas": SubmitJob payload of 30 KiB. */
    static final int LARGEST_REQUEST = 30 << 10;

    /** Source: AWS Batch API, {@code SubmitJob}. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");

    private JobLimits() {}

    /**
     * @throws JobRefused if AWS Batch would refuse the request, or take it and fail the job
     */
    public static void require(JobRequest request) throws JobRefused {
        var broken = broken(request);
        if (broken.isPresent()) {
            throw JobRefused.before(request, broken.get());
        }
    }

    private static Optional<String> broken(JobRequest request) {
        var problems = new ArrayList<String>();
        if (!NAME.matcher(request.name()).matches()) {
            problems.add(
                    "a name is 1 to 128 letters, digits, hyphens and underscores, the first a letter or digit");
        }
        request.arraySize()
                .ifPresent(
                        size -> {
                            if (size < FEWEST_CHILDREN || size > MOST_CHILDREN) {
                                problems.add(
                                        "an array has %d to %d children, not %d"
                                                .formatted(FEWEST_CHILDREN, MOST_CHILDREN, size));
                            }
                        });
        request.environment().keySet().stream()
                .filter(name -> name.startsWith("AWS_BATCH"))
                .sorted()
                .forEach(name -> problems.add("only AWS Batch sets variables named like " + name));
        var overrides = Json.write(overrides(request)).length();
        if (overrides > LONGEST_OVERRIDES) {
            problems.add(
                    "its overrides have %d characters, more than %d"
                            .formatted(overrides, LONGEST_OVERRIDES));
        }
        var size = Json.writeBytes(body(request)).length;
        if (size > LARGEST_REQUEST) {
            problems.add("the request has %d bytes, more than %d".formatted(size, LARGEST_REQUEST));
        }
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", problems) + ".");
    }

    private static JsonObject overrides(JobRequest request) {
        var environment =
                new TreeMap<>(request.environment())
                        .entrySet().stream()
                                .map(
                                        variable ->
                                                JsonObject.of()
                                                        .put("name", variable.getKey())
                                                        .put("value", variable.getValue())
                                                        .build())
                                .toList();
        return JsonObject.of()
                .put("name", JobRequest.CONTAINER)
                .put("environment", environment)
                .build();
    }

    private static JsonObject body(JobRequest request) {
        var body =
                JsonObject.of()
                        .put("jobName", request.name())
                        .put("jobQueue", request.queue())
                        .put("jobDefinition", request.definition())
                        .put("parameters", texts(request.parameters()))
                        .put("propagateTags", true)
                        .put("ecsPropertiesOverride", task(overrides(request)));
        request.arraySize()
                .ifPresent(size -> body.put("arrayProperties", JsonObject.of().put("size", size)));
        return body.build();
    }

    private static JsonObject task(JsonObject overrides) {
        var containers = JsonObject.of().put("containers", List.of(overrides)).build();
        return JsonObject.of().put("taskProperties", List.of(containers)).build();
    }

    private static JsonObject texts(Map<String, String> texts) {
        var json = JsonObject.of();
        new TreeMap<>(texts).forEach(json::put);
        return json.build();
    }
}
