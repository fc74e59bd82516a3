package dev.fennel.collectors;

import dev.fennel.internal.families.FamilySink;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The JVM as its management beans see it: memory, garbage collection, threads, classes and more, as {@link JvmPart}
 * lists them.
 *
 * <p>Names, types and labels are those of client_java 1.x, so dashboards made for it work unchanged; what that lacks is
 * here too: pauses of garbage collection as a histogram, and virtual threads. A number that a JVM does not have, or
 * that cannot be read, is left out of that scrape; only limits and initial sizes of memory are -1 if undefined, as in
 * client_java.
 *
 * <p>The default registry has all parts; another registry may have fewer:
 *
 * <pre>{@code
 * registry.register(new JvmCollector(EnumSet.complementOf(EnumSet.of(JvmPart.THREADS))));
 * }</pre>
 *
 * <p>Safe to be used by several threads.
 */
public final class JvmCollector implements Collector {
    private final Map<JvmPart, Collector> parts;

    /** A collector for all parts. */
    public JvmCollector() {
        this(EnumSet.allOf(JvmPart.class));
    }

    /**
     * A collector for some parts. Different parts can be registered in different collectors.
     *
     * @param parts the parts to collect
     * @throws IllegalArgumentException if there is none
     */
    public JvmCollector(Set<JvmPart> parts) {
        this(collectors(parts));
    }

    JvmCollector(Map<JvmPart, Collector> parts) {
        this.parts = parts;
    }

    /** Makes the collectors of parts; what cannot be made is missing, and costs no other. */
    private static Map<JvmPart, Collector> collectors(Set<JvmPart> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("expected at least one part of the JVM to collect, got none");
        }
        Map<JvmPart, Collector> collectors = new EnumMap<>(JvmPart.class);
        for (JvmPart part : parts) {
            try {
                collectors.put(part, part.collector());
            } catch (Throwable e) { // a security manager's, or a linkage error where the platform lacks something
                LenientReading.logFailure(part.name(), e);
            }
        }
        return collectors;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        for (Collector part : parts.values()) {
            part.describe(out);
        }
        if (out instanceof FamilySink sink) {
            sink.promiseToReturn(this);
        }
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        LenientReading reading = new LenientReading();
        for (Map.Entry<JvmPart, Collector> part : parts.entrySet()) {
            reading.collect(part.getKey().name(), part.getValue());
        }
        reading.handOut(out);
    }
}
