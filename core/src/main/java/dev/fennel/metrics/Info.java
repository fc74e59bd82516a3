package dev.fennel.metrics;

import dev.fennel.internal.Unicode;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Carries information in its labels alone, such as a version; its value is always 1.
 *
 * <pre>{@code
 * Info build = Info.builder("build_info", "What runs here.", "version", "revision").register();
 * build.setLabelValues("2.4.0", "9f3c2e1");
 * }</pre>
 *
 * <p>With labels, nothing is exposed until they are set. Without labels, there is one series from the start, with the
 * const labels. In the text format an info is a gauge; OpenMetrics has a type for it.
 */
public final class Info extends SeriesSet {
    private static final Comparator<Metric> BY_LABELS = (a, b) -> compare(a.labels(), b.labels());

    static {
        // A class that is first used at the end of a stack may be lost to the whole JVM.
        Info rehearsal = new Info(Desc.of(MetricType.INFO, "rehearsal_info", "", "l"));
        rehearsal.setLabels(Labels.of("l", "a"));
        rehearsal.addLabelValues("b");
        rehearsal.deleteLabelValues("a");
    }

    Info(Desc desc) {
        super(desc, desc.variableLabels().isEmpty() ? List.of(ConstMetric.of(desc, 1)) : List.of());
    }

    /**
     * Starts to build an info.
     *
     * @param name the name, which ends in {@code _info}
     * @param help what the labels mean
     * @param labelNames the names of the labels
     * @return a builder
     */
    public static MetricBuilder.Plain<Info> builder(String name, String help, String... labelNames) {
        return new MetricBuilder.Plain<>(Info::new, MetricType.INFO, name, help, labelNames);
    }

    /**
     * Sets the labels, in place of all that were set or added before. No scrape sees both the old and the new, or
     * neither.
     *
     * @param values a value for each label, in the order in which the labels were named
     * @throws IllegalArgumentException if there are too many or too few values, or one is not valid Unicode
     */
    public void setLabelValues(String... values) {
        set(series(values));
    }

    /**
     * Sets the labels, in place of all that were set or added before. No scrape sees both the old and the new, or
     * neither.
     *
     * @param labels a value for each label, by name
     * @throws IllegalArgumentException if a label is missing or unknown
     */
    public void setLabels(Labels labels) {
        set(series(valuesOf(labels)));
    }

    /**
     * Adds a series with these labels to the others. If there is one with the same labels, nothing happens.
     *
     * @param values a value for each label, in the order in which the labels were named
     * @throws IllegalArgumentException if there are too many or too few values, or one is not valid Unicode
     */
    public void addLabelValues(String... values) {
        add(series(values));
    }

    /**
     * Adds a series with these labels to the others. If there is one with the same labels, nothing happens.
     *
     * @param labels a value for each label, by name
     * @throws IllegalArgumentException if a label is missing or unknown
     */
    public void addLabels(Labels labels) {
        add(series(valuesOf(labels)));
    }

    /**
     * Deletes the series with these labels, if there is one.
     *
     * @param values a value for each label, in the order in which the labels were named
     * @throws IllegalArgumentException if there are too many or too few values
     */
    public void deleteLabelValues(String... values) {
        delete(series(values));
    }

    /**
     * Deletes the series with these labels, if there is one.
     *
     * @param labels a value for each label, by name
     * @throws IllegalArgumentException if a label is missing or unknown
     */
    public void delete(Labels labels) {
        delete(series(valuesOf(labels)));
    }

    /**
     * The labels of each series, const labels included, in order.
     *
     * @return an immutable list
     */
    public List<Labels> labels() {
        return family().metrics().stream().map(Metric::labels).toList();
    }

    private String[] valuesOf(Labels labels) {
        List<String> names = desc().variableLabels();
        if (labels.size() != names.size() || !labels.names().containsAll(names)) {
            throw new IllegalArgumentException(this + ": expected labels " + names + ", got " + labels);
        }
        String[] values = new String[names.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = labels.get(names.get(i));
        }
        return values;
    }

    private Metric series(String[] values) {
        return ConstMetric.of(desc(), 1, values);
    }

    private void set(Metric wanted) {
        update(now -> now.size() == 1 && BY_LABELS.compare(now.get(0), wanted) == 0 ? now : List.of(wanted));
    }

    private void add(Metric added) {
        update(now -> {
            if (without(now, added).size() < now.size()) {
                return now;
            }
            List<Metric> all = new ArrayList<>(now);
            all.add(added);
            all.sort(BY_LABELS);
            return all;
        });
    }

    private void delete(Metric deleted) {
        update(now -> without(now, deleted));
    }

    /** Without streams, which take much stack when they are first used. */
    private static List<Metric> without(List<Metric> series, Metric excepted) {
        List<Metric> others = new ArrayList<>(series);
        others.removeIf(one -> BY_LABELS.compare(one, excepted) == 0);
        return others;
    }

    /** Compares the values of labels with the same names. */
    private static int compare(Labels a, Labels b) {
        int order = 0;
        for (int i = 0; order == 0 && i < a.size(); i++) {
            order = Unicode.compare(a.value(i), b.value(i));
        }
        return order;
    }
}
