package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Families;
import dev.fennel.exposition.Format;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The memory of all buffers together. */
@Timeout(60)
class BufferPoolMemoryTest {
    private static final int BODY = 2 << 20;
    /** For two such bodies. Buffers count more than the body, since they have grown and keep labels. */
    private static final long LIMIT = 7L * BODY;

    private final BufferPool pool = new BufferPool(LIMIT, Duration.ZERO);

    @Test
    void buffersBeyondTheLimitAreRefused() {
        Buffers one = filled(Format.TEXT);
        Buffers two = filled(Format.TEXT);

        assertThat(pool.take(use(Format.TEXT), Long.MAX_VALUE)).isNull();

        pool.giveBack(one);
        assertThat(pool.take(use(Format.TEXT), Long.MAX_VALUE)).isSameAs(one);
        assertThat(two.encoder().size()).isGreaterThan(BODY);
    }

    @Test
    void memoryIsCountedUntilItIsGivenBack() {
        List<Buffers> taken = new ArrayList<>();
        for (Buffers more = pool.take(use(Format.TEXT), Long.MAX_VALUE);
                more != null;
                more = pool.take(use(Format.TEXT), Long.MAX_VALUE)) {
            fill(more);
            pool.measure(more);
            taken.add(more);
        }
        assertThat(taken).hasSizeBetween(2, 4);
        assertThat(pool.bytes())
                .isEqualTo(taken.stream().mapToLong(Buffers::bytes).sum());

        taken.forEach(pool::discard);
        assertThat(pool.bytes()).isZero();
    }

    @Test
    void bodyLargerThanTheLimitIsMadeAlone() {
        BufferPool small = new BufferPool(BODY / 2, Duration.ZERO);
        Buffers large = small.take(use(Format.TEXT), Long.MAX_VALUE);
        fill(large);
        small.measure(large);

        assertThat(small.take(use(Format.OPENMETRICS), Long.MAX_VALUE)).isNull();
        small.giveBack(large);
        assertThat(small.bytes()).as("not kept").isZero();
        assertThat(small.take(use(Format.OPENMETRICS), Long.MAX_VALUE)).isNotNull();
    }

    @Test
    void idleBuffersMakeRoomForOthers() {
        Buffers text = filled(Format.TEXT);
        Buffers protobuf = filled(Format.PROTOBUF);
        pool.giveBack(text);
        pool.giveBack(protobuf);

        assertThat(pool.take(use(Format.OPENMETRICS), Long.MAX_VALUE)).isNotNull();
        assertThat(pool.take(use(Format.PROTOBUF), Long.MAX_VALUE)).isSameAs(protobuf);
        assertThat(pool.bytes()).isLessThanOrEqualTo(LIMIT);
    }

    /** Otherwise a burst would be let in for which there is no room. */
    @Test
    void newBuffersCountWhatTheLargestNeededLately() {
        pool.measure(pool.take(use(Format.TEXT), Long.MAX_VALUE));
        Buffers large = filled(Format.TEXT);
        long before = pool.bytes();
        Buffers next = pool.take(use(Format.TEXT), Long.MAX_VALUE);
        assertThat(pool.bytes() - before).isEqualTo(large.bytes());

        pool.measure(next); // which is empty
        long between = pool.bytes();
        assertThat(pool.take(use(Format.TEXT), Long.MAX_VALUE)).isNotNull();
        assertThat(pool.bytes() - between).isEqualTo(large.bytes() - large.bytes() / BufferPool.CAPACITY);
    }

    @Test
    void discardedBuffersAreNotUsedAgain() {
        Buffers buffers = filled(Format.TEXT);
        pool.discard(buffers);

        assertThat(pool.take(use(Format.TEXT), Long.MAX_VALUE)).isNotSameAs(buffers);
    }

