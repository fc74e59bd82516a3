package dev.fennel.collectors.jvm;

import dev.fennel.internal.Nullable;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.function.Consumer;

/** Four gauges that together show a {@link MemoryUsage}: used, committed, max and init. */
final class UsageFamilies {
    private final Desc used;
    private final Desc committed;
    private final Desc max;
    private final Desc init;

    /**
     * Four families.
     *
     * @param prefix what their names start with
     * @param label the label that says whose usage it is
     * @param subject whose usage it is, and when, for the help texts
     */
    UsageFamilies(String prefix, String label, String subject) {
        used = gauge(prefix + "_used_bytes", "Bytes in use in " + subject + ".", label);
        committed =
                gauge(prefix + "_committed_bytes", "Bytes that the JVM is sure to have for " + subject + ".", label);
        max = gauge(prefix + "_max_bytes", "Limit in bytes of " + subject + ", -1 if there is none.", label);
        init = gauge(
                prefix + "_init_bytes", "Bytes that the JVM began with in " + subject + ", -1 if undefined.", label);
    }

    private static Desc gauge(String name, String help, String label) {
        return Desc.gauge(name, help, label).withUnit("bytes");
    }

    void describe(Consumer<? super Desc> out) {
        List.of(used, committed, max, init).forEach(out);
    }

    /**
     * Hands out the four gauges.
     *
     * @param usage the numbers; if it is null, nothing is handed out
     * @param labelValue whose they are
     * @param out takes the gauges
     */
    void collect(@Nullable MemoryUsage usage, String labelValue, Consumer<? super Metric> out) {
        if (usage == null) {
            return;
        }
        out.accept(ConstMetric.of(used, usage.getUsed(), labelValue));
        out.accept(ConstMetric.of(committed, usage.getCommitted(), labelValue));
        out.accept(ConstMetric.of(max, usage.getMax(), labelValue));
        out.accept(ConstMetric.of(init, usage.getInit(), labelValue));
    }
}
