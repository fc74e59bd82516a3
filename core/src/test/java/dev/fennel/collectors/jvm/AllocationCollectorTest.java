package dev.fennel.collectors.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.OtherJvm;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationCollectorTest {
    private static final String TOTAL = "jvm_memory_allocated_bytes_total";
    private static final int MEGABYTE = 1 << 20;
    private static final int MEGABYTES = 400;

    private static volatile byte[] garbage = {};

    /** Runs in another JVM: prints how many megabytes a thread that has ended counted for, or that none are counted. */
    public static void main(String[] args) throws InterruptedException {
        AllocationCollector collector = new AllocationCollector();
        double before = Collected.from(collector).value(TOTAL);
        Thread thread = new Thread(() -> {
            for (int i = 0; i < MEGABYTES; i++) {
                garbage = new byte[MEGABYTE];
            }
        });
        thread.start();
        thread.join();
        System.out.println((Collected.from(collector).value(TOTAL) - before) / MEGABYTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC", "-XX:+UseZGC"})
    @Timeout(60)
    void theTotalIsExactWithEveryGarbageCollectorWhereTheJdkCounts(String gc) {
        double counted = Double.parseDouble(OtherJvm.run(AllocationCollectorTest.class, gc, "-Xmx64m")
                .lines()
                .reduce((first, last) -> last)
                .orElseThrow());

        if (Runtime.version().feature() >= 21) {
            assertThat(counted).isBetween((double) MEGABYTES, MEGABYTES * 1.05);
        } else {
            assertThat(counted).isNaN();
        }
    }

    @Test
    void anUnknownTotalIsLeftOut() {
        assertThat(Collected.from(new AllocationCollector(List.of(), null)).values())
                .isEmpty();
        assertThat(Collected.from(new AllocationCollector(List.of(), () -> -1)).values())
                .isEmpty();
        assertThat(Collected.from(new AllocationCollector(List.of(), () -> 7)).values())
                .containsOnly(entry(TOTAL, 7.0));
    }

    @Test
    void thePoolsAreALowerBoundAndSaySo() {
        assertThat(Collected.from(new AllocationCollector(ManagementFactory.getGarbageCollectorMXBeans(), null))
                        .described())
                .filteredOn(desc -> desc.name().equals("jvm_memory_pool_allocated_bytes_total"))
                .singleElement()
                .satisfies(desc -> assertThat(desc.help()).contains("at least"));
    }
}
