package dev.fennel.collectors;

import dev.fennel.collectors.cgroup.CgroupFamilies;
import dev.fennel.internal.families.FamilySink;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.io.File;
import java.util.function.Consumer;

/**
 * The container as the Linux kernel sees it: memory, CPU and processes of the control group (cgroup) that this process
 * is in, their limits, and how often they were reached.
 *
 * <pre>{@code
 * registry.register(new ContainerCollector());
 * }</pre>
 *
 * <ul>
 *   <li>{@code cgroup_memory_{usage,peak,limit}_bytes}. Usage includes files that the kernel keeps cached and would
 *       give up. {@code cgroup_memory_events_total} by {@code event}: {@code low}, {@code high}, {@code max} (the limit
 *       was reached), {@code oom}, {@code oom_kill} (a process was killed) and {@code oom_group_kill}.
 *   <li>{@code cgroup_cpu_seconds_total} by {@code mode}, {@code user} or {@code system};
 *       {@code cgroup_cpu_limit_cores}; {@code cgroup_cpu_periods_total}, {@code cgroup_cpu_throttled_periods_total}
 *       and {@code cgroup_cpu_throttled_seconds_total}, from which to learn that a limit makes the program slow.
 *   <li>{@code cgroup_pids_current} and {@code cgroup_pids_limit}, where threads count too.
 *   <li>{@code cgroup_pressure_seconds_total} by {@code resource} ({@code cpu}, {@code io}, {@code memory}) and
 *       {@code stalled}: for how long {@code some} tasks, or all of them ({@code full}), waited for the resource.
 * </ul>
 *
 * <p>The names are not those of cAdvisor, {@code container_...}: it looks at all containers from outside and labels
 * them, and both in one server must not be added up.
 *
 * <p>Version 2 of cgroups is read and version 1, which has fewer events and no pressure, and machines that use both. A
 * number that is not there is left out: no limit is no number, and a process that is in no group but that of the whole
 * machine, or not on Linux, has none at all. Limits are those of the group itself; one that is set on a group above, as
 * on a Kubernetes pod as a whole, is not seen.
 *
 * <p>The default registry does not have this collector, as many programs run in no container and a fresh program is to
 * be scraped soon. Files are read at each scrape and not before.
 *
 * <p>Safe to be used by several threads.
 */
public final class ContainerCollector implements Collector {
    private final CgroupFamilies families;

    /** A collector for the container of this process. */
    public ContainerCollector() {
        this(new File("/"));
    }

    ContainerCollector(File root) {
        this.families = new CgroupFamilies(root);
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        families.describe(out);
        if (out instanceof FamilySink sink) {
            sink.promiseToReturn(this);
        }
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        LenientReading reading = new LenientReading();
        reading.collect("cgroup", families);
        reading.handOut(out);
    }
}
