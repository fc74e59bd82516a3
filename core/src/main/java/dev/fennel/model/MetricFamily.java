package dev.fennel.model;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.NumberRun;
import dev.fennel.internal.Unicode;
import java.util.List;
import java.util.Objects;

/**
 * All gathered metrics of one name, sorted by their labels.
 *
 * <p>Instruments are live: each writes the value that it has when it is written. All other metrics of a registry's
 * family write the value that they had when they were gathered. A registry hands out the same family object again for
 * as long as its series are the same, so an encoder may keep what it derived from one.
 */
public final class MetricFamily {
    private final MetricType type;
    private final String name;
    private final String help;
    private final String unit;
    private final List<Metric> metrics;

    /** Reads many of the metrics at once, or null. It is the list itself, so it can be nobody else's. */
    private final @Nullable NumberRun<NumberBatch> run;

    /**
     * A family of metrics.
     *
     * @param type the type of all its metrics
     * @param name the metric name
     * @param help the help text, perhaps empty
     * @param unit the unit, empty for none
     * @param metrics the metrics, already in order; copied
     * @throws IllegalArgumentException if the name is empty, or name, help or unit are not valid Unicode
     */
    public MetricFamily(MetricType type, String name, String help, String unit, List<? extends Metric> metrics) {
        this.type = Objects.requireNonNull(type, "type");
        this.name = Objects.requireNonNull(name, "name");
        this.help = Objects.requireNonNull(help, "help");
        this.unit = Objects.requireNonNull(unit, "unit");
        if (name.isEmpty() || !(Unicode.isValid(name) && Unicode.isValid(help) && Unicode.isValid(unit))) {
            throw new IllegalArgumentException(
                    quoted() + ": expected a name that is not empty, and name, help and unit of valid Unicode");
        }
        this.run = run(metrics);
        this.metrics = run == null ? List.copyOf(metrics) : immutable(metrics);
    }

    @SuppressWarnings("unchecked") // only the library's own classes can name the interface
    private static @Nullable NumberRun<NumberBatch> run(List<? extends Metric> metrics) {
        return metrics instanceof NumberRun ? (NumberRun<NumberBatch>) metrics : null;
    }

    @SuppressWarnings("unchecked") // nothing can be added to it
    private static List<Metric> immutable(List<? extends Metric> metrics) {
        return (List<Metric>) metrics;
    }

    /**
     * A family with the type, name, help and unit of a Desc.
     *
     * @param desc describes the metrics
     * @param metrics the metrics, already in order; copied
     */
    public MetricFamily(Desc desc, List<? extends Metric> metrics) {
        this(desc.type(), desc.name(), desc.help(), desc.unit(), metrics);
    }

    /**
     * A family of the same type, name, help and unit, with other metrics, such as some of those that this one has.
     *
     * @param others the metrics, already in order; copied
     * @return a new family
     */
    public MetricFamily withMetrics(List<? extends Metric> others) {
        return new MetricFamily(type, name, help, unit, others);
    }

    /**
     * The type of all metrics in the family.
     *
     * @return the type
     */
    public MetricType type() {
        return type;
    }

    /**
     * The metric name.
     *
     * @return the full name
     */
    public String name() {
        return name;
    }

    /**
     * The help text.
     *
     * @return the text, perhaps empty
     */
    public String help() {
        return help;
    }

    /**
     * The unit.
     *
     * @return the unit, empty for none
     */
    public String unit() {
        return unit;
    }

    /**
     * The metrics, sorted: fewer labels first, then by label values, then by timestamp with none last. Those of state
     * sets are sorted by all this without the state first, and then by state, because OpenMetrics wants the states of
     * one set together.
     *
     * @return an immutable list with fast access by index
     */
    public List<Metric> metrics() {
        return metrics;
    }

    /**
     * Reads the values of many metrics at once, as far as they are numbers. This is much faster than to visit one after
     * the other, because memory that is scattered is read in parallel, but the values are the same. Only families whose
     * metrics are all counters, or all gauges, of one Vec can do this.
     *
     * @param from the index of the first metric to read
     * @param into takes the values, instead of what it has; stays empty if metrics have to be {@linkplain Metric#write
     *     visited}
     * @throws IndexOutOfBoundsException if there is no metric with this index
     */
    public void readNumbers(int from, NumberBatch into) {
        Objects.checkIndex(from, metrics.size());
        into.begin(type.valueType());
        if (run != null) {
            run.read(from, into);
            if (into.type() != type.valueType()) { // whoever made this family took the metrics of another one
                into.begin(type.valueType());
            }
        }
    }

    /**
     * What a message calls the family: type and name, such as {@code counter "jobs_total"}.
     *
     * @return the text
     */
    public String quoted() {
        return type + " \"" + name + "\"";
    }

    /**
     * The family for a person.
     *
     * @return type, name and number of metrics
     */
    @Override
    public String toString() {
        return "MetricFamily{" + quoted() + ", " + metrics.size() + " metrics}";
    }
}
