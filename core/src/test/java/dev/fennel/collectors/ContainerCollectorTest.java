package dev.fennel.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.FakeProc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerCollectorTest {
    private static final String V2_MOUNT =
            "30 23 0:26 / /sys/fs/cgroup ro,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate";

    private static final Map<String, String> V2_FILES = Map.ofEntries(
            Map.entry("cgroup.events", "populated 1\nfrozen 0\n"),
            Map.entry("memory.current", "268435456\n"),
            Map.entry("memory.peak", "300000000\n"),
            Map.entry("memory.max", "536870912\n"),
            Map.entry("memory.events", "low 0\nhigh 1\nmax 7\noom 3\noom_kill 2\noom_group_kill 0\nnews 5\n"),
            Map.entry("cpu.max", "150000 100000\n"),
            Map.entry(
                    "cpu.stat",
                    "usage_usec 3500000\nuser_usec 2500000\nsystem_usec 1000000\ncore_sched.force_idle_usec 0\n"
                            + "nr_periods 80\nnr_throttled 20\nthrottled_usec 1250000\nnr_bursts 0\nburst_usec 0\n"),
            Map.entry("pids.current", "42\n"),
            Map.entry("pids.max", "1000\n"),
            Map.entry("cpu.pressure", pressure(4_000_000, 1_000_000)),
            Map.entry("memory.pressure", pressure(500_000, 250_000)),
            Map.entry("io.pressure", pressure(0, 0)));

    private static final String V2_VALUES = """
            cpu_limit_cores 1.5
            cpu_periods_total 80.0
            cpu_seconds_total{mode="system"} 1.0
            cpu_seconds_total{mode="user"} 2.5
            cpu_throttled_periods_total 20.0
            cpu_throttled_seconds_total 1.25
            memory_events_total{event="high"} 1.0
            memory_events_total{event="low"} 0.0
            memory_events_total{event="max"} 7.0
            memory_events_total{event="oom"} 3.0
            memory_events_total{event="oom_group_kill"} 0.0
            memory_events_total{event="oom_kill"} 2.0
            memory_limit_bytes 5.36870912E8
            memory_peak_bytes 3.0E8
            memory_usage_bytes 2.68435456E8
            pids_current 42.0
            pids_limit 1000.0
            pressure_seconds_total{resource="cpu",stalled="full"} 1.0
            pressure_seconds_total{resource="cpu",stalled="some"} 4.0
            pressure_seconds_total{resource="io",stalled="full"} 0.0
            pressure_seconds_total{resource="io",stalled="some"} 0.0
            pressure_seconds_total{resource="memory",stalled="full"} 0.25
            pressure_seconds_total{resource="memory",stalled="some"} 0.5
            """;

    private static final String V1_MOUNTS = """
            31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
            32 31 0:29 /docker/a1 /sys/fs/cgroup/cpu,cpuacct ro,relatime master:1 - cgroup cgroup rw,cpu,cpuacct
            33 31 0:30 /docker/a1 /sys/fs/cgroup/memory ro,relatime master:2 - cgroup cgroup rw,memory
            34 31 0:31 /docker/a1 /sys/fs/cgroup/pids ro,relatime master:3 - cgroup cgroup rw,pids
            35 31 0:32 /docker/a1 /sys/fs/cgroup/unified ro,relatime - cgroup2 cgroup2 rw
            """;

    private static final String V1_VALUES = """
            cpu_limit_cores 0.5
            cpu_periods_total 9.0
            cpu_seconds_total{mode="system"} 0.5
            cpu_seconds_total{mode="user"} 12.34
            cpu_throttled_periods_total 4.0
            cpu_throttled_seconds_total 0.25
            memory_events_total{event="max"} 6.0
            memory_events_total{event="oom_kill"} 1.0
            memory_limit_bytes 1.073741824E9
            memory_peak_bytes 9.0E8
            memory_usage_bytes 8.0E8
            pids_current 17.0
            """;

    @TempDir
    Path root;

    private FakeProc files;

    @BeforeEach
    void makeFiles() {
        files = new FakeProc(root);
    }

    private static String pressure(long some, long full) {
        String averages = " avg10=1.23 avg60=0.50 avg300=0.00 total=";
        return "some" + averages + some + "\nfull" + averages + full + "\n";
    }

    private void membership(String cgroup, String mountinfo) {
        files.write("proc/self/cgroup", cgroup + "\n");
        files.write("proc/self/mountinfo", mountinfo + "\n");
    }

    private void v2(String folder) {
        V2_FILES.forEach((file, content) -> files.write("sys/fs/cgroup" + folder + "/" + file, content));
    }

    private void v1(String below) {
        String folder = "sys/fs/cgroup/%s" + below + "/%s";
        files.write(folder.formatted("memory", "memory.usage_in_bytes"), "800000000\n");
        files.write(folder.formatted("memory", "memory.max_usage_in_bytes"), "900000000\n");
        files.write(folder.formatted("memory", "memory.limit_in_bytes"), "1073741824\n");
        files.write(folder.formatted("memory", "memory.failcnt"), "6\n");
        files.write(folder.formatted("memory", "memory.oom_control"), "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
        files.write(folder.formatted("cpu,cpuacct", "cpu.cfs_quota_us"), "50000\n");
        files.write(folder.formatted("cpu,cpuacct", "cpu.cfs_period_us"), "100000\n");
        files.write(
                folder.formatted("cpu,cpuacct", "cpu.stat"),
                "nr_periods 9\nnr_throttled 4\nthrottled_time 250000000\n");
        files.write(folder.formatted("cpu,cpuacct", "cpuacct.stat"), "user 1234\nsystem 50\n");
        files.write(folder.formatted("pids", "pids.current"), "17\n");
        files.write(folder.formatted("pids", "pids.max"), "max\n");
    }

    /** The values, a line each, without their common prefix. */
    private String values() {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(Collected.from(new ContainerCollector(root.toFile())).values())
                .forEach((series, value) -> lines.append(series.substring("cgroup_".length()))
                        .append(' ')
                        .append(value)
                        .append('\n'));
        return lines.toString();
    }

    @Test
    void describesWhatItHandsOut() {
        membership("0::/", V2_MOUNT);
        v2("");
        Collected collected = Collected.from(new ContainerCollector(root.toFile()));

        assertThat(collected.described()).hasSize(12).containsAll(collected.handedOut());
        assertThat(collected.described()).allMatch(desc -> desc.name().startsWith("cgroup_"));
    }

    @ParameterizedTest
    @CsvSource({
        // path, mounted part, where the files are
        "/, /, ''",
        "/system.slice/shop.service, /, /system.slice/shop.service",
        "/kubepods/pod1/c1, /kubepods/pod1/c1, ''",
        "/kubepods/pod1/c1/inner, /kubepods/pod1/c1, /inner",
        // the kernel escapes white space and backslashes in mountinfo, and in nothing else
        "/machine.slice/machine-my\\x2dbox.scope, /machine.slice/machine-my\\134x2dbox.scope, ''",
        "/my box/\\1, /my\\040box, /\\1",
    })
    void version2IsReadWhereverItIsMounted(String path, String part, String folder) {
        membership("0::" + path, V2_MOUNT.replace(" / ", " " + part + " "));
        v2(folder);

        assertThat(values()).isEqualTo(V2_VALUES);
    }

    @ParameterizedTest
    @CsvSource({"/docker/a1, ''", "/docker/a1/inner, /inner"})
    void version1IsRead(String path, String folder) {
        membership("5:pids:%1$s\n4:memory:%1$s\n3:cpu,cpuacct:%1$s\n1:name=systemd:%1$s".formatted(path), V1_MOUNTS);
        v1(folder);

        assertThat(values()).isEqualTo(V1_VALUES);
    }

    /** Version 2 then has no controllers, but the pressure, and its own account of the CPU, which is not read twice. */
    @Test
    void bothVersionsAreReadTogether() {
        membership("5:pids:/docker/a1\n4:memory:/docker/a1\n3:cpu,cpuacct:/docker/a1\n0::/docker/a1", V1_MOUNTS);
        v1("");
        files.write("sys/fs/cgroup/unified/cgroup.events", "populated 1\n");
        files.write("sys/fs/cgroup/unified/cpu.stat", "usage_usec 5\nuser_usec 3\nsystem_usec 2\n");
        files.write("sys/fs/cgroup/unified/cpu.pressure", pressure(3_000_000, 2_000_000));

        assertThat(values()).isEqualTo(V1_VALUES + """
                pressure_seconds_total{resource="cpu",stalled="full"} 2.0
                pressure_seconds_total{resource="cpu",stalled="some"} 3.0
                """);
    }

    /** What is mounted for version 1 is not in version 2, and the rest is. */
    @Test
    void eachKindOfResourceIsReadWhereItIs() {
        membership(
                "4:memory:/docker/a1\n0::/",
                V2_MOUNT + "\n33 31 0:30 /docker/a1 /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory");
        v1("");
        v2("");

        assertThat(values())
                .contains("memory_usage_bytes 8.0E8\n", "cpu_limit_cores 1.5\n", "pids_current 42.0\n")
                .doesNotContain("memory_events_total{event=\"high\"}");
    }

    @Test
    void theWholeMachineIsNoContainer() {
        membership("4:memory:/\n0::/", V1_MOUNTS.replace("/docker/a1", "/"));
        v1("");
        files.write("sys/fs/cgroup/memory/release_agent", "\n"); // only at the root of version 1
        files.write("sys/fs/cgroup/unified/cpu.stat", "user_usec 3\nsystem_usec 2\n"); // without cgroup.events
        files.write("sys/fs/cgroup/unified/cpu.pressure", pressure(3_000_000, 2_000_000));

        assertThat(values()).isEmpty();
    }

    @Test
    void noLimitIsNoNumber() {
        membership("0::/", V2_MOUNT);
        v2("");
        files.write("sys/fs/cgroup/memory.max", "max\n");
        files.write("sys/fs/cgroup/cpu.max", "max 100000\n");
        files.write("sys/fs/cgroup/pids.max", "max\n");

        assertThat(values())
                .doesNotContain("limit")
                .contains("memory_usage_bytes", "cpu_periods_total", "pids_current");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9223372036854771712", "9223372036854710272", "9223372036854775807", "18446744073709551615"})
    void noLimitOfVersion1IsNoNumber(String most) {
        membership("5:pids:/docker/a1\n4:memory:/docker/a1\n3:cpu,cpuacct:/docker/a1", V1_MOUNTS);
        v1("");
        files.write("sys/fs/cgroup/memory/memory.limit_in_bytes", most + "\n");
        files.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");

        assertThat(values()).doesNotContain("limit").contains("memory_usage_bytes", "cpu_periods_total");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "x\n",
                "-5\n",
                "5",
                "1e3\n",
                "0x5\n",
                "5 6\n",
                "9223372036854775808\n",
                "18446744073709551615\n",
                "184467440737095516150\n",
                "99999999999999999999999\n"
            })
    void whatIsNoNumberIsLeftOut(String content) {
        membership("0::/", V2_MOUNT);
        v2("");
        files.write("sys/fs/cgroup/memory.current", content);
        files.write("sys/fs/cgroup/memory.events", "oom_kill " + content);

        assertThat(values())
                .doesNotContain("memory_usage_bytes")
                .contains("memory_limit_bytes", "cpu_limit_cores")
                .doesNotContain("event=\"oom\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"150000\n", "150000 0\n", "0 0\n", "150000 max\n", "a b\n", "150000 -1\n"})
    void malformedQuotaIsLeftOut(String quota) {
        membership("0::/", V2_MOUNT);
        v2("");
        files.write("sys/fs/cgroup/cpu.max", quota);

        assertThat(values()).doesNotContain("cpu_limit_cores").contains("cpu_periods_total");
    }

    /** A process that was moved out of its namespace, one whose part is not mounted, and no cgroups at all. */
    @ParameterizedTest
    @CsvSource({"0::/../other, /", "0::/other, /kubepods/pod1/c1", "0::/kubepods/pod1/c10, /kubepods/pod1/c1", "'', /"})
    void groupThatCannotBeSeenHasNoNumbers(String membership, String part) {
        membership(membership, V2_MOUNT.replace(" / ", " " + part + " "));
        v2("");
        v2("/0");

        assertThat(values()).isEmpty();
    }

    @Test
    void withoutLinuxThereAreNoNumbers() {
        assertThat(values()).isEmpty();
    }

    @Test
    void eachFileMayBeMissingAloneOrBeCutAnywhere() {
        membership("0::/", V2_MOUNT);
        List<String> whole = V2_VALUES.lines().toList();
        V2_FILES.forEach((file, content) -> {
            v2("");
            for (int end = 0; end < content.length(); end++) {
                files.write("sys/fs/cgroup/" + file, content.substring(0, end));
                assertThat(values().lines()).as("%s cut at %s", file, end).isSubsetOf(whole);
            }
            files.delete("sys/fs/cgroup/" + file);
            assertThat(values().lines()).as("without %s", file).isSubsetOf(whole);
        });
    }

    /** Membership and mounts that are not as documented, from bytes at random and from lines that are cut. */
    @Test
    void anyTextIsReadWithoutHarm() {
        Random random = new Random(7);
        v1("");
        v2("");
        String cgroup = "5:pids:/docker/a1\n4:memory:/docker/a1\n0::/docker/a1\n";
        for (int i = 0; i < 300; i++) {
            String mounts = V1_MOUNTS + V2_MOUNT;
            membership(
                    cgroup.substring(random.nextInt(cgroup.length())),
                    mounts.substring(random.nextInt(mounts.length())).replace(i % 2 == 0 ? " - " : "/", " "));

            assertThat(values().lines())
                    .isSubsetOf((V1_VALUES + V2_VALUES).lines().toList());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readsTheGroupOfThisProcess() {
        Map<String, Double> values = Collected.from(new ContainerCollector()).values();

        if (Files.exists(Path.of("/sys/fs/cgroup/memory.current"))) {
            assertThat(values).containsKey("cgroup_memory_usage_bytes");
        }
        assertThat(values.values()).allMatch(value -> value >= 0);
    }
}
