package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
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
        byte[] repetitive =
                Arrays.copyOf("http_requests_total ".repeat(length / 20 + 1).getBytes(), length);
        byte[] random = new byte[length]; // does not get smaller, so the buffer has to grow
        new Random(length).nextBytes(random);

        assertThat(decompressed(compressed(repetitive))).isEqualTo(repetitive);
        assertThat(decompressed(compressed(random))).isEqualTo(random);
    }

    @Test
    void sameBodyGivesSameBytesEachTime() throws IOException {
        byte[] first = compressed("a body".getBytes());
        compressed("a longer body in between".getBytes());

        assertThat(compressed("a body".getBytes())).isEqualTo(first);
    }

    @Test
    void onlyTheBeginningOfTheArrayIsTheBody() throws IOException {
        gzip.compress(ByteBuffer.wrap("a body, and what an array has behind it".getBytes(), 0, "a body".length()));

        assertThat(decompressed(Arrays.copyOf(gzip.array(), gzip.size())))
                .asString()
                .isEqualTo("a body");
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
    void onlyWhatIsAfterThePositionIsTheBody() throws IOException {
        ByteBuffer body = ByteBuffer.wrap("head and body".getBytes()).position("head and ".length());
        gzip.compress(body);

        assertThat(decompressed(Arrays.copyOf(gzip.array(), gzip.size())))
                .asString()
                .isEqualTo("body");
        assertThat(body.position()).isEqualTo(body.limit());
    }

    @Test
    void growsToTheLargestArrayAndNoFurther() {
        int max = Integer.MAX_VALUE - 8;

        assertThat(GzipBuffer.grown(8192, 8190, 8)).isEqualTo(16_384);
        assertThat(GzipBuffer.grown(1 << 30, 1 << 30, 1)).isEqualTo(max);
        assertThatThrownBy(() -> GzipBuffer.grown(max, max, 1))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("expected a compressed body of at most 2147483639 bytes, got at least 2147483640");
    }

    @Test
    void closedBufferHasNoDeflater() {
        gzip.close();

        assertThatThrownBy(() -> gzip.compress(ByteBuffer.allocate(1))).hasMessageContaining("closed");
    }

    private byte[] compressed(byte[] body) {
        gzip.compress(ByteBuffer.wrap(body));
        return Arrays.copyOf(gzip.array(), gzip.size());
    }

    private static byte[] decompressed(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }
}
