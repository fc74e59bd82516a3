package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipBufferTest {
    private final GzipBuffer gzip = new GzipBuffer();

    @AfterEach
    void close() {
        gzip.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 8_191, 8_192, 8_193, 70_000, 1_000_000})
    void whatIsCompressedComesBack(int length) throws IOException {
        byte[] repetitive = Arrays.copyOf("http_requests_total ".repeat(length / 20 + 1).getBytes(), length);
        byte[] random = new byte[length]; // does not get smaller, so the buffer has to grow
        new Random(length).nextBytes(random);

        assertThat(decompressed(compressed(repetitive))).isEqualTo(repetitive);
        assertThat(decompressed(compressed(random))).isEqualTo(random);
    }

    @Test
    void manyWritesMakeOneBody() throws IOException {
        gzip.reset();
        gzip.write('a');
        gzip.write("xbcx".getBytes(), 1, 2);
        gzip.write(new byte[0]);
        gzip.write("def".getBytes());
        gzip.finish();

        assertThat(decompressed(finished())).asString().isEqualTo("abcdef");
    }

    @Test
    void sameBodyGivesSameBytesEachTime() throws IOException {
        byte[] first = compressed("a body".getBytes());
        compressed("a longer body in between".getBytes());

        assertThat(compressed("a body".getBytes())).isEqualTo(first);
    }

    @Test
    void repetitiveBodyBecomesSmall() {
        String lines = IntStream.range(0, 10_000)
                .mapToObj(i -> String.format("queue_depth{queue=\"queue-%08d\"} %d\n", i, i))
                .collect(Collectors.joining());
        byte[] body = lines.getBytes();

        assertThat(compressed(body)).hasSizeLessThan(body.length / 5);
    }

    @Test
    void unfinishedBodyIsForgottenByReset() throws IOException {
        gzip.reset();
        gzip.write("abandoned".getBytes());

        assertThat(decompressed(compressed("kept".getBytes()))).asString().isEqualTo("kept");
    }

    @Test
    void closedBufferHasNoDeflater() {
        gzip.close();

        assertThatThrownBy(gzip::reset).hasMessageContaining("closed");
    }

    private byte[] compressed(byte[] body) {
        gzip.reset();
        gzip.write(body, 0, body.length);
        gzip.finish();
        return finished();
    }

    private byte[] finished() {
        return Arrays.copyOf(gzip.array(), gzip.size());
    }

    private static byte[] decompressed(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }
}
