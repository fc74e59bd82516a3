package dev.fennel.collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.fennel.collectors.jvm.BufferPoolCollector;
import dev.fennel.collectors.jvm.ClassLoadingCollector;
import dev.fennel.collectors.jvm.CompilationCollector;
import dev.fennel.collectors.jvm.GcCollector;
import dev.fennel.collectors.jvm.MemoryCollector;
import dev.fennel.collectors.jvm.MemoryPoolCollector;
import dev.fennel.collectors.jvm.RuntimeInfoCollector;
import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.FakeBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The parts that only pass on what a bean says, over beans that say known things. */
class JvmPartsTest {
    @Test
    void memoryShowsBothAreas() {
        MemoryMXBean memory = FakeBean.of(
                MemoryMXBean.class,
                Map.of(
                        "getHeapMemoryUsage", new MemoryUsage(1, 2, 3, 4),
                        "getNonHeapMemoryUsage", new MemoryUsage(5, 6, 7, -1),
                        "getObjectPendingFinalizationCount", 8));

        assertThat(Collected.from(new MemoryCollector(memory)).values())
                .containsOnly(
                        entry("jvm_memory_init_bytes{area=\"heap\"}", 1.0),
                        entry("jvm_memory_used_bytes{area=\"heap\"}", 2.0),
                        entry("jvm_memory_committed_bytes{area=\"heap\"}", 3.0),
                        entry("jvm_memory_max_bytes{area=\"heap\"}", 4.0),
                        entry("jvm_memory_init_bytes{area=\"nonheap\"}", 5.0),
                        entry("jvm_memory_used_bytes{area=\"nonheap\"}", 6.0),
                        entry("jvm_memory_committed_bytes{area=\"nonheap\"}", 7.0),
                        entry("jvm_memory_max_bytes{area=\"nonheap\"}", -1.0),
                        entry("jvm_memory_objects_pending_finalization", 8.0));
    }

    @Test
    void memoryPoolsShowNowAndAfterTheLastCollection() {
        MemoryPoolMXBean eden = pool("eden", new MemoryUsage(1, 2, 3, 4), new MemoryUsage(5, 6, 7, 8));

        assertThat(Collected.from(new MemoryPoolCollector(List.of(eden))).values())
                .containsOnly(
                        entry("jvm_memory_pool_init_bytes{pool=\"eden\"}", 1.0),
                        entry("jvm_memory_pool_used_bytes{pool=\"eden\"}", 2.0),
                        entry("jvm_memory_pool_committed_bytes{pool=\"eden\"}", 3.0),
                        entry("jvm_memory_pool_max_bytes{pool=\"eden\"}", 4.0),
                        entry("jvm_memory_pool_collection_init_bytes{pool=\"eden\"}", 5.0),
                        entry("jvm_memory_pool_collection_used_bytes{pool=\"eden\"}", 6.0),
                        entry("jvm_memory_pool_collection_committed_bytes{pool=\"eden\"}", 7.0),
                        entry("jvm_memory_pool_collection_max_bytes{pool=\"eden\"}", 8.0));
    }

    @Test
    void memoryPoolWithoutCollectionsOrGoneAltogetherIsAbsent() {
        MemoryPoolMXBean metaspace = pool("metaspace", new MemoryUsage(1, 2, 3, 4), null);
        MemoryPoolMXBean gone = pool("gone", null, null);

        assertThat(Collected.from(new MemoryPoolCollector(List.of(metaspace, gone)))
                        .values())
                .hasSize(4)
                .allSatisfy((series, value) -> assertThat(series).endsWith("_bytes{pool=\"metaspace\"}"))
                .noneSatisfy((series, value) -> assertThat(series).contains("collection"));
    }

    private static MemoryPoolMXBean pool(String name, MemoryUsage usage, MemoryUsage collectionUsage) {
        Map<String, Object> answers = new HashMap<>();
        answers.put("getName", name);
        answers.put("getUsage", usage);
        answers.put("getCollectionUsage", collectionUsage);
        return FakeBean.of(MemoryPoolMXBean.class, answers);
    }

