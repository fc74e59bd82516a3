package dev.fennel.collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.collectors.jvm.ClassLoadingCollector;
import dev.fennel.collectors.jvm.CompilationCollector;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.FakeBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JvmCollectorTest {
    /** The families of client_java 1.x: type, name, labels; its info type is a gauge here. */
    private static final String[] CLIENT_JAVA = {
        "gauge jvm_buffer_pool_used_bytes [pool]",
        "gauge jvm_buffer_pool_capacity_bytes [pool]",
        "gauge jvm_buffer_pool_used_buffers [pool]",
        "gauge jvm_classes_currently_loaded []",
        "counter jvm_classes_loaded_total []",
        "counter jvm_classes_unloaded_total []",
        "counter jvm_compilation_time_seconds_total []",
        "summary jvm_gc_collection_seconds [gc]",
        "gauge jvm_memory_objects_pending_finalization []",
        "gauge jvm_memory_used_bytes [area]",
        "gauge jvm_memory_committed_bytes [area]",
        "gauge jvm_memory_max_bytes [area]",
        "gauge jvm_memory_init_bytes [area]",
        "gauge jvm_memory_pool_used_bytes [pool]",
        "gauge jvm_memory_pool_committed_bytes [pool]",
        "gauge jvm_memory_pool_max_bytes [pool]",
        "gauge jvm_memory_pool_init_bytes [pool]",
        "gauge jvm_memory_pool_collection_used_bytes [pool]",
        "gauge jvm_memory_pool_collection_committed_bytes [pool]",
        "gauge jvm_memory_pool_collection_max_bytes [pool]",
        "gauge jvm_memory_pool_collection_init_bytes [pool]",
        "counter jvm_memory_pool_allocated_bytes_total [pool]",
        "gauge jvm_native_memory_reserved_bytes [pool]",
        "gauge jvm_native_memory_committed_bytes [pool]",
        "info jvm_runtime_info [version, vendor, runtime]",
        "gauge jvm_threads_current []",
        "gauge jvm_threads_daemon []",
        "gauge jvm_threads_peak []",
        "counter jvm_threads_started_total []",
        "gauge jvm_threads_deadlocked []",
        "gauge jvm_threads_deadlocked_monitor []",
        "gauge jvm_threads_state [state]",
    };

    /** What client_java lacks. */
    private static final String[] MORE = {
        "counter jvm_memory_allocated_bytes_total []",
        "counter jvm_threads_blocked_total []",
        "counter jvm_threads_waited_total []",
        "counter jvm_threads_blocked_seconds_total []",
        "counter jvm_threads_waited_seconds_total []",
        "histogram jvm_gc_pause_seconds [gc, action, cause]",
        "gauge jvm_virtual_threads_parallelism []",
        "gauge jvm_virtual_threads_pool_size []",
        "gauge jvm_virtual_threads_mounted []",
        "gauge jvm_virtual_threads_queued []",
    };

    private static Stream<String> text(List<Desc> descs) {
        return descs.stream().map(desc -> desc.type() + " " + desc.name() + " " + desc.variableLabels());
    }

    @Test
    void familiesAreThoseOfClientJavaAndSomeMore() {
        String[] all = Stream.of(CLIENT_JAVA, MORE).flatMap(Stream::of).toArray(String[]::new);

        assertThat(text(Collected.from(new JvmCollector()).described())).containsExactlyInAnyOrder(all);
    }

    @Test
    void unitIsTheOneInTheName() {
        for (Desc desc : Collected.from(new JvmCollector()).described()) {
            String base = desc.name().replaceFirst("_total$", "");
            String last = base.substring(base.lastIndexOf('_') + 1);
            boolean isUnit = last.equals("bytes") || last.equals("seconds");
            assertThat(desc.unit()).as(desc.name()).isEqualTo(isUnit ? last : "");
        }
    }

    @Test
    void allFamiliesAreThereAtOnceButThoseOfTheNextCollectionAndOfOtherJvms() {
        Collected collected = Collected.from(new JvmCollector());
        Set<Desc> missing = new HashSet<>(collected.described());
        missing.removeAll(Set.copyOf(collected.handedOut()));

        assertThat(collected.described()).containsAll(collected.handedOut());
        assertThat(missing)
                .extracting(Desc::name)
                .allMatch(name -> name.equals("jvm_memory_pool_allocated_bytes_total")
                        || name.equals("jvm_gc_pause_seconds")
                        || name.startsWith("jvm_native_memory_")
                        || name.matches("jvm_threads_(blocked|waited)_seconds_total")
                        || name.equals("jvm_memory_allocated_bytes_total")
                                && Runtime.version().feature() < 21
                        || name.startsWith("jvm_virtual_threads_")
                                && Runtime.version().feature() < 24);
    }

    @Test
    void valuesAgreeWithTheBeans() {
        Collected collected = Collected.from(new JvmCollector());

        double max = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
        assertThat(collected.value("jvm_memory_max_bytes{area=\"heap\"}")).isEqualTo(max);
        assertThat(collected.value("jvm_memory_used_bytes{area=\"heap\"}"))
                .isBetween(1e5, collected.value("jvm_memory_committed_bytes{area=\"heap\"}"));
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            assertThat(collected.values()).containsKey("jvm_memory_pool_used_bytes{pool=\"" + pool.getName() + "\"}");
        }
        assertThat(collected.value("jvm_classes_loaded_total"))
                .isGreaterThanOrEqualTo(collected.value("jvm_classes_currently_loaded"));
        assertThat(collected.value("jvm_threads_state{state=\"RUNNABLE\"}")).isGreaterThanOrEqualTo(1);
        assertThat(collected.value("jvm_threads_peak")).isGreaterThanOrEqualTo(collected.value("jvm_threads_daemon"));
        assertThat(collected.value("jvm_threads_deadlocked")).isZero();
    }

    @Test
    @Timeout(60)
    void garbageCollectionRaisesItsCountTheAllocatedBytesAndThePauses() throws Exception {
        JvmCollector collector = new JvmCollector();
        Collected before = Collected.from(collector);

        collectGarbage();

        Collected after = Collected.from(collector);
        assertThat(after.sum("jvm_gc_collection_seconds_count"))
                .isGreaterThanOrEqualTo(before.sum("jvm_gc_collection_seconds_count") + 1);
        assertThat(after.sum("jvm_gc_collection_seconds_sum"))
                .isGreaterThanOrEqualTo(before.sum("jvm_gc_collection_seconds_sum"));
        assertThat(after.sum("jvm_memory_pool_allocated_bytes_total")).isGreaterThan(1e5);
        assertThat(after.sum("jvm_gc_pause_seconds_count")).isGreaterThanOrEqualTo(1);
        assertThat(after.described()).containsAll(after.handedOut());
    }

    /** Returns when a collection was told to a listener that came last, and so to all others before. */
    private static void collectGarbage() throws InterruptedException, ListenerNotFoundException {
        CountDownLatch told = new CountDownLatch(1);
        NotificationListener listener = (notification, handback) -> told.countDown();
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        for (GarbageCollectorMXBean gc : collectors) {
            ((NotificationEmitter) gc).addNotificationListener(listener, null, null);
        }
        System.gc();
        told.await();
        for (GarbageCollectorMXBean gc : collectors) {
            ((NotificationEmitter) gc).removeNotificationListener(listener);
        }
    }

    @Test
    void partsAreDisjointAndTogetherTheWhole() {
        Map<String, JvmPart> owners = new TreeMap<>();
        for (JvmPart part : JvmPart.values()) {
            for (Desc desc : Collected.from(new JvmCollector(Set.of(part))).described()) {
                assertThat(owners.put(desc.name(), part)).as(desc.name()).isNull();
            }
        }
        assertThat(owners).hasSize(CLIENT_JAVA.length + MORE.length);
    }

    @Test
    void partLeftOutIsNeitherDescribedNorCollected() {
        Collected collected = Collected.from(new JvmCollector(EnumSet.complementOf(EnumSet.of(JvmPart.THREADS))));

        assertThat(collected.described()).isNotEmpty().noneMatch(desc -> desc.name()
                .startsWith("jvm_threads"));
        assertThat(collected.values().keySet()).isNotEmpty().noneMatch(name -> name.startsWith("jvm_threads"));
    }

    @Test
    void aPedanticRegistryFindsNoFault() {
        Registry registry = Registry.pedantic();
        registry.register(new ProcessCollector());
        registry.register(new JvmCollector());

        assertThat(registry.gather().errors()).isEmpty();
        assertThat(registry.gather().families())
                .extracting(MetricFamily::name)
                .contains("jvm_threads_current", "process_start_time_seconds");
    }

    @Test
    void noPartsThrows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JvmCollector(Set.of()))
                .withMessage("expected at least one part of the JVM to collect, got none");
    }

    @Test
    void partThatFailsCostsItselfAlone() {
        Collector failing = new CompilationCollector(
                FakeBean.of(CompilationMXBean.class, Map.of("isCompilationTimeMonitoringSupported", true)));
        JvmCollector collector = new JvmCollector(
                Map.of(JvmPart.COMPILATION, failing, JvmPart.CLASS_LOADING, new ClassLoadingCollector()));

        assertThat(Collected.from(collector).values())
                .containsOnlyKeys(
                        "jvm_classes_currently_loaded", "jvm_classes_loaded_total", "jvm_classes_unloaded_total");
    }

    @Test
    void consumersExceptionIsNotSwallowed() {
        IllegalStateException fault = new IllegalStateException("full");

        assertThatThrownBy(() -> new JvmCollector().collect(metric -> {
                    throw fault;
                }))
                .isSameAs(fault);
    }
}
