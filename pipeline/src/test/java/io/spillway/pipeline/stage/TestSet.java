package io.spillway.pipeline.stage;

import java.util.Map;
import java.util.stream.Stream;

/** A set that lives in the test; its members are read, and fail, as one input is. */
final class TestSet implements InputSet {

    private final ContentType type;
    private final Map<String, TestContent> members;
    private final TestInput.Reads reads = new TestInput.Reads();

    TestSet(ContentType type, Map<String, TestContent> members) {
        this.type = type;
        this.members = members;
    }

    TestInput.Reads reads() {
        return reads;
    }

    @Override
    public long count() {
        return members.size();
    }

    @Override
    public long bytes() {
        return members.values().stream().mapToLong(TestContent::size).sum();
    }

    @Override
    public Stream<Member> members() {
        return members.entrySet().stream()
                .map(member -> new TestMember(member.getKey(), member.getValue()));
    }

    private final class TestMember extends TestInput implements Member {

        private final String path;

        TestMember(String path, TestContent content) {
            super(path, type, content, reads);
            this.path = path;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public String item() {
            return "item of " + path;
        }
    }
}
