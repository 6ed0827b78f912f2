package io.spillway.stages;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.Input;
import io.spillway.pipeline.stage.InputSet;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Optional;

/** The members of one set on their way into one output, each read once. */
final class Joining {

    private final Work work;
    private final InputSet set;
    private final TableSettings.Delimiter delimiter;
    private final boolean header;
    private final byte[] buffer = new byte[Buffers.SIZE];
    private Optional<HeaderRow> first = Optional.empty();
    private byte last = '\n';
    private boolean atStart;
    private long done;

    Joining(Work work, InputSet set, TableSettings.Delimiter delimiter, boolean header) {
        this.work = work;
        this.set = set;
        this.delimiter = delimiter;
        this.header = header;
    }

    void run() throws StageFailure, IOException, InterruptedException {
        try (var members = set.members()) {
            var iterator = members.iterator();
            if (iterator.hasNext()) {
                join(iterator.next(), iterator);
            }
        }
    }

    private void join(Input leader, Iterator<InputSet.Member> others)
            throws StageFailure, IOException, InterruptedException {
        var name = "." + leader.type().word();
        try (var out = work.outputs().besideInput(name, MediaTypes.ofName(name))) {
            append(leader, leader.type(), out);
            while (others.hasNext()) {
                append(others.next(), leader.type(), out);
            }
        }
    }

    private void append(Input member, ContentType type, OutputStream out)
            throws StageFailure, IOException, InterruptedException {
        try {
            if (member.type() != type) {
                throw new Damaged(
                        "it is of type %s and the first member is of type %s. Match one type in this phase."
                                .formatted(member.type().word(), type.word()));
            }
            var text = DelimitedText.of(member, delimiter, header, "joined");
            try (var in = member.open()) {
                append(in, text, out);
            }
        } catch (Damaged e) {
            throw Refusal.of("join", member, e.getMessage(), e);
        }
    }

    private void append(InputStream in, DelimitedText text, OutputStream out)
            throws IOException, InterruptedException {
        atStart = true;
        var start = HeaderRow.start(in, text);
        var own = start.header();
        if (first.isEmpty()) {
            write(own.bytes(), 0, own.bytes().length, out);
            write(start.rest(), 0, start.rest().length, out);
            first = atStart ? Optional.empty() : Optional.of(own);
        } else {
            demandSameHeader(own);
            write(start.rest(), 0, start.rest().length, out);
        }
        tell(own.bytes().length + start.rest().length);
        for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            write(buffer, 0, count, out);
            tell(count);
        }
    }

    private void demandSameHeader(HeaderRow own) throws Damaged {
        if (!own.isBlank() && !own.isLike(first.get())) {
            throw new Damaged(
                    "its first row is another than that of the first member. Mend it, or set header to false.");
        }
    }

    /** Writes bytes of a member; before its first ones, a line end if there is none. */
    private void write(byte[] bytes, int from, int to, OutputStream out) throws IOException {
        if (from >= to) {
            return;
        }
        if (atStart && last != '\n' && last != '\r') {
            out.write('\n');
        }
        atStart = false;
        out.write(bytes, from, to - from);
        last = bytes[to - 1];
    }

    private void tell(int bytes) throws InterruptedException {
        work.checkStop();
        done += bytes;
        work.progress().at(done, set.bytes());
    }
}
