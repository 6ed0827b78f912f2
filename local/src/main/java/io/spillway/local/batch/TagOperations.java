package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.function.Consumer;

/** The operations on tags. Callers hold the state's monitor. */
final class TagOperations {

    /** Something that bears tags, and the way to give it others. */
    private record Tagged(JsonObject detail, Consumer<JsonObject> put) {}

    private final BatchState state;

    TagOperations(BatchState state) {
        this.state = state;
    }

    JsonObject list(String arn) {
        var tags = resource(arn).detail().object("tags").orElse(JsonObject.of().build());
        return JsonObject.of().put("tags", tags).build();
    }

    /** Adds tags; those of the same name are replaced. */
    JsonObject tag(String arn, JsonObject request) {
        var tagged = resource(arn);
        var tags = new LinkedHashMap<String, String>();
        tagged.detail().object("tags").map(JsonEdit::textsOf).ifPresent(tags::putAll);
        tags.putAll(JsonEdit.textsOf(request.requireObject("tags")));
        var detail = JsonEdit.copy(tagged.detail()).put("tags", JsonEdit.object(tags)).build();
        Names.checkTags(detail);
        tagged.put().accept(detail);
        return JsonObject.of().build();
    }

    private Tagged resource(String arn) {
        var name = Arns.nameOf(arn);
        if (arn.equals(Arns.job(name)) && name.contains(":")) {
            throw BatchError.client(
                    "Resource %s is a child of an array job: its parent has the tags.", arn);
        }
        if (arn.equals(Arns.job(name))) {
            return state.job(name)
                    .map(
                            job ->
                                    new Tagged(
                                            job.submitted(),
                                            detail -> state.putJob(job.with(detail))))
                    .orElseThrow(() -> unknown(arn));
        }
        if (arn.equals(Arns.jobQueue(name))) {
            return state.queue(name)
                    .map(queue -> new Tagged(queue.detail(), state::putQueue))
                    .orElseThrow(() -> unknown(arn));
        }
        if (arn.equals(Arns.computeEnvironment(name))) {
            return state.environment(name)
                    .map(environment -> new Tagged(environment.detail(), state::putEnvironment))
                    .orElseThrow(() -> unknown(arn));
        }
        return state.definitions()
                .filter(definition -> definition.arn().equals(arn))
                .findFirst()
                .map(definition -> new Tagged(definition.detail(), state::putDefinition))
                .orElseThrow(() -> unknown(arn));
    }

    private static BatchError unknown(String arn) {
        return BatchError.client("Resource %s not found.", arn);
    }
}