    @Test
    void bufferPoolsShowBytesAndBuffers() {
        BufferPoolMXBean direct = FakeBean.of(
                BufferPoolMXBean.class,
                Map.of("getName", "direct", "getMemoryUsed", 9L, "getTotalCapacity", 8L, "getCount", 7L));
        BufferPoolMXBean unknown = FakeBean.of(
                BufferPoolMXBean.class,
                Map.of("getName", "mapped", "getMemoryUsed", -1L, "getTotalCapacity", 6L, "getCount", 5L));

        assertThat(Collected.from(new BufferPoolCollector(List.of(direct, unknown)))
                        .values())
                .containsOnly(
                        entry("jvm_buffer_pool_used_bytes{pool=\"direct\"}", 9.0),
                        entry("jvm_buffer_pool_capacity_bytes{pool=\"direct\"}", 8.0),
                        entry("jvm_buffer_pool_used_buffers{pool=\"direct\"}", 7.0),
                        entry("jvm_buffer_pool_capacity_bytes{pool=\"mapped\"}", 6.0),
                        entry("jvm_buffer_pool_used_buffers{pool=\"mapped\"}", 5.0));
    }

    @Test
    void collectionsAreCountAndSeconds() {
        assertThat(Collected.from(new GcCollector(List.of(gc("young", 7, 1500), gc("old", -1, -1))))
                        .values())
                .containsOnly(
                        entry("jvm_gc_collection_seconds_count{gc=\"young\"}", 7.0),
                        entry("jvm_gc_collection_seconds_sum{gc=\"young\"}", 1.5));
    }

    private static GarbageCollectorMXBean gc(String name, long count, long millis) {
        return FakeBean.of(
                GarbageCollectorMXBean.class,
                Map.of("getName", name, "getCollectionCount", count, "getCollectionTime", millis));
    }

    @Test
    void classesComeAndGo() {
        ClassLoadingMXBean classes = FakeBean.of(
                ClassLoadingMXBean.class,
                Map.of("getLoadedClassCount", 90, "getTotalLoadedClassCount", 100L, "getUnloadedClassCount", 10L));

        assertThat(Collected.from(new ClassLoadingCollector(classes)).values())
                .containsOnly(
                        entry("jvm_classes_currently_loaded", 90.0),
                        entry("jvm_classes_loaded_total", 100.0),
                        entry("jvm_classes_unloaded_total", 10.0));
    }

    @Test
    void compilationTimeIsInSeconds() {
        CompilationMXBean compiler = FakeBean.of(
                CompilationMXBean.class,
                Map.of("isCompilationTimeMonitoringSupported", true, "getTotalCompilationTime", 152L));

        assertThat(Collected.from(new CompilationCollector(compiler)).values())
                .containsOnly(entry("jvm_compilation_time_seconds_total", 0.152));
    }

    @Test
    void compilationTimeIsAbsentWithoutCompilerOrClock() {
        CompilationMXBean silent =
                FakeBean.of(CompilationMXBean.class, Map.of("isCompilationTimeMonitoringSupported", false));

        assertThat(Collected.from(new CompilationCollector(silent)).values()).isEmpty();
        assertThat(Collected.from(new CompilationCollector(null)).values()).isEmpty();
    }

    @Test
    void runtimeInfoNamesTheJvmOrSaysUnknown() {
        Properties properties = new Properties();
        properties.setProperty("java.runtime.version", "17.0.1+2");
        properties.setProperty("java.runtime.name", "A Runtime");

        assertThat(Collected.from(new RuntimeInfoCollector(properties)).values())
                .containsOnly(
                        entry("jvm_runtime_info{runtime=\"A Runtime\",vendor=\"unknown\",version=\"17.0.1+2\"}", 1.0));
    }
}
