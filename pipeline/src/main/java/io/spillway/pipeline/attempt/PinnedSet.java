package io.spillway.pipeline.attempt;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.InputSet;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.TransferMemory;
import io.spillway.pipeline.work.MemberSet;
import io.spillway.pipeline.work.SetMember;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The members of a set, read from its manifest as they are asked for. */
final class PinnedSet implements InputSet {

    private final ObjectStore store;
    private final MemberSet taken;
    private final PinnedInput manifest;
    private final TransferMemory memory;

    /**
     * @param manifest counts what is read of the members as well
     * @param memory for fetching members ahead
     */
    PinnedSet(ObjectStore store, MemberSet taken, PinnedInput manifest, TransferMemory memory) {
        this.store = store;
        this.taken = taken;
        this.manifest = manifest;
        this.memory = memory;
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
        var listed = Json.items(manifest.open(), SetMember.LIST).map(SetMember::fromJson);
        var ahead = new MembersAhead(store, listed.iterator(), memory);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(ahead, Spliterator.ORDERED), false)
                .<Member>map(next -> new PinnedMember(ahead, next))
                .onClose(ahead::close)
                .onClose(listed::close);
    }

    private final class PinnedMember implements Member {
        private final MembersAhead ahead;
        private final MembersAhead.Next next;
        private final SetMember member;

        PinnedMember(MembersAhead ahead, MembersAhead.Next next) {
            this.ahead = ahead;
            this.next = next;
            this.member = next.member();
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
        public InputStream open() throws IOException {
            var fetched = ahead.read(next, manifest);
            if (fetched.isEmpty()) {
                return open(0);
            }
            manifest.count(fetched.get().length);
            return new ByteArrayInputStream(fetched.get());
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
