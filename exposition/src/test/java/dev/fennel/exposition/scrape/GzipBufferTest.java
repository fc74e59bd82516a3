package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.testsupport.RealProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Buffers for lines, which compress by themselves, and for other bodies, which use the JDK's compression. */
class GzipBufferTest {
    private static final String LINES = lines();

    private static String lines() {
        Random random = new Random(1);
        return IntStream.range(0, 10_000)
                .mapToObj(i -> String.format("queue_depth{queue=\"queue-%08d\"} %d\n", i, random.nextInt(100_000)))
                .collect(Collectors.joining());
    }

    private static Stream<GzipBuffer> kinds() {
        return Stream.of(new GzipBuffer(true), new GzipBuffer(false)); // closed by JUnit
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 8_191, 8_192, 8_193, 70_000, 1_000_000})
    void whatIsCompressedComesBack(int length) throws IOException {
        byte[] repetitive =
                Arrays.copyOf("http_requests_total ".repeat(length / 20 + 1).getBytes(), length);
        byte[] random = new byte[length]; // does not get smaller, so the buffer has to grow
        new Random(length).nextBytes(random);

        for (boolean lines : new boolean[] {true, false}) {
            try (GzipBuffer gzip = new GzipBuffer(lines)) {
                assertThat(decompressed(compressed(gzip, repetitive))).isEqualTo(repetitive);
                assertThat(decompressed(compressed(gzip, random))).isEqualTo(random);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void sameBodyGivesSameBytesEachTime(GzipBuffer gzip) {
        byte[] first = compressed(gzip, "a body".getBytes());
        compressed(gzip, "a longer body in between".getBytes());

        assertThat(compressed(gzip, "a body".getBytes())).isEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void onlyTheBeginningOfTheArrayIsTheBody(GzipBuffer gzip) throws IOException {
        gzip.compress(ByteBuffer.wrap("a body, and what an array has behind it".getBytes(), 0, "a body".length()));

        assertThat(decompressed(Arrays.copyOf(gzip.array(), gzip.size())))
                .asString()
                .isEqualTo("a body");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void onlyWhatIsAfterThePositionIsTheBody(GzipBuffer gzip) throws IOException {
        ByteBuffer body = ByteBuffer.wrap("in front, head and body".getBytes())
                .position("in front, ".length())
                .slice()
                .position("head and ".length());
        gzip.compress(body);

        assertThat(decompressed(Arrays.copyOf(gzip.array(), gzip.size())))
                .asString()
                .isEqualTo("body");
        assertThat(body.position()).isEqualTo(body.limit());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void repetitiveBodyBecomesSmall(GzipBuffer gzip) {
        assertThat(compressed(gzip, LINES.getBytes())).hasSizeLessThan(LINES.length() / 5);
    }

    @Test
    void linesBecomeSmallerThanWithTheJdk() {
        try (GzipBuffer ours = new GzipBuffer(true);
                GzipBuffer jdk = new GzipBuffer(false)) {
            assertThat(compressed(ours, LINES.getBytes()).length).isLessThan(compressed(jdk, LINES.getBytes()).length);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anyGunzipReadsIt(GzipBuffer gzip, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("body.gz");
        Files.write(file, compressed(gzip, LINES.getBytes()));
        Process program = new ProcessBuilder(RealProgram.find("gzip").toString(), "-d", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }

        assertThat(folder.resolve("log")).isEmptyFile();
        assertThat(folder.resolve("body")).hasContent(LINES);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void memoryOfTheCompressionCounts(GzipBuffer gzip) {
        assertThat(gzip.memory()).isBetween(64_000L + gzip.array().length, 300_000L + gzip.array().length);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void closedBufferCompressesNothing(GzipBuffer gzip) {
        gzip.close();

        assertThatThrownBy(() -> gzip.compress(ByteBuffer.allocate(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot compress into a buffer that is closed");
    }

    private static byte[] compressed(GzipBuffer gzip, byte[] body) {
        gzip.compress(ByteBuffer.wrap(body));
        return Arrays.copyOf(gzip.array(), gzip.size());
    }

    private static byte[] decompressed(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }
}