    @Test
    void whoWaitsGetsWhatIsGivenBack() throws Exception {
        BufferPool patient = new BufferPool(1, Duration.ofHours(1));
        Buffers taken = patient.take(use(Format.TEXT), Long.MAX_VALUE);
        patient.measure(taken);
        CompletableFuture<Buffers> waiter =
                CompletableFuture.supplyAsync(() -> patient.take(use(Format.OPENMETRICS), Long.MAX_VALUE));
        while (patient.waiting() == 0 && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        patient.giveBack(taken);

        assertThat(waiter.get()).isNotNull();
        assertThat(patient.waiting()).isZero();
    }

    @Test
    void whoWaitsGetsBuffersThatAreKept() throws Exception {
        BufferPool patient = new BufferPool(LIMIT, Duration.ofHours(1));
        Buffers one = filled(patient, Format.TEXT);
        Buffers two = filled(patient, Format.TEXT);
        AtomicReference<Buffers> got = new AtomicReference<>();
        Thread waiter = new Thread(() -> got.set(patient.take(use(Format.TEXT), Long.MAX_VALUE)));
        waiter.start();
        while (waiter.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        patient.giveBack(one);
        waiter.join();

        assertThat(got).hasValue(one);
        patient.giveBack(two);
    }

    /** Bodies in several formats come in turn, and some are much smaller. */
    @Test
    void afterASmallBodyNearlyAsMuchIsExpectedAsBefore() {
        Buffers large = filled(Format.TEXT);
        long expected = large.bytes();
        pool.discard(large);
        Buffers small = pool.take(use(Format.OPENMETRICS), 0);
        pool.measure(small);
        pool.discard(small);
        assertThat(pool.bytes()).isZero();

        assertThat(pool.take(use(Format.TEXT), 0)).isNotNull();
        assertThat(pool.bytes()).isEqualTo(expected - expected / BufferPool.CAPACITY);
    }

    @Test
    void whatNobodyCanGiveBackAnyMoreCountsNoLonger() {
        BufferPool small = new BufferPool(1, Duration.ZERO);
        small.measure(small.take(use(Format.TEXT), 0));
        Buffers next = null;
        while (next == null && !Thread.currentThread().isInterrupted()) {
            System.gc();
            next = small.take(use(Format.OPENMETRICS), 0);
        }
        assertThat(small.bytes()).isLessThanOrEqualTo(next.bytes());
        assertThat(small.take(use(Format.TEXT), 0)).as("while they are out").isNull();
        small.giveBack(next);
        assertThat(small.bytes()).isZero();
    }

    @Test
    void requestWithoutTimeDoesNotWait() {
        BufferPool patient = new BufferPool(1, Duration.ofHours(1));
        Buffers taken = patient.take(use(Format.TEXT), Long.MAX_VALUE);
        patient.measure(taken);

        assertThat(patient.take(use(Format.OPENMETRICS), 0)).isNull();
        patient.giveBack(taken);
    }

    @Test
    void interruptEndsTheWaiting() {
        BufferPool patient = new BufferPool(1, Duration.ofHours(1));
        patient.measure(patient.take(use(Format.TEXT), Long.MAX_VALUE));
        Thread.currentThread().interrupt();

        assertThat(patient.take(use(Format.TEXT), Long.MAX_VALUE)).isNull();
        assertThat(Thread.interrupted()).isTrue();
    }

    private Buffers filled(Format format) {
        return filled(pool, format);
    }

    private static Buffers filled(BufferPool pool, Format format) {
        Buffers buffers = pool.take(use(format), Long.MAX_VALUE);
        fill(buffers);
        pool.measure(buffers);
        return buffers;
    }

    private static void fill(Buffers buffers) {
        Desc described = Desc.gauge("long", "x".repeat(BODY));
        buffers.encoder().reset();
        buffers.encoder().encodeAll(Families.of(ConstMetric.of(described, 1)));
    }

    private static Buffers.Use use(Format format) {
        return new Buffers.Use(format, false, false);
    }
}
