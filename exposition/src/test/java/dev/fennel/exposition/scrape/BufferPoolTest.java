package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BufferPoolTest {
    private final BufferPool pool = new BufferPool(1L << 40, Duration.ZERO);

    @Test
    void buffersAreUsedAgain() {
        Buffers first = take(Format.TEXT);
        pool.giveBack(first);

        assertThat(take(Format.TEXT)).isSameAs(first);
        assertThat(take(Format.TEXT)).isNotSameAs(first);
    }

    @Test
    void whatTheFullPoolCannotKeepIsClosed() {
        List<Buffers> taken = new ArrayList<>();
        for (int i = 0; i <= BufferPool.CAPACITY_PER_USE; i++) {
            taken.add(takeCompressed());
        }
        taken.forEach(pool::giveBack);

        for (Buffers kept : taken.subList(0, BufferPool.CAPACITY_PER_USE)) {
            assertThatCode(kept::compressed).doesNotThrowAnyException();
        }
        assertClosed(taken.get(BufferPool.CAPACITY_PER_USE));
    }

    @Test
    void buffersAreUsedForTheirFormatOnly() {
        Buffers text = take(Format.TEXT);
        Buffers dots = take(Format.TEXT.withEscaping(EscapingScheme.DOTS));
        pool.giveBack(text);
        pool.giveBack(dots);

        assertThat(take(Format.OPENMETRICS)).isNotIn(text, dots);
        assertThat(take(Format.TEXT.withEscaping(EscapingScheme.DOTS))).isSameAs(dots);
        assertThat(take(Format.TEXT)).isSameAs(text);
    }

    @Test
    void requestsForSomeFamiliesHaveBuffersOfTheirOwn() {
        Buffers all = take(Format.TEXT);
        Buffers some = pool.take(new Buffers.Use(Format.TEXT, true, false), Long.MAX_VALUE);
        pool.giveBack(some);
        pool.giveBack(all);

        assertThat(pool.take(new Buffers.Use(Format.TEXT, true, false), Long.MAX_VALUE))
                .isSameAs(some);
        assertThat(take(Format.TEXT)).isSameAs(all);
    }

    @Test
    void clientThatAsksForAllFormatsMakesThePoolKeepNoMore() {
        List<Buffers> taken = new ArrayList<>();
        for (Format format : List.of(Format.TEXT, Format.OPENMETRICS, Format.OPENMETRICS_0_0_1, Format.PROTOBUF)) {
            for (EscapingScheme scheme : EscapingScheme.values()) {
                Buffers buffers = take(format.withEscaping(scheme));
                buffers.compressed();
                pool.giveBack(buffers);
                taken.add(buffers);
            }
        }

        assertThat(taken).doesNotHaveDuplicates().hasSize(16);
        assertThat(taken).filteredOn(buffers -> !isClosed(buffers)).hasSize(BufferPool.CAPACITY);
        assertThat(pool.take(taken.get(15).use(), Long.MAX_VALUE))
                .as("the last one is kept")
                .isSameAs(taken.get(15));
    }

    /** Encodes a body of about a length. */
    private static void encode(Encoder encoder, int length) {
        encoder.reset();
        Desc desc = Desc.gauge("g", "x".repeat(length));
        encoder.encodeAll(List.of(new MetricFamily(desc, List.of(ConstMetric.of(desc, 1)))));
        assertThat(encoder.size()).isBetween(length, length + 50);
    }

    @ParameterizedTest
    @CsvSource({"4000000, 0.001, false", "4000000, 0.249, false", "4000000, 0.251, true", "500000, 0.001, true"})
    void buffersThatAreFarTooLargeByNowAreNotKept(int largest, double lastOfCapacity, boolean kept) {
        Buffers buffers = takeCompressed();
        encode(buffers.encoder(), largest);
        encode(buffers.encoder(), (int)
                (lastOfCapacity * buffers.encoder().body().capacity()));
        pool.giveBack(buffers);

        assertThat(take(Format.TEXT) == buffers).isEqualTo(kept);
        assertThat(isClosed(buffers)).isEqualTo(!kept);
    }

    @Test
    void closingClosesWhatIsIdleAndWhatComesBackLater() {
        Buffers idle = takeCompressed();
        Buffers taken = takeCompressed();
        pool.giveBack(idle);

        pool.close();
        assertClosed(idle);
        assertThatCode(taken::compressed).doesNotThrowAnyException();

        pool.giveBack(taken);
        assertClosed(taken);
        assertThat(take(Format.TEXT)).isNotIn(idle, taken);
    }

    @Test
    void buffersHaveOneOwnerAtATime() throws Exception {
        Buffers first = take(Format.TEXT);
        pool.measure(first);
        pool.giveBack(first);
        Set<Buffers> owned = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                runs.add(threads.submit(() -> takeAndGiveBack(owned)));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Buffers take(Format format) {
        return pool.take(new Buffers.Use(format, false, false), Long.MAX_VALUE);
    }

    private void takeAndGiveBack(Set<Buffers> owned) {
        for (int i = 0; i < 5_000; i++) {
            Buffers buffers = take(Format.TEXT);
            assertThat(owned.add(buffers)).as("nobody else has it").isTrue();
            owned.remove(buffers);
            pool.giveBack(buffers);
        }
    }

    private Buffers takeCompressed() {
        Buffers buffers = take(Format.TEXT);
        buffers.compressed();
        return buffers;
    }

    private static void assertClosed(Buffers buffers) {
        assertThat(isClosed(buffers)).isTrue();
    }

    private static boolean isClosed(Buffers buffers) {
        Throwable thrown = catchThrowable(buffers::compressed);
        return thrown != null && thrown.getMessage().contains("closed");
    }
}
