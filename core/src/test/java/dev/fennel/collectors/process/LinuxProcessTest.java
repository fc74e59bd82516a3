package dev.fennel.collectors.process;

import static dev.fennel.collectors.process.ProcessFamily.CPU_SECONDS;
import static dev.fennel.collectors.process.ProcessFamily.MAX_FDS;
import static dev.fennel.collectors.process.ProcessFamily.NETWORK_RECEIVE;
import static dev.fennel.collectors.process.ProcessFamily.NETWORK_TRANSMIT;
import static dev.fennel.collectors.process.ProcessFamily.OPEN_FDS;
import static dev.fennel.collectors.process.ProcessFamily.RESIDENT_MEMORY;
import static dev.fennel.collectors.process.ProcessFamily.START_TIME;
import static dev.fennel.collectors.process.ProcessFamily.VIRTUAL_MEMORY;
import static dev.fennel.collectors.process.ProcessFamily.VIRTUAL_MEMORY_MAX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fennel.testsupport.FakeProc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxProcessTest {
    private static final Map<ProcessFamily, Double> COMPLETE = new EnumMap<>(Map.of(
            CPU_SECONDS, 18.0,
            VIRTUAL_MEMORY, 3133440000.0,
            START_TIME, 1700000987.65,
            RESIDENT_MEMORY, 15320 * 1024.0,
            MAX_FDS, 1024.0,
            VIRTUAL_MEMORY_MAX, 8589934592.0,
            NETWORK_RECEIVE, 43938429.0,
            NETWORK_TRANSMIT, 82043.0,
            OPEN_FDS, 3.0)); // of four entries, one stands for the listing itself

    @TempDir
    Path root;

    private FakeProc proc;

    @BeforeEach
    void makeProc() {
        proc = FakeProc.complete(root);
    }

    private Map<ProcessFamily, Double> read() {
        return read(new LinuxProcess(root.toFile()));
    }

    private static Map<ProcessFamily, Double> read(LinuxProcess process) {
        Map<ProcessFamily, Double> values = new EnumMap<>(ProcessFamily.class);
        process.read(values);
        values.values().removeIf(value -> !(value >= 0)); // as the collector does
        return values;
    }

    private static Map<ProcessFamily, Double> completeWithout(Set<ProcessFamily> absent) {
        Map<ProcessFamily, Double> values = new EnumMap<>(COMPLETE);
        values.keySet().removeAll(absent);
        return values;
    }

    @Test
    void allNineAreRead() {
        assertThat(LinuxProcess.isAt(root.toFile())).isTrue();
        assertThat(read()).isEqualTo(COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                ") S 1 2 3",
                "((x)",
                "99 (y) R 1 1 1 1 1 1 1 1 1 1 77 77",
                "two\nlines",
                "\u00ff\u0080"
            })
    void programNameDoesNotMatter(String name) {
        proc.write("self/stat", "42 (" + name + ")" + FakeProc.AFTER_NAME);

        assertThat(read()).isEqualTo(COMPLETE);
    }

    static Arguments[] brokenFiles() {
        Set<ProcessFamily> ofStat = EnumSet.of(CPU_SECONDS, VIRTUAL_MEMORY, START_TIME);
        Set<ProcessFamily> ofLimits = EnumSet.of(MAX_FDS, VIRTUAL_MEMORY_MAX);
        Set<ProcessFamily> ofNetwork = EnumSet.of(NETWORK_RECEIVE, NETWORK_TRANSMIT);
        String stat = FakeProc.AFTER_NAME;
        return new Arguments[] {
            arguments("self/stat", "", ofStat),
            arguments("self/stat", "\n", ofStat),
            arguments("self/stat", "42 (java)\n", ofStat),
            arguments("self/stat", "42 java" + stat, ofStat),
            arguments("self/stat", "42 (java)" + stat.strip(), ofStat), // the last number may be half of one
            arguments("self/stat", "42 (java)" + stat.replace("1234", "12x4"), EnumSet.of(CPU_SECONDS)),
            arguments("self/stat", "42 (java)" + stat.replace("566", "-566"), EnumSet.of(CPU_SECONDS)),
            arguments("self/stat", "42 (java)" + stat.replace("98765", "1e5"), EnumSet.of(START_TIME)),
            arguments("self/stat", "42 (java)" + stat.replace("98765", "9".repeat(21)), EnumSet.of(START_TIME)),
            arguments("self/stat", "42 (java)" + stat.replaceFirst(" 3133440000 .*", ""), EnumSet.of(VIRTUAL_MEMORY)),
            arguments("stat", "btime 1700000000", EnumSet.of(START_TIME)),
            arguments("stat", "btime\n", EnumSet.of(START_TIME)),
            arguments("stat", "btime 0\n", EnumSet.of(START_TIME)),
            arguments("stat", "xbtime 1700000000\n", EnumSet.of(START_TIME)),
            arguments("self/status", "VmRSS:\n", EnumSet.of(RESIDENT_MEMORY)),
            arguments("self/status", "VmRSS: 15320\n", EnumSet.of(RESIDENT_MEMORY)),
            arguments("self/status", "VmRSS: 15320 pages\n", EnumSet.of(RESIDENT_MEMORY)),
            arguments("self/status", "VmRSS: 15320 k", EnumSet.of(RESIDENT_MEMORY)),
            arguments("self/limits", "Max open files\nMax address space         \n", ofLimits),
            arguments("self/limits", FakeProc.limits("many", "infinite"), ofLimits),
            arguments("self/limits", FakeProc.limits("-1", "8589934592"), EnumSet.of(MAX_FDS)),
            arguments("self/net/netstat", "IpExt: InOctets OutOctets\n", ofNetwork),
            arguments("self/net/netstat", "IpExt: InOctets OutOctets\nIpExt: 1\n", ofNetwork),
            arguments("self/net/netstat", "IpExt: InOctets OutOctets\nIpExt: 1 2", ofNetwork),
            arguments("self/net/netstat", "TcpExt: InOctets OutOctets\nTcpExt: 1 2\n", ofNetwork),
            arguments("self/net/netstat", "IpExt: InOctets Out\nIpExt: 43938429 2\n", EnumSet.of(NETWORK_TRANSMIT)),
        };
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void whatIsBrokenIsAbsent(String file, String content, Set<ProcessFamily> absent) {
        proc.write(file, content);

        assertThat(read()).isEqualTo(completeWithout(absent));
    }

    static Arguments[] files() {
        return new Arguments[] {
            arguments("self/stat", EnumSet.of(CPU_SECONDS, VIRTUAL_MEMORY, START_TIME)),
            arguments("stat", EnumSet.of(START_TIME)),
            arguments("self/status", EnumSet.of(RESIDENT_MEMORY)),
            arguments("self/limits", EnumSet.of(MAX_FDS, VIRTUAL_MEMORY_MAX)),
            arguments("self/net/netstat", EnumSet.of(NETWORK_RECEIVE, NETWORK_TRANSMIT)),
        };
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatIsMissingIsAbsent(String file, Set<ProcessFamily> absent) {
        proc.delete(file);

        assertThat(read()).isEqualTo(completeWithout(absent));
    }

    @ParameterizedTest
    @MethodSource("files")
    void directoryInPlaceOfFileIsAbsent(String file, Set<ProcessFamily> absent) throws IOException {
        proc.delete(file);
        Files.createDirectory(root.resolve(file));

        assertThat(read()).isEqualTo(completeWithout(absent));
    }

    @Test
    void withoutDescriptorsThereIsNoCountOfThem(@TempDir Path empty) {
        assertThat(LinuxProcess.isAt(empty.toFile())).isFalse();
        assertThat(read(new LinuxProcess(empty.toFile()))).isEmpty();
    }

    @Test
    void entriesThatAreNoDescriptorsAreNotCounted() {
        proc.write("self/fd/x", "");
        proc.write("self/fd/-1", "");

        assertThat(read()).containsEntry(OPEN_FDS, 3.0);
    }

    @Test
    void randomBytesGiveNumbersOrNothing() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] files = {"stat", "self/stat", "self/status", "self/limits", "self/net/netstat"};
        String alphabet = "() \t\n0123456789-.:kBbtimeVmRSSIpExtInOctetsMax\u0000\u00ff";
        for (int i = 0; i < 200; i++) {
            String file = files[random.nextInt(files.length)];
            String intact = ProcText.read(root.resolve(file).toFile());
            StringBuilder content = new StringBuilder(intact);
            for (int j = random.nextInt(8); j >= 0 && content.length() > 0; j--) {
                char junk = alphabet.charAt(random.nextInt(alphabet.length()));
                content.setCharAt(random.nextInt(content.length()), junk);
            }
            proc.write(file, content.toString());
            assertThat(read().values())
                    .as("seed %d, file %s: %s", seed, file, content)
                    .allMatch(Double::isFinite);
            proc.write(file, intact);
        }
    }

    @Test
    void noLimitIsTheLargestNumber() {
        proc.write("self/limits", FakeProc.limits("unlimited", "unlimited"));

        assertThat(read())
                .containsEntry(MAX_FDS, 1.8446744073709552e19)
                .containsEntry(VIRTUAL_MEMORY_MAX, 1.8446744073709552e19);
    }

    @Test
    void startTimeStaysWhenTheClockIsSet() {
        LinuxProcess process = new LinuxProcess(root.toFile());
        double first = read(process).get(START_TIME);

        proc.write("stat", "btime 1700000001\n");

        assertThat(read(process)).containsEntry(START_TIME, first);
    }

    @Test
    void startTimeAppearsOnceItCanBeRead() {
        proc.delete("stat");
        LinuxProcess process = new LinuxProcess(root.toFile());
        assertThat(read(process)).doesNotContainKey(START_TIME);

        proc.write("stat", "btime 1700000000\n");

        assertThat(read(process)).containsEntry(START_TIME, 1700000987.65);
    }
}
