package dev.fennel.exposition.catalogue;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One metric of a {@link Catalogue}.
 *
 * @param name the full name
 * @param type the type
 * @param unit the unit: the one that is stated, or the base unit that ends the name, before {@code _total}; empty if
 *     there is neither
 * @param labels the names of all labels that any of its series has, sorted; without {@code le} and {@code quantile}
 * @param help the help text, perhaps empty
 * @param nativeOnly whether it is a histogram with native buckets alone, which has no series {@code _bucket}
 */
public record CatalogueEntry(
        String name, MetricType type, String unit, List<String> labels, String help, boolean nativeOnly) {
    /** Without a prefix, as names should have them. */
    private static final Set<String> UNITS =
            Set.of("amperes", "bytes", "celsius", "grams", "joules", "kelvin", "meters", "ratio", "seconds", "volts");

    /**
     * Checks that nothing is null.
     *
     * @param name the full name
     * @param type the type
     * @param unit the unit, empty for none
     * @param labels the names of the labels; copied
     * @param help the help text
     * @param nativeOnly whether it is a histogram with native buckets alone
     */
    public CatalogueEntry {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(unit, "unit");
        labels = List.copyOf(labels);
        Objects.requireNonNull(help, "help");
    }

    static CatalogueEntry of(Desc desc) {
        SortedSet<String> labels = new TreeSet<>(desc.variableLabels());
        labels.addAll(desc.constLabels().names());
        String unit = unit(desc.unit(), desc.name());
        return new CatalogueEntry(desc.name(), desc.type(), unit, List.copyOf(labels), desc.help(), false);
    }

    static CatalogueEntry of(MetricFamily family) {
        SortedSet<String> labels = new TreeSet<>();
        for (Metric metric : family.metrics()) {
            labels.addAll(metric.labels().names());
        }
        boolean nativeOnly = family.type() == MetricType.HISTOGRAM && NativeOnly.isTrueOf(family.metrics());
        String unit = unit(family.unit(), family.name());
        return new CatalogueEntry(family.name(), family.type(), unit, List.copyOf(labels), family.help(), nativeOnly);
    }

    private static String unit(String stated, String name) {
        if (!stated.isEmpty()) {
            return stated;
        }
        String base = withoutTotal(name);
        String end = base.substring(base.lastIndexOf('_') + 1);
        return UNITS.contains(end) ? end : "";
    }

    static String withoutTotal(String name) {
        return name.endsWith("_total") ? name.substring(0, name.length() - "_total".length()) : name;
    }

    /** This entry, with the labels that the other one has too, and what only series can show. */
    CatalogueEntry seenAs(CatalogueEntry gathered) {
        SortedSet<String> all = new TreeSet<>(labels);
        all.addAll(gathered.labels);
        return new CatalogueEntry(name, type, unit, List.copyOf(all), help, gathered.nativeOnly);
    }

    // Written out because the JDK keeps the class loader of a record whose derived methods were called.
    @Override
    public boolean equals(Object other) {
        return other instanceof CatalogueEntry that
                && name.equals(that.name)
                && type == that.type
                && unit.equals(that.unit)
                && labels.equals(that.labels)
                && help.equals(that.help)
                && nativeOnly == that.nativeOnly;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, unit, labels, help, nativeOnly);
    }

    @Override
    public String toString() {
        return "CatalogueEntry[" + type + " \"" + name + "\", labels=" + labels + "]";
    }

    /** Looks at the buckets of a histogram. */
    private static final class NativeOnly implements MetricVisitor {
        private boolean nativeOnly;

        /** Whether the first series that can be read has no classic buckets. */
        static boolean isTrueOf(List<Metric> metrics) {
            NativeOnly visitor = new NativeOnly();
            for (Metric metric : metrics) {
                try {
                    metric.write(visitor);
                    return visitor.nativeOnly;
                } catch (RuntimeException e) {
                    // A scrape reports it.
                }
            }
            return false;
        }

        @Override
        public void histogram(HistogramValue value) {
            nativeOnly = value.isNativeOnly();
        }

        @Override
        public void counter(double value, long createdMillis, @Nullable Exemplar exemplar) {}

        @Override
        public void gauge(double value) {}

        @Override
        public void untyped(double value) {}

        @Override
        public void summary(SummaryValue value) {}
    }
}
