package dev.fennel.collectors.cgroup;

import dev.fennel.collectors.process.ProcText;
import dev.fennel.internal.Nullable;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.io.File;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the kernel reports of the process's control group; see its documents "Control Group v2", "CPU Accounting
 * Controller", "Memory Resource Controller" and "PSI" for the files. What is missing or malformed there is left out.
 */
public final class CgroupFamilies implements Collector {
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    /** From here on a limit is none: version 1 then reports the largest number of 63 bits that is a whole page. */
    private static final double NO_LIMIT = 0x1p62;

    /** From here on a number is no count: one that fell below zero is printed as if it had 64 bits without a sign. */
    private static final double NO_COUNT = 0x1p63;

    private static final Desc MEMORY_USAGE = bytes("usage", "Memory that the cgroup uses, cached files included.");
    private static final Desc MEMORY_PEAK = bytes("peak", "The most memory that the cgroup ever used.");
    private static final Desc MEMORY_LIMIT = bytes("limit", "Memory that the cgroup may use at most.");
    private static final Desc MEMORY_EVENTS = Desc.counter(
            "cgroup_memory_events_total",
            "How often the cgroup came to a bound of its memory, or a process was killed for it.",
            "event");
    private static final Desc CPU =
            seconds("cgroup_cpu_seconds_total", "CPU time that the cgroup used, in seconds.", "mode");
    private static final Desc CPU_LIMIT =
            Desc.gauge("cgroup_cpu_limit_cores", "CPUs that the cgroup may use at once on average.");
    private static final Desc CPU_PERIODS = Desc.counter(
            "cgroup_cpu_periods_total", "Periods, each with a share of CPU time, in which the cgroup ran.");
    private static final Desc CPU_THROTTLED_PERIODS = Desc.counter(
            "cgroup_cpu_throttled_periods_total", "Periods in which the cgroup used up its CPU time and was halted.");
    private static final Desc CPU_THROTTLED = seconds(
            "cgroup_cpu_throttled_seconds_total", "Time for which CPUs were withheld from the cgroup, in seconds.");
    private static final Desc PIDS = Desc.gauge("cgroup_pids_current", "Processes and threads in the cgroup.");
    private static final Desc PIDS_LIMIT =
            Desc.gauge("cgroup_pids_limit", "Processes and threads that the cgroup may have at most.");
    private static final Desc PRESSURE = seconds(
            "cgroup_pressure_seconds_total",
            "Time for which some or all (full) tasks of the cgroup waited for a resource, in seconds.",
            "resource",
            "stalled");

    private static final String[] EVENTS = {"low", "high", "max", "oom", "oom_kill", "oom_group_kill"};

    private final File root;

    /**
     * The control group of this process.
     *
     * @param root the root folder of the file system
     */
    public CgroupFamilies(File root) {
        this.root = root;
    }

    private static Desc bytes(String what, String help) {
        return Desc.gauge("cgroup_memory_" + what + "_bytes", help).withUnit("bytes");
    }

    private static Desc seconds(String name, String help, String... labels) {
        return Desc.counter(name, help, labels).withUnit("seconds");
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        List.of(
                        MEMORY_USAGE,
                        MEMORY_PEAK,
                        MEMORY_LIMIT,
                        MEMORY_EVENTS,
                        CPU,
                        CPU_LIMIT,
                        CPU_PERIODS,
                        CPU_THROTTLED_PERIODS,
                        CPU_THROTTLED,
                        PIDS,
                        PIDS_LIMIT,
                        PRESSURE)
                .forEach(out);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        Reading reading = new Reading(new CgroupFolders(root), out);
        reading.memory();
        reading.cpu();
        reading.pids();
        reading.pressure();
    }

    /** One reading of all files. */
    private static final class Reading {
        private final CgroupFolders folders;
        private final @Nullable File unified;
        private final Consumer<? super Metric> out;

        Reading(CgroupFolders folders, Consumer<? super Metric> out) {
            this.folders = folders;
            this.unified = folders.unified();
            this.out = out;
        }

