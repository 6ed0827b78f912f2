package io.spillway.router;

import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.routing.Loops;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.telemetry.LogContext;
import io.spillway.pipeline.telemetry.LogField;
import io.spillway.pipeline.telemetry.Trace;
import io.spillway.pipeline.work.Lineage;
import io.spillway.pipeline.work.Place;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.WorkItem;
import io.spillway.router.intake.IntakeMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An object about to enter phases, with its lineage.
 *
 * @param name of it below the prefixes that phases add
 * @param revision what tells it from others under its key
 * @param passed the phases that it was made by, oldest first, each as {@code pipeline/phase}
 * @param place of it among all that came of its upload; empty where it isn't known
 * @param made when the phase that made it ended; empty for one that was dropped, and where it isn't
 *     known
 */
record Entrant(
        String pipeline,
        ObjectVersion object,
        String name,
        String revision,
        Upload upload,
        int hops,
        List<String> passed,
        Optional<Place> place,
        Optional<Instant> made) {

    /**
     * An object that was dropped.
     *
     * @param passed by it before it was: none, unless it is an output of a phase, of this pipeline
     *     or another
     * @param trace that the message telling of it belongs to
     * @param arrived when it was put, if it is known
     */
    static Entrant uploaded(
            PipelineDefinition definition,
            ObjectVersion object,
            String revision,
            List<String> passed,
            Optional<Trace> trace,
            Optional<Instant> arrived) {
        var upload =
                Upload.of(definition.name(), object, revision).joining(trace).arrivedAt(arrived);
        return new Entrant(
                definition.name(),
                object,
                object.key(),
                revision,
                upload,
                passed.size(),
                passed,
                Optional.of(Place.ofUpload(passed)),
                Optional.empty());
    }

    /**
     * An output of a phase.
     *
     * @param phase that made it
     */
    static Entrant derived(IntakeMessage.Output told, Phase phase) {
        var from = told.from().item();
        var output = told.output();
        var name = output.key().substring(phase.outputPrefix().length());
        var revision = output.versionId().orElse(output.etag());
        return new Entrant(
                from.pipeline(),
                output,
                name,
                revision,
                from.upload(),
                from.hops() + 1,
                Lineage.passedBy(from),
                from.place()
                        .filter(_ -> told.of() > 0)
                        .map(place -> place.output(from.slot(), told.ordinal(), told.of())),
                told.from().ended());
    }

    /** The route of an object that would go in circles; empty for one that may enter the phase. */
    Optional<Route> refusal(Phase phase) {
        return Loops.refusal(object, pipeline + "/" + phase.name(), passed, hops);
    }

    /** What every log line about it says before there is a work item. */
    LogContext scope() {
        return LogContext.current()
                .with(LogField.PIPELINE, pipeline)
                .with(LogField.UPLOAD, upload.id())
                .with(LogField.INPUT, object.location().toString())
                .with(LogField.TRACE_ID, upload.trace().id());
    }

    /** The work item of it where no phase takes it. */
    WorkItem intoNone(ContentType type) {
        return into(WorkItem.INTAKE, type, List.of(WorkItem.INTAKE));
    }

    /**
     * The work item of it and a phase.
     *
     * @param takers all phases that take it, this one included
     */
    WorkItem into(String phase, ContentType type, List<String> takers) {
        var id = WorkItem.idOf(pipeline, phase, object, revision);
        var item =
                new WorkItem(id, pipeline, phase, object, type, name, upload, hops, passed)
                        .madeAt(made);
        return place.map(where -> item.at(where.takenBy(takers))).orElse(item);
    }
}
