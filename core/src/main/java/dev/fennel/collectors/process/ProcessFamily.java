package dev.fennel.collectors.process;

import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;
import java.util.Map;

/** The families that {@code ProcessCollector} can hand out: the process metrics that all Prometheus clients share. */
public enum ProcessFamily {
    CPU_SECONDS(
            MetricType.COUNTER,
            "process_cpu_seconds_total",
            "seconds",
            "CPU time that the process has used, in user and system mode, in seconds."),
    OPEN_FDS(MetricType.GAUGE, "process_open_fds", "", "File descriptors that the process has open."),
    MAX_FDS(MetricType.GAUGE, "process_max_fds", "", "File descriptors that the process may have open at most."),
    VIRTUAL_MEMORY(
            MetricType.GAUGE, "process_virtual_memory_bytes", "bytes", "Virtual memory of the process, in bytes."),
    VIRTUAL_MEMORY_MAX(
            MetricType.GAUGE,
            "process_virtual_memory_max_bytes",
            "bytes",
            "Virtual memory that the process may have at most, in bytes."),
    RESIDENT_MEMORY(
            MetricType.GAUGE,
            "process_resident_memory_bytes",
            "bytes",
            "Physical memory that the process occupies, in bytes."),
    START_TIME(
            MetricType.GAUGE,
            "process_start_time_seconds",
            "seconds",
            "When the process started, in seconds since the Unix epoch."),
    NETWORK_RECEIVE(
            MetricType.COUNTER,
            "process_network_receive_bytes_total",
            "bytes",
            "Bytes received over IP in the network namespace of the process."),
    NETWORK_TRANSMIT(
            MetricType.COUNTER,
            "process_network_transmit_bytes_total",
            "bytes",
            "Bytes sent over IP in the network namespace of the process.");

    private final MetricType type;
    private final String familyName;
    private final String unit;
    private final String help;

    ProcessFamily(MetricType type, String familyName, String unit, String help) {
        this.type = type;
        this.familyName = familyName;
        this.unit = unit;
        this.help = help;
    }

    public Desc desc(String namespace) {
        return Desc.of(type, Desc.fullName(namespace, "", familyName), help).withUnit(unit);
    }

    /** A place where the numbers about this process are read. */
    @FunctionalInterface
    public interface Source {
        /**
         * Reads the numbers afresh.
         *
         * @param values takes them; one that is unknown may be left out, or be NaN or negative
         */
        void read(Map<ProcessFamily, Double> values);
    }
}
