package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.fennel.internal.cells.Claims;
import dev.fennel.internal.cells.OvertakenThread;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricType;
import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.Threads;
import dev.fennel.testsupport.Written;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterTest {
    private final Counter counter = Counter.builder("jobs_total", "Jobs done.").build();

    /** So many in turn that none of them gets cells because of one thread. */
    @Test
    void largeAmountsDoNotOverflow() {
        Counter[] counters = new Counter[64];
        Arrays.setAll(counters, i -> Counter.builder("c_total", "C.").build());
        double large = (1L << 53) - 1;
        int times = 4_096;
        for (int i = 0; i < times; i++) {
            for (Counter counter : counters) {
                counter.add(large);
            }
        }

        assertThat(counters)
                .allSatisfy(counter -> assertThat(counter.value()).isCloseTo(times * large, withinPercentage(1e-9)));
    }

    @Test
    void anIncrementIsCountedEvenIfThereIsNoMemoryOrStackForACell() throws Exception {
        Counter counter = Counter.builder("c_total", "C.").build();
        int much = 10_000;
        Runnable counting = () -> {
            for (int i = 0; i < much; i++) {
                counter.inc();
            }
        };
        OvertakenThread.runFailing(counting, new OutOfMemoryError("planted"));
        OvertakenThread.runFailing(counting, new StackOverflowError());

        assertThat(counter.value()).isEqualTo(2 * much);
    }

    @Test
    void largeWholeIncrementsNeverOverflow() {
        double large = (1L << 53) - 1;
        Counter whole = Counter.builder("c_total", "").build();
        Counter striped = Counter.builder("c_total", "").build();
        striped.add(.5);
        for (int i = 0; i < 3_000; i++) {
            whole.add(large);
            striped.add(large);
        }
        whole.inc();

        assertThat(whole.value()).isCloseTo(3_000 * large, withinPercentage(1e-9));
        assertThat(striped.value()).isCloseTo(3_000 * large, withinPercentage(1e-9));
    }

    /** The count itself, as long as no increment has the thread get a cell. */
    @Test
    void largeWholeIncrementsNeverOverflowWithoutCellsEither() {
        Counter counter = Counter.builder("c_total", "").build();
        double sum = 0;
        long count = 0;
        for (int i = 0; i < 3_000; i++) {
            long amount = (1L << 53) - 1;
            while (Claims.isDue(count + amount)) {
                amount--;
            }
            counter.add(amount);
            sum += amount;
            count += amount;
            assertThat(counter.value()).isCloseTo(sum, withinPercentage(1e-9));
        }
    }

    /** Makes the parts of many counters at once: one that replaced another's would lose what had gone there. */
    @Test
    void threadsThatMakeThePartsOfACounterTogetherLoseNothing() throws Exception {
        int threads = 2;
        Counter[] counters = new Counter[25_000];
        for (int i = 0; i < counters.length; i++) {
            counters[i] = Counter.builder("c_total", "").build();
        }
        AtomicIntegerArray arrived = new AtomicIntegerArray(counters.length);
        Threads.run(threads, thread -> {
            for (int i = 0; i < counters.length; i++) {
                arrived.incrementAndGet(i);
                for (int spins = 1; arrived.get(i) < threads; spins++) {
                    if (spins % 1_000 == 0) {
                        Thread.yield();
                    }
                }
                counters[i].add(.5);
                counters[i].inc();
                counters[i].add(.25);
            }
        });

        assertThat(counters).allMatch(counter -> counter.value() == threads * 1.75);
    }

    @Test
    void countsWholeNumbersAndFractions() {
        counter.inc();
        counter.add(2);
        counter.add(0.25);
        counter.add(0);
        counter.inc();

        assertThat(counter.value()).isEqualTo(4.25);
        assertThat(Written.by(counter).value()).isEqualTo(4.25);
        assertThat(Written.by(counter).type()).isEqualTo(MetricType.COUNTER);
    }

    @Test
    void isExactForWholeNumbersUpTo2To53() {
        double half = 1L << 52;
        counter.add(half);
        counter.add(half - 1);
        counter.inc();

        assertThat(counter.value()).isEqualTo(0x1p53);
    }

    @Test
    void neverOverflowsWithHugeIncrements() {
        for (int i = 0; i < 1_000; i++) {
            counter.add(0x1p62);
        }

        assertThat(counter.value()).isEqualTo(1_000 * 0x1p62);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -0.5, Double.NaN, Double.NEGATIVE_INFINITY})
    void addNegativeThrows(double amount) {
        counter.inc();

        assertThatThrownBy(() -> counter.add(amount))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counter \"jobs_total\": cannot add " + amount + ", counters only go up");
        assertThatThrownBy(() -> counter.addWithExemplar(amount, Labels.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(counter.value()).isEqualTo(1);
        assertThat(Written.by(counter).exemplars()).isEmpty();
    }

    @Test
    void keepsTheLatestExemplar() {
        counter.addWithExemplar(1, Labels.of("trace_id", "a"));
        counter.addWithExemplar(2, Labels.of("trace_id", "b"));
        counter.inc();

        assertThat(counter.value()).isEqualTo(4);
        Exemplar kept = Written.by(counter).exemplars().get(0);
        assertThat(kept.labels()).isEqualTo(Labels.of("trace_id", "b"));
        assertThat(kept.value()).isEqualTo(2);
    }

    @Test
    void anExemplarThatIsTooLongIsLeftOutAndTheAmountCounts() {
        counter.addWithExemplar(1, Labels.of("trace_id", "a"));
        counter.addWithExemplar(2, Labels.of("trace_id", "x".repeat(129)));

        assertThat(counter.value()).isEqualTo(3);
        assertThat(Written.by(counter).exemplars().get(0).value()).isEqualTo(1);
    }

    @Test
    void carriesTheInstantOfItsBirth() {
        long before = System.currentTimeMillis();
        long created = Written.by(Counter.builder("a_total", "").build()).createdMillis();

        assertThat(created).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void isExactUnderContentionAndNeverGoesBack() throws Exception {
        int threads = 8;
        int times = 100_000;
        double[] seen = {0};

        Threads.runBeside(
                () -> {
                    double value = counter.value();
                    assertThat(value).isGreaterThanOrEqualTo(seen[0]);
                    seen[0] = value;
                },
                threads,
                thread -> {
                    for (int i = 0; i < times; i++) {
                        if (thread % 2 == 0) {
                            counter.inc();
                        } else {
                            counter.add(i % 2 == 0 ? 0.5 : 1.5);
                        }
                    }
                });

        assertThat(counter.value()).isEqualTo((double) threads * times);
        assertThat(seen[0]).isEqualTo((double) threads * times);
    }

    @Test
    void incrementingAllocatesNothing() {
        assertThat(Allocation.bytes(100_000, counter::inc)).isLessThan(1_000);
        assertThat(Allocation.bytes(100_000, () -> counter.add(0.5))).isLessThan(1_000);
    }
}
