package dev.fennel.collectors.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.fennel.collectors.jvm.NativeMemoryTracking.Pool;
import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.OtherJvm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeMemoryTest {
    /** Prints what is collected in a JVM that may track its memory. */
    public static void main(String[] args) {
        Collected.from(new NativeMemoryCollector()).values().keySet().forEach(System.out::println);
        System.out.println(NativeMemoryTracking.find() == null ? "off" : "on");
    }

    private static String report(int jdk) throws IOException {
        try (InputStream report = NativeMemoryTest.class.getResourceAsStream("native-memory-" + jdk + ".txt")) {
            return new String(report.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "17, Total, 8029092124, 489457948",
        "17, Java Heap, 6320816128, 406847488",
        "17, Class, 1073888071, 539463",
        "17, Thread, 18922920, 757160",
        "17, Shared class space, 16777216, 12349440",
        "17, Object Monitors, 624, 624",
        "25, Total, 7922114760, 485331144",
        "25, GCCardSet, 296, 296",
        "25, Shared class space, 16777312, 14241888",
        "25, Object Monitors, 600, 600",
    })
    void poolsAreReadFromRealReports(int jdk, String pool, long reserved, long committed) throws IOException {
        assertThat(Pool.parse(report(jdk))).contains(new Pool(pool, reserved, committed));
    }

    @ParameterizedTest
    @CsvSource({"17, 22", "25, 24"})
    void eachPoolIsReadOnceAndTotalIsTheirSum(int jdk, int count) throws IOException {
        List<Pool> pools = Pool.parse(report(jdk));

        assertThat(pools).hasSize(count).extracting(Pool::name).doesNotHaveDuplicates();
        List<Pool> parts = pools.subList(1, count);
        assertThat(pools.get(0))
                .isEqualTo(new Pool(
                        "Total",
                        parts.stream().mapToLong(Pool::reserved).sum(),
                        parts.stream().mapToLong(Pool::committed).sum()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Native memory tracking is not enabled\n", "Native memory tracking has been shutdown\n"})
    void otherAnswersHaveNoPools(String answer) {
        assertThat(Pool.parse(answer)).isEmpty();
    }

    @Test
    void eachPoolBecomesTwoGauges() {
        NativeMemoryCollector collector = new NativeMemoryCollector(() -> "Total: reserved=3, committed=2\n");

        assertThat(Collected.from(collector).values())
                .containsOnly(
                        entry("jvm_native_memory_reserved_bytes{pool=\"Total\"}", 3.0),
                        entry("jvm_native_memory_committed_bytes{pool=\"Total\"}", 2.0));
    }

    @Test
    void withoutTrackingNothingIsAsked() {
        Supplier<String> off = null;

        assertThat(Collected.from(new NativeMemoryCollector(off)).values()).isEmpty();
    }

    @Test
    @Timeout(60)
    void jvmThatTracksItsMemoryTellsOfIt() {
        assertThat(OtherJvm.run(NativeMemoryTest.class, "-XX:NativeMemoryTracking=summary")
                        .lines())
                .contains(
                        "on",
                        "jvm_native_memory_committed_bytes{pool=\"Java Heap\"}",
                        "jvm_native_memory_reserved_bytes{pool=\"Java Heap\"}",
                        "jvm_native_memory_committed_bytes{pool=\"Total\"}");
    }

    /** The JVM then lists the option among its arguments as it stands in the file. */
    @Test
    @Timeout(60)
    void jvmMayHaveTheOptionFromAFile(@TempDir Path folder) throws IOException {
        Path flags = Files.writeString(folder.resolve("flags"), "NativeMemoryTracking=summary\n");

        assertThat(OtherJvm.run(NativeMemoryTest.class, "-XX:Flags=" + flags).lines())
                .contains("on");
    }

    @Test
    @Timeout(60)
    void jvmThatDoesNotTrackItsMemoryIsSilent() {
        assertThat(OtherJvm.run(NativeMemoryTest.class).lines()).containsExactly("off");
    }

    @Test
    @Timeout(60)
    void jvmThatMayLackTheCommandToTellIsOnOnlyIfItTells() {
        String output = OtherJvm.run(
                NativeMemoryTest.class, "-XX:NativeMemoryTracking=summary", "--limit-modules", "jdk.management");

        String tells = "jvm_native_memory_committed_bytes{pool=\"Total\"}\n";
        assertThat(output).matches(text -> text.equals("off\n") || text.contains(tells) && text.endsWith("on\n"));
    }
}
