package dev.fennel.collectors;

import dev.fennel.collectors.process.LinuxProcess;
import dev.fennel.collectors.process.ManagedProcess;
import dev.fennel.collectors.process.ProcessFamily;
import dev.fennel.internal.families.FamilySink;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.io.File;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The process as the operating system sees it: {@code process_cpu_seconds_total}, {@code process_open_fds},
 * {@code process_max_fds}, {@code process_virtual_memory_bytes}, {@code process_virtual_memory_max_bytes},
 * {@code process_resident_memory_bytes}, {@code process_start_time_seconds},
 * {@code process_network_receive_bytes_total} and {@code process_network_transmit_bytes_total}.
 *
 * <p>On Linux they are read from {@code /proc}, as client_golang does; a limit that is not set is 18446744073709551615
 * there too. The network counters are those of the whole network namespace, which a container usually has to itself.
 * Elsewhere they come from the JVM's management beans, as far as those have them. A number that cannot be read is left
 * out of that scrape.
 *
 * <p>Safe to be used by several threads.
 */
public final class ProcessCollector implements Collector {
    private final Map<ProcessFamily, Desc> descs = new EnumMap<>(ProcessFamily.class);
    private final ProcessFamily.Source source;

    /** A collector for this process. */
    public ProcessCollector() {
        this("");
    }

    /**
     * A collector for this process with a prefix in all names, for a registry that has the plain names already.
     *
     * @param namespace put before each name with a {@code _}; empty for none
     */
    public ProcessCollector(String namespace) {
        this(namespace, new File("/proc"));
    }

    ProcessCollector(String namespace, File proc) {
        this(namespace, LinuxProcess.isAt(proc) ? new LinuxProcess(proc) : new ManagedProcess());
    }

    ProcessCollector(String namespace, ProcessFamily.Source source) {
        Objects.requireNonNull(namespace, "namespace");
        this.source = source;
        for (ProcessFamily family : ProcessFamily.values()) {
            descs.put(family, family.desc(namespace));
        }
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        descs.values().forEach(out);
        if (out instanceof FamilySink sink) {
            sink.promiseToReturn(this);
        }
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        Map<ProcessFamily, Double> values = new EnumMap<>(ProcessFamily.class);
        try {
            source.read(values);
        } catch (Throwable e) {
            LenientReading.logFailure("process", e);
        }
        for (Map.Entry<ProcessFamily, Desc> desc : descs.entrySet()) {
            double value = values.getOrDefault(desc.getKey(), Double.NaN);
            if (value >= 0) { // neither unknown nor NaN
                out.accept(ConstMetric.of(desc.getValue(), value));
            }
        }
    }
}
