package io.spillway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a bucket holds, in order, page by page. */
abstract class S3ListingContract extends S3Contract {

    private ListObjectsV2Response list(Consumer<ListObjectsV2Request.Builder> how) {
        return s3().listObjectsV2(list -> how.accept(list.bucket(bucket)));
    }

    private static List<String> keys(ListObjectsV2Response page) {
        return page.contents().stream().map(S3Object::key).toList();
    }

    private static List<String> prefixes(ListObjectsV2Response page) {
        return page.commonPrefixes().stream().map(CommonPrefix::prefix).toList();
    }

    private void putAll(String... keys) {
        Arrays.stream(keys).forEach(key -> put(key, "x"));
    }

    @Test
    void isEmptyAtFirst() {
        var page = list(_ -> {});

        assertThat(page.contents()).isEmpty();
        assertThat(page.keyCount()).isZero();
        assertThat(page.isTruncated()).isFalse();
    }

    @Test
    void ordersKeysByTheirBytes() {
        var keys = List.of("a", "B", "a/b", "a!", "~", "é", "\uFF5E", "😀", "a b", "Z", "0");
        keys.forEach(key -> put(key, "x"));

        assertThat(keys(list(_ -> {})))
                .isEqualTo(
                        keys.stream()
                                .sorted(
                                        (one, other) ->
                                                Arrays.compareUnsigned(
                                                        one.getBytes(StandardCharsets.UTF_8),
                                                        other.getBytes(StandardCharsets.UTF_8)))
                                .toList());
    }

    @Test
    void describesEachObject() {
        var etag = put("key", "12345").eTag();

        assertThat(list(_ -> {}).contents())
                .singleElement()
                .satisfies(
                        object -> {
                            assertThat(object.size()).isEqualTo(5);
                            assertThat(object.eTag()).isEqualTo(etag);
                            assertThat(object.storageClassAsString()).isEqualTo("STANDARD");
                            assertThat(object.lastModified()).isNotNull();
                        });
    }

    @Test
    void listsOnlyWhatStartsWithThePrefix() {
        putAll("a", "b/1", "b/2", "b", "c");

        assertThat(keys(list(how -> how.prefix("b")))).containsExactly("b", "b/1", "b/2");
        assertThat(keys(list(how -> how.prefix("b/")))).containsExactly("b/1", "b/2");
        assertThat(keys(list(how -> how.prefix("d")))).isEmpty();
    }

    @Test
    void rollsUpAtTheDelimiter() {
        putAll("a", "b/1", "b/2", "b/c/3", "d//e", "f");

        var top = list(how -> how.delimiter("/"));
        var below = list(how -> how.delimiter("/").prefix("b/"));

        assertThat(keys(top)).containsExactly("a", "f");
        assertThat(prefixes(top)).containsExactly("b/", "d/");
        assertThat(keys(below)).containsExactly("b/1", "b/2");
        assertThat(prefixes(below)).containsExactly("b/c/");
    }

    @Test
    void takesADelimiterOfSeveralCharacters() {
        putAll("a--b--c", "a-b", "a--d");

        var page = list(how -> how.delimiter("--"));

        assertThat(keys(page)).containsExactly("a-b");
        assertThat(prefixes(page)).containsExactly("a--");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void pagesWithoutLossOrRepetition(int pageSize) {
        var keys = IntStream.range(0, 9).mapToObj(i -> "key " + i).toList();
        keys.forEach(key -> put(key, "x"));

        var paged =
                s3().listObjectsV2Paginator(l -> l.bucket(bucket).maxKeys(pageSize)).stream()
                        .peek(page -> assertThat(page.keyCount()).isLessThanOrEqualTo(pageSize))
                        .flatMap(page -> keys(page).stream())
                        .toList();

        assertThat(paged).isEqualTo(keys);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void pagesThroughCommonPrefixes(int pageSize) {
        putAll("a", "b/1", "b/2", "c/1", "d", "e/1");

        var paged =
                s3()
                        .listObjectsV2Paginator(
                                l -> l.bucket(bucket).maxKeys(pageSize).delimiter("/"))
                        .stream()
                        .flatMap(
                                page -> Stream.concat(keys(page).stream(), prefixes(page).stream()))
                        .sorted()
                        .toList();

        assertThat(paged).containsExactly("a", "b/", "c/", "d", "e/");
    }

    @Test
    void startsAfterAKey() {
        putAll("a", "b", "c");

        assertThat(keys(list(how -> how.startAfter("a")))).containsExactly("b", "c");
        assertThat(keys(list(how -> how.startAfter("bb")))).containsExactly("c");
        assertThat(keys(list(how -> how.startAfter("c")))).isEmpty();
    }

    @Test
    void carriesOnThoughKeysComeAndGo() {
        putAll("a", "b", "c", "d");
        var first = list(how -> how.maxKeys(2));
        s3().deleteObject(delete -> delete.bucket(bucket).key("b"));
        putAll("bb");

        var second = list(how -> how.continuationToken(first.nextContinuationToken()));

        assertThat(keys(first)).containsExactly("a", "b");
        assertThat(keys(second)).containsExactly("bb", "c", "d");
    }

    @Test
    void listsNothingWhereNothingWasAskedFor() {
        putAll("a");

        var page = list(how -> how.maxKeys(0));

        assertThat(page.contents()).isEmpty();
        assertThat(page.isTruncated()).isFalse();
    }

    @Test
    void refusesATokenItDidntGive() {
        assertRefused(400, "InvalidArgument", () -> list(how -> how.continuationToken("made up!")));
    }

    @Test
    void encodesKeysWhereAsked() {
        putAll("a b+\u0001/ü");

        assertThat(keys(list(how -> how.encodingType("url")))).containsExactly("a b+\u0001/ü");
    }

    @Test
    void knowsNoBucketThatWasNeverMade() {
        assertRefused(
                404, "NoSuchBucket", () -> s3().listObjectsV2(list -> list.bucket("never-made")));
    }
}
