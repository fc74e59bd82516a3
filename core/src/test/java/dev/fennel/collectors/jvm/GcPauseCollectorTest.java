package dev.fennel.collectors.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.fennel.model.Metric;
import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.Threads;
import dev.fennel.testsupport.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcPauseCollectorTest {
    private final FakeGc gc = new FakeGc();
    private final GcPauseCollector collector = new GcPauseCollector(List.of(gc));

    private static CollectionObserver.GcRun run(String gc, String action, String cause, long millis) {
        return new CollectionObserver.GcRun(gc, action, cause, 1000, Map.of(), 1000 + millis, Map.of());
    }

    @Test
    void pausesAreCountedByCollectorActionAndCause() {
        collector.accept(run("young", "end of minor GC", "full", 4));
        collector.accept(run("young", "end of minor GC", "full", 8));
        collector.accept(run("old", "end of major GC", "asked", 250));

        assertThat(Collected.from(collector).values())
                .containsOnly(
                        entry(
                                "jvm_gc_pause_seconds_count{action=\"end of minor GC\",cause=\"full\",gc=\"young\"}",
                                2.0),
                        entry(
                                "jvm_gc_pause_seconds_sum{action=\"end of minor GC\",cause=\"full\",gc=\"young\"}",
                                0.012),
                        entry("jvm_gc_pause_seconds_count{action=\"end of major GC\",cause=\"asked\",gc=\"old\"}", 1.0),
                        entry("jvm_gc_pause_seconds_sum{action=\"end of major GC\",cause=\"asked\",gc=\"old\"}", 0.25));
    }

    @Test
    void bucketsReachFromOneMillisecondToTenSeconds() {
        collector.accept(run("young", "end of minor GC", "full", 1));
        collector.accept(run("young", "end of minor GC", "full", 300));
        List<Metric> metrics = new ArrayList<>();
        collector.collect(metrics::add);

        Written written = Written.by(metrics.get(0));
        assertThat(written.bounds())
                .containsExactly(.001, .005, .01, .05, .1, .5, 1.0, 5.0, 10.0, Double.POSITIVE_INFINITY);
        assertThat(written.counts()).containsExactly(1L, 1L, 1L, 1L, 1L, 2L, 2L, 2L, 2L, 2L);
    }

    @ParameterizedTest
    @CsvSource({
        "Copy, end of minor GC, true",
        "PS MarkSweep, end of major GC, true",
        "G1 Young Generation, end of minor GC, true",
        "G1 Concurrent GC, end of concurrent GC pause, true",
        "ZGC Pauses, end of GC pause, true",
        "ZGC Cycles, end of GC cycle, false",
        "ZGC Minor Cycles, end of GC cycle, false",
        "Shenandoah Pauses, Final Mark, true",
        "Shenandoah Cycles, end of GC cycle, false",
        "GPGC New, end of minor GC, false",
        "GPGC New Pauses, end of minor GC, true",
    })
    void workBesideTheProgramIsNoPause(String name, String action, boolean pause) {
        collector.accept(run(name, action, "any", 1));

        assertThat(Collected.from(collector).values().isEmpty()).isEqualTo(!pause);
    }

    @Test
    void whatIsCollectedIsDescribedBeforeTheFirstPause() {
        GcPauseCollector fresh = new GcPauseCollector(List.of(gc));
        assertThat(Collected.from(fresh).handedOut()).isEmpty();
        fresh.accept(run("young", "end of minor GC", "full", 1));

        Collected collected = Collected.from(fresh);
        assertThat(collected.handedOut()).isEqualTo(collected.described());
    }

    @Test
    void collectorListens() {
        assertThat(gc.listeners()).hasSize(1);
        gc.notify(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION, "no composite data");
        assertThat(Collected.from(collector).values()).isEmpty();
    }

    @Test
    void manyThreadsLoseNoPause() throws Exception {
        Threads.run(8, thread -> {
            for (int i = 0; i < 1000; i++) {
                collector.accept(run("young", "end of minor GC", "full", 1));
            }
        });

        assertThat(Collected.from(collector).sum("jvm_gc_pause_seconds_count")).isEqualTo(8000);
    }
}
