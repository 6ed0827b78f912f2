package io.spillway.pipeline.attempt;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.InputSet;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.MemberSet;
import io.spillway.pipeline.work.SetMember;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.stream.Stream;

/** The members of a set, read from its manifest as they are asked for. */
final class PinnedSet implements InputSet {

    private final ObjectStore store;
    private final MemberSet taken;
    private final PinnedInput manifest;

    /**
     * @param manifest counts what is read of the members as well
     */
    PinnedSet(ObjectStore store, MemberSet taken, PinnedInput manifest) {
        this.store = store;
        this.taken = taken;
        this.manifest = manifest;
    }

    @Override
    public long count() {
        return taken.count();
    }

    @Override
    public long bytes() {
        return taken.bytes();
    }

    @Override
    public Stream<Member> members() {
        return Json.items(manifest.open(), SetMember.LIST)
                .map(json -> new PinnedMember(SetMember.fromJson(json)));
    }

    private final class PinnedMember implements Member {
        private final SetMember member;

        PinnedMember(SetMember member) {
            this.member = member;
        }

        @Override
        public String path() {
            return member.path();
        }

        @Override
        public String item() {
            return member.item();
        }

        @Override
        public ObjectVersion object() {
            return member.object();
        }

        @Override
        public ContentType type() {
            return member.type();
        }

        @Override
        public InputStream open() {
            return open(0);
        }

        @Override
        public InputStream open(long offset) {
            return manifest.open(member.object(), offset);
        }

        @Override
        public SeekableByteChannel openChannel() {
            return new ObjectChannel(store, member.object(), manifest);
        }
    }
}