        void memory() {
            if (folders.isSeparate("memory")) {
                File memory = folders.of("memory");
                put(MEMORY_USAGE, number(memory, "memory.usage_in_bytes"));
                put(MEMORY_PEAK, number(memory, "memory.max_usage_in_bytes"));
                put(MEMORY_LIMIT, limit(number(memory, "memory.limit_in_bytes")));
                put(MEMORY_EVENTS, number(memory, "memory.failcnt"), "max");
                put(MEMORY_EVENTS, field(read(memory, "memory.oom_control"), "oom_kill"), "oom_kill");
            } else {
                put(MEMORY_USAGE, number(unified, "memory.current"));
                put(MEMORY_PEAK, number(unified, "memory.peak"));
                put(MEMORY_LIMIT, limit(number(unified, "memory.max")));
                String events = read(unified, "memory.events");
                for (String event : EVENTS) {
                    put(MEMORY_EVENTS, field(events, event), event);
                }
            }
        }

        void cpu() {
            if (folders.isSeparate("cpu")) {
                File cpu = folders.of("cpu");
                putPeriods(read(cpu, "cpu.stat"), "throttled_time", NANOS_PER_SECOND);
                put(CPU_LIMIT, number(cpu, "cpu.cfs_quota_us") / number(cpu, "cpu.cfs_period_us"));
            } else {
                putPeriods(read(unified, "cpu.stat"), "throttled_usec", MICROS_PER_SECOND);
                List<String> quotaAndPeriod = ProcText.words(read(unified, "cpu.max"));
                put(CPU_LIMIT, number(quotaAndPeriod, 0) / number(quotaAndPeriod, 1));
            }
            if (folders.isSeparate("cpuacct")) {
                putUsed(read(folders.of("cpuacct"), "cpuacct.stat"), "", ProcText.TICKS_PER_SECOND);
            } else {
                putUsed(read(unified, "cpu.stat"), "_usec", MICROS_PER_SECOND);
            }
        }

        private void putPeriods(String stat, String throttled, double perSecond) {
            put(CPU_PERIODS, field(stat, "nr_periods"));
            put(CPU_THROTTLED_PERIODS, field(stat, "nr_throttled"));
            put(CPU_THROTTLED, field(stat, throttled) / perSecond);
        }

        private void putUsed(String stat, String suffix, double perSecond) {
            for (String mode : new String[] {"user", "system"}) {
                put(CPU, field(stat, mode + suffix) / perSecond, mode);
            }
        }

        void pids() {
            File pids = folders.isSeparate("pids") ? folders.of("pids") : unified;
            put(PIDS, number(pids, "pids.current"));
            put(PIDS_LIMIT, number(pids, "pids.max"));
        }

        /** Lines such as {@code some avg10=0.00 avg60=0.00 avg300=0.00 total=1234}. */
        void pressure() {
            for (String resource : new String[] {"cpu", "io", "memory"}) {
                String text = read(unified, resource + ".pressure");
                for (String stalled : new String[] {"some", "full"}) {
                    String total = ProcText.wordAfter(stalled + " ", text, 3);
                    if (total.startsWith("total=")) {
                        double micros = ProcText.number(total.substring("total=".length()));
                        put(PRESSURE, micros / MICROS_PER_SECOND, resource, stalled);
                    }
                }
            }
        }

        /** Hands out a number if it is one. */
        private void put(Desc desc, double value, String... labelValues) {
            if (value < NO_COUNT) {
                out.accept(ConstMetric.of(desc, value, labelValues));
            }
        }

        private static double limit(double value) {
            return value < NO_LIMIT ? value : Double.NaN;
        }

        private static String read(@Nullable File folder, String file) {
            return folder == null ? "" : ProcText.read(new File(folder, file));
        }

        /** The number that a file consists of; NaN if it is none, such as {@code max}. */
        private static double number(@Nullable File folder, String file) {
            List<String> words = ProcText.words(read(folder, file));
            return words.size() == 1 ? number(words, 0) : Double.NaN;
        }

        private static double number(List<String> words, int index) {
            return ProcText.number(ProcText.word(words, index));
        }

        /** The number on a line such as {@code nr_periods 7}. */
        private static double field(String text, String name) {
            return ProcText.number(ProcText.wordAfter(name + " ", text, 0));
        }
    }
}
