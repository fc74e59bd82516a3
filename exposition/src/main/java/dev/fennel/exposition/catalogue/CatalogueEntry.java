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
 * @param bounds the upper bounds of classic buckets that any of its series has, in order, {@code +Inf} too; empty if it
 *     is no histogram, has no series, or has native buckets alone, and so no series {@code _bucket}
 * @param nativeBuckets whether it is a histogram with series that have native buckets
 */
public record CatalogueEntry(
        String name,
        MetricType type,
        String unit,
        List<String> labels,
        String help,
        List<Double> bounds,
        boolean nativeBuckets) {
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
     * @param bounds the upper bounds of classic buckets; copied
     * @param nativeBuckets whether it is a histogram with native buckets
     */
    public CatalogueEntry {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(unit, "unit");
        labels = List.copyOf(labels);
        Objects.requireNonNull(help, "help");
        bounds = List.copyOf(bounds);
    }

    static CatalogueEntry of(Desc desc) {
        SortedSet<String> labels = new TreeSet<>(desc.variableLabels());
        labels.addAll(desc.constLabels().names());
        String unit = unit(desc.unit(), desc.name());
        return new CatalogueEntry(desc.name(), desc.type(), unit, List.copyOf(labels), desc.help(), List.of(), false);
    }

    static CatalogueEntry of(MetricFamily family) {
        SortedSet<String> labels = new TreeSet<>();
        for (Metric metric : family.metrics()) {
            labels.addAll(metric.labels().names());
        }
        Buckets buckets = new Buckets();
        if (family.type() == MetricType.HISTOGRAM) {
            family.metrics().forEach(buckets::see);
        }
        return new CatalogueEntry(
                family.name(),
                family.type(),
                unit(family.unit(), family.name()),
                List.copyOf(labels),
                family.help(),
                List.copyOf(buckets.bounds),
                buckets.natives);
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
        return new CatalogueEntry(name, type, unit, List.copyOf(all), help, gathered.bounds, gathered.nativeBuckets);
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
                && bounds.equals(that.bounds)
                && nativeBuckets == that.nativeBuckets;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, unit, labels, help, bounds, nativeBuckets);
    }

    @Override
    public String toString() {
        return "CatalogueEntry[" + type + " \"" + name + "\", labels=" + labels + "]";
    }

    /** Looks at the buckets of histograms. */
    private static final class Buckets implements MetricVisitor {
        private final SortedSet<Double> bounds = new TreeSet<>();
        private boolean natives;

        void see(Metric metric) {
            try {
                metric.write(this);
            } catch (Throwable e) { // a metric is foreign code
                return; // a scrape reports it
            }
        }

        @Override
        public void histogram(HistogramValue value) {
            natives |= value.nativeBuckets() != null;
            for (int i = 0; i < value.bucketCount() && !value.isNativeOnly(); i++) {
                bounds.add(value.upperBound(i));
            }
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
