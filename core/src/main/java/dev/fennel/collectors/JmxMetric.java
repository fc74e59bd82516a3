package dev.fennel.collectors;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * An attribute of MBeans that a {@link JmxCollector} turns into metrics, one for each MBean that matches.
 *
 * <p>The value of the attribute is a number; or a boolean, where true is 1; or a {@link java.util.Date} or
 * {@link java.time.Instant}, which becomes seconds since the Unix epoch; or a {@link java.time.Duration}, which becomes
 * seconds; or one of those in an {@link java.util.Optional}. Other values are left out, texts and enums too, and so are
 * negative ones of counters. A dot leads into a composite value: {@code HeapMemoryUsage.used}; a dot that is part of a
 * name is written {@code \.}.
 *
 * <p>A value may have rows: tabular data, a map, an array or a collection. A dot leads into one of them, by its key or
 * its index: {@code PendingByQueue.orders}. All of them are read, one series for each, if the metric
 * {@linkplain #withRowLabel has a label} for what tells them apart:
 *
 * <pre>{@code
 * JmxMetric.gauge("queue_pending", "Jobs waiting.", "app:type=Queues", "PendingByQueue").withRowLabel("queue", "key")
 * }</pre>
 *
 * <p>Immutable; the {@code with} methods return a changed copy.
 */
public final class JmxMetric {
    private final Desc desc;
    private final ObjectName mbeans;
    private final JmxAttribute attribute;
    private final List<BiFunction<ObjectName, JmxRow, String>> labelValues;
    private final double factor;

    /** Whether the metric has a series for each row of a value. */
    private final boolean ofRows;

    private JmxMetric(
            Desc desc,
            ObjectName mbeans,
            JmxAttribute attribute,
            List<BiFunction<ObjectName, JmxRow, String>> labelValues,
            double factor,
            boolean ofRows) {
        this.desc = desc;
        this.mbeans = mbeans;
        this.attribute = attribute;
        this.labelValues = List.copyOf(labelValues);
        this.factor = factor;
        this.ofRows = ofRows;
    }

    /**
     * An attribute that goes up and down.
     *
     * @param name the metric name
     * @param help what is measured
     * @param mbeans an object name, perhaps a pattern: {@code com.zaxxer.hikari:type=Pool (*)}
     * @param attribute the attribute
     * @return the metric
     * @throws IllegalArgumentException if a name is invalid
     */
    public static JmxMetric gauge(String name, String help, String mbeans, String attribute) {
        return of(MetricType.GAUGE, name, help, mbeans, attribute);
    }

    /**
     * An attribute that only goes up.
     *
     * @param name the metric name
     * @param help what is counted
     * @param mbeans an object name, perhaps a pattern: {@code Catalina:type=ThreadPool,*}
     * @param attribute the attribute
     * @return the metric
     * @throws IllegalArgumentException if a name is invalid
     */
    public static JmxMetric counter(String name, String help, String mbeans, String attribute) {
        return of(MetricType.COUNTER, name, help, mbeans, attribute);
    }

    private static JmxMetric of(MetricType type, String name, String help, String mbeans, String attribute) {
        Desc desc = Desc.of(type, name, help);
        return new JmxMetric(desc, objectName(desc, mbeans), JmxAttribute.parse(desc, attribute), List.of(), 1, false);
    }

    private static ObjectName objectName(Desc desc, String mbeans) {
        try {
            return new ObjectName(Objects.requireNonNull(mbeans, "mbeans"));
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(
                    desc.quoted()
                            + ": expected an object name such as \"domain:type=Pool,*\", got \"" + mbeans + "\": "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * The same metric with one more label, whose value is a key property of the MBean's name, without quotes if it has
     * any. It is empty where an MBean lacks the property.
     *
     * @param label the label name
     * @param keyProperty the key, such as {@code name} or {@code type}
     * @return a copy
     * @throws IllegalArgumentException if the label name is invalid or there already
     */
    public JmxMetric withLabel(String label, String keyProperty) {
        Objects.requireNonNull(keyProperty, "keyProperty");
        return withLabel(label, mbean -> unquoted(mbean.getKeyProperty(keyProperty)));
    }

    private static String unquoted(@Nullable String property) {
        if (property == null) {
            return "";
        }
        return property.startsWith("\"") ? ObjectName.unquote(property) : property;
    }

    /**
     * The same metric with one more label, whose value is taken from the MBean's name.
     *
     * @param label the label name
     * @param value finds the value; run in each gather, where what it throws is reported
     * @return a copy
     * @throws IllegalArgumentException if the label name is invalid or there already
     */
    public JmxMetric withLabel(String label, Function<? super ObjectName, String> value) {
        Objects.requireNonNull(value, "value");
        return withLabel(label, (mbean, row) -> value.apply(mbean), ofRows);
    }

    /**
     * The metric with a series for each row of its value, told apart by one more label. The rows are those of the first
     * value with rows that the attribute leads to; what follows in it leads into each row. So
     * {@code withRowLabel("pool", "name")} for {@code Pools.used} reads the item {@code used} of each row of the
     * tabular data {@code Pools}, and {@code name} of it.
     *
     * @param label the label name
     * @param key what of the row becomes the label's value: {@code key} for maps, {@code index} for arrays and
     *     collections, which count from 0, and the name of any item for tabular data; empty where a row lacks it
     * @return a copy
     * @throws IllegalArgumentException if the label name is invalid or there already
     */
    public JmxMetric withRowLabel(String label, String key) {
        Objects.requireNonNull(key, "key");
        return withLabel(label, (mbean, row) -> row.key(key), true);
    }

    private JmxMetric withLabel(String label, BiFunction<ObjectName, JmxRow, String> value, boolean rows) {
        List<String> labels = new ArrayList<>(desc.variableLabels());
        labels.add(label);
        List<BiFunction<ObjectName, JmxRow, String>> values = new ArrayList<>(labelValues);
        values.add(value);
        Desc labelled = Desc.of(desc.type(), desc.name(), desc.help(), labels.toArray(String[]::new))
                .withUnit(desc.unit());
        return new JmxMetric(labelled, mbeans, attribute, values, factor, rows);
    }

    /**
     * The same metric with a unit, which OpenMetrics and protobuf show.
     *
     * @param unit a base unit such as {@code seconds} or {@code bytes}; not added to the name
     * @return a copy
     */
    public JmxMetric withUnit(String unit) {
        return new JmxMetric(desc.withUnit(unit), mbeans, attribute, labelValues, factor, ofRows);
    }

    /**
     * The same metric with its values multiplied, to make base units of others: by {@code 1e-3} for an attribute in
     * milliseconds.
     *
     * @param newFactor a positive number
     * @return a copy
     * @throws IllegalArgumentException if the number is not positive and finite
     */
    public JmxMetric withFactor(double newFactor) {
        if (!(newFactor > 0 && newFactor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    desc.quoted() + ": expected a positive and finite factor, got " + newFactor);
        }
        return new JmxMetric(desc, mbeans, attribute, labelValues, newFactor, ofRows);
    }

    Desc desc() {
        return desc;
    }

    ObjectName mbeans() {
        return mbeans;
    }

    /** The attribute to ask an MBean for. */
    String attributeName() {
        return attribute.name();
    }

    /** The attribute with the way into its value, for messages. */
    JmxAttribute attribute() {
        return attribute;
    }

    boolean isOfRows() {
        return ofRows;
    }

    /** The rows to read of what an MBean answered, with values that need not be numbers. */
    List<JmxRow> rows(@Nullable Object attributeValue) {
        return ofRows ? attribute.rows(attributeValue) : List.of(attribute.alone(attributeValue));
    }

    /**
     * The metric's value.
     *
     * @param value the value of a row
     * @return a number, or null if this metric cannot have that value
     */
    @Nullable
    Double value(@Nullable Object value) {
        Double number = JmxAttribute.number(value);
        if (number == null || (desc.type() == MetricType.COUNTER && !(number >= 0))) {
            return null;
        }
        return number * factor;
    }

    /** The values of the labels for a row of an MBean; runs a user's code. */
    String[] labelValues(ObjectName mbean, JmxRow row) {
        return labelValues.stream().map(value -> value.apply(mbean, row)).toArray(String[]::new);
    }

    /**
     * The metric for a person.
     *
     * @return name, MBeans and attribute
     */
    @Override
    public String toString() {
        return desc.quoted() + " from " + attribute + " of " + mbeans;
    }
}
