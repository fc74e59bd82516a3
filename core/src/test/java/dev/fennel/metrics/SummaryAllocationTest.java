package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SummaryAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final AtomicLong clock = new AtomicLong();
    private final double[] values = new Random(1).doubles(10_000).toArray();
    private double seen;

    @Test
    void observingAndWritingAllocateNothing() {
        assertThat(leastAllocated(
                        Summary.builder("s", "Help.").objective(.5, .05).objective(.99, .001)))
                .isZero();
    }

    @Test
    void observingAndWritingAllocateNothingWithoutObjectives() {
        assertThat(leastAllocated(Summary.builder("s", "Help."))).isZero();
    }

    /** What one of several equal rounds allocates, each through all age buckets, when it is warm. */
    private long leastAllocated(SummaryBuilder<Summary> builder) {
        Summary summary = builder.clock(clock::get).build();
        SummaryVisitor visitor = value -> seen += value.count();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int minute = 0; minute < 15; minute++) {
                observeAndWrite(summary, visitor);
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(seen).isPositive();
        return least;
    }

    private void observeAndWrite(Summary summary, SummaryVisitor visitor) {
        for (double value : values) {
            summary.observe(value);
        }
        summary.write(visitor);
        clock.addAndGet(MINUTE_NANOS);
    }
}
