package io.spillway.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What it does against S3 is in the contract of stores, which needs a service to talk to. */
class S3UploadWriterTest {

    @ParameterizedTest
    @CsvSource({"1, 8", "1000, 8", "1001, 16", "2000, 16", "2001, 24", "10000, 80"})
    void growsItsPartsByTheThousand(int number, int mebibytes) {
        assertThat(S3UploadWriter.partSize(number)).isEqualTo(mebibytes << 20);
    }

    @Test
    void reaches429GibibytesInTheMostPartsThatS3Takes() {
        var bytes = IntStream.rangeClosed(1, 10_000).mapToLong(S3UploadWriter::partSize).sum();

        assertThat(bytes >> 30).isEqualTo(429);
    }
}
