package dev.fennel.model;

import dev.fennel.internal.Unicode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Describes a metric, or all the metrics that differ only in the values of their variable labels.
 *
 * <p>A Desc has a type, a full name, a help text, a unit (empty for none), the names of the variable labels, and the
 * const labels, whose values are fixed. Within a registry, {@linkplain #sameIdentity name and const label values}
 * belong to one collector, and all Descs of one name agree in {@linkplain #sameDimensions type, help, unit and label
 * names}.
 *
 * <p>Metric names and label names are any non-empty valid Unicode; label names do not start with {@code __}, except
 * those that {@linkplain #mirrored another program} chose. A histogram cannot have a label {@code le}, a summary none
 * called {@code quantile}. Unlike client_golang, a Desc knows its type, and an invalid one cannot be made: the
 * factories throw {@link IllegalArgumentException}.
 *
 * <p>Some rules are those of OpenMetrics 1.0, where a server may reject a whole scrape for one metric that breaks them.
 * They are checked here because names are never changed later. A unit is the end of the name, after {@code _} and, for
 * a counter, before {@code _total}. An info's name ends in {@code _info}; a state set has a variable label of its own
 * name, whose values are the states; neither has a unit.
 *
 * <p>Immutable.
 */
public final class Desc {
    private final MetricType type;
    private final String name;
    private final String help;
    private final String unit;
    private final Labels constLabels;
    private final List<String> variableLabels;
    /** Whether another program chose the label names. */
    private final boolean mirrored;

    private Desc(
            MetricType type,
            String name,
            String help,
            String unit,
            Labels constLabels,
            List<String> variableLabels,
            boolean mirrored) {
        this.type = Objects.requireNonNull(type, "type");
        this.name = Objects.requireNonNull(name, "name");
        this.help = Objects.requireNonNull(help, "help");
        this.unit = Objects.requireNonNull(unit, "unit");
        this.constLabels = Objects.requireNonNull(constLabels, "constLabels");
        this.variableLabels = List.copyOf(variableLabels);
        this.mirrored = mirrored;
        check();
    }

    /**
     * Describes a counter.
     *
     * @param name the full metric name
     * @param help what is counted
     * @param variableLabels the names of the labels whose values vary
     * @return the Desc
     * @throws IllegalArgumentException if a name is invalid or duplicate
     */
    public static Desc counter(String name, String help, String... variableLabels) {
        return of(MetricType.COUNTER, name, help, variableLabels);
    }

    /**
     * Describes a gauge.
     *
     * @param name the full metric name
     * @param help what is measured
     * @param variableLabels the names of the labels whose values vary
     * @return the Desc
     * @throws IllegalArgumentException if a name is invalid or duplicate
     */
    public static Desc gauge(String name, String help, String... variableLabels) {
        return of(MetricType.GAUGE, name, help, variableLabels);
    }

    /**
     * Describes a value of unknown kind.
     *
     * @param name the full metric name
     * @param help what the value is
     * @param variableLabels the names of the labels whose values vary
     * @return the Desc
     * @throws IllegalArgumentException if a name is invalid or duplicate
     */
    public static Desc untyped(String name, String help, String... variableLabels) {
        return of(MetricType.UNTYPED, name, help, variableLabels);
    }

    /**
     * Describes a histogram.
     *
     * @param name the full metric name, without {@code _bucket}, {@code _sum} or {@code _count}
     * @param help what is observed
     * @param variableLabels the names of the labels whose values vary; not {@code le}
     * @return the Desc
     * @throws IllegalArgumentException if a name is invalid, reserved or duplicate
     */
    public static Desc histogram(String name, String help, String... variableLabels) {
        return of(MetricType.HISTOGRAM, name, help, variableLabels);
    }

    /**
     * Describes a summary.
     *
     * @param name the full metric name, without {@code _sum} or {@code _count}
     * @param help what is observed
     * @param variableLabels the names of the labels whose values vary; not {@code quantile}
     * @return the Desc
     * @throws IllegalArgumentException if a name is invalid, reserved or duplicate
     */
    public static Desc summary(String name, String help, String... variableLabels) {
        return of(MetricType.SUMMARY, name, help, variableLabels);
    }

    /**
     * Describes an info: a metric that is always 1 and whose labels carry the information.
     *
     * @param name the full metric name, which ends in {@code _info}
     * @param help what the labels say
     * @param variableLabels the names of the labels whose values vary
     * @return the Desc
     * @throws IllegalArgumentException if a name is invalid or duplicate
     */
    public static Desc info(String name, String help, String... variableLabels) {
        return of(MetricType.INFO, name, help, variableLabels);
    }

    /**
     * Describes a state set: states that are each on or off.
     *
     * @param name the full metric name
     * @param help what the states are of
     * @param variableLabels the names of the labels whose values vary; the one of the metric name has the states
     * @return the Desc
     * @throws IllegalArgumentException if a name is invalid or duplicate, or no label has the metric name
     */
    public static Desc stateSet(String name, String help, String... variableLabels) {
        return of(MetricType.STATE_SET, name, help, variableLabels);
    }

    /**
     * Describes a metric of any type.
     *
     * @param type the type
     * @param name the full metric name
     * @param help what the metric measures
     * @param variableLabels the names of the labels whose values vary
     * @return the Desc
     * @throws IllegalArgumentException if a name is invalid, reserved or duplicate
     */
    public static Desc of(MetricType type, String name, String help, String... variableLabels) {
        return new Desc(type, name, help, "", Labels.EMPTY, List.of(variableLabels), false);
    }

    /**
     * Describes a metric that another program exposes, as a parser does. It is like {@link #of}, but label names may
     * start with {@code __}, as for {@link Labels#mirrored}; only {@code __name__} is reserved.
     *
     * @param type the type
     * @param name the full metric name
     * @param help what the metric measures
     * @param variableLabels the names of the labels whose values vary
     * @return the Desc
     * @throws IllegalArgumentException if a name is invalid, reserved or duplicate
     */
    public static Desc mirrored(MetricType type, String name, String help, String... variableLabels) {
        return new Desc(type, name, help, "", Labels.EMPTY, List.of(variableLabels), true);
    }

    /**
     * Joins the parts of a metric name with {@code _}, leaving empty ones out: client_golang's {@code BuildFQName}.
     *
     * @param namespace the application or library, or empty
     * @param subsystem the part of it, or empty
     * @param name the name proper; if it is empty, so is the result
     * @return the full name
     */
    public static String fullName(String namespace, String subsystem, String name) {
        if (name.isEmpty()) {
            return "";
        }
        StringBuilder full = new StringBuilder();
        for (String part : List.of(namespace, subsystem)) {
            if (!part.isEmpty()) {
                full.append(part).append('_');
            }
        }
        return full.append(name).toString();
    }

    /**
     * The same Desc with other const labels.
     *
     * @param labels labels and their fixed values
     * @return a new Desc
     * @throws IllegalArgumentException if a name is reserved or among the variable labels
     */
    public Desc withConstLabels(Labels labels) {
        return new Desc(type, name, help, unit, labels, variableLabels, mirrored);
    }

    /**
     * The same Desc with another unit, which OpenMetrics and protobuf show.
     *
     * @param newUnit a base unit such as {@code seconds} or {@code bytes}, which the name ends in, or empty for none
     * @return a new Desc
     * @throws IllegalArgumentException if the name does not end in the unit, or metrics of this type have none
     */
    public Desc withUnit(String newUnit) {
        return new Desc(type, name, help, newUnit, constLabels, variableLabels, mirrored);
    }

    /**
     * The same Desc under another name. The label of a state set that is named after it changes its name, too.
     *
     * @param newName the full metric name
     * @return a new Desc
     * @throws IllegalArgumentException if the name is invalid, or does not end in the unit
     */
    public Desc withName(String newName) {
        List<String> labels = new ArrayList<>(variableLabels);
        if (type == MetricType.STATE_SET) {
            labels.replaceAll(label -> label.equals(name) ? newName : label);
        }
        return new Desc(type, newName, help, unit, constLabels, labels, mirrored);
    }

    /**
     * The type.
     *
     * @return the type
     */
    public MetricType type() {
        return type;
    }

    /**
     * The full metric name.
     *
     * @return a non-empty name
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
     * The labels whose values are fixed.
     *
     * @return the const labels, perhaps none
     */
    public Labels constLabels() {
        return constLabels;
    }

    /**
     * The names of the labels whose values vary, in the order in which their values are given.
     *
     * @return an immutable list, perhaps empty
     */
    public List<String> variableLabels() {
        return variableLabels;
    }

    /**
     * The label pairs of one metric: the const labels and the variable ones with these values.
     *
     * @param variableValues a value for each variable label, in their order
     * @return all label pairs, sorted by name
     * @throws IllegalArgumentException if the number of values is wrong or a value is not valid Unicode
     */
    public Labels labels(String... variableValues) {
        checkLabelValues(variableValues);
        int constants = constLabels.size();
        String[] names = new String[constants + variableValues.length];
        String[] values = new String[names.length];
        for (int i = 0; i < constants; i++) {
            names[i] = constLabels.name(i);
            values[i] = constLabels.value(i);
        }
        for (int i = 0; i < variableValues.length; i++) {
            names[constants + i] = variableLabels.get(i);
            values[constants + i] = variableValues[i];
        }
        return Labels.sorted(names, values);
    }

    /**
     * Checks values for the variable labels.
     *
     * @param values the values to check
     * @throws IllegalArgumentException if there are too many or too few, or one is not valid Unicode
     * @throws NullPointerException if one is null
     */
    public void checkLabelValues(String... values) {
        if (values.length != variableLabels.size()) {
            throw new IllegalArgumentException(quoted() + ": expected " + variableLabels.size() + " label values "
                    + variableLabels + ", got " + values.length + " " + Arrays.asList(values));
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                throw new NullPointerException(
                        quoted() + ": the value of label \"" + variableLabels.get(i) + "\" is null");
            }
            NameRules.checkLabelValue(variableLabels.get(i), values[i]);
        }
    }

    /**
     * Whether both describe the same metrics: equal names and equal const label values.
     *
     * @param other another Desc
     * @return true if both cannot be registered by different collectors
     */
    public boolean sameIdentity(Desc other) {
        return name.equals(other.name) && constLabels.values().equals(other.constLabels.values());
    }

    /**
     * Whether both fit into one family: equal type, help, unit and set of label names, whether const or variable.
     *
     * @param other another Desc
     * @return true if metrics of both can stand under one name
     */
    public boolean sameDimensions(Desc other) {
        return type == other.type
                && help.equals(other.help)
                && unit.equals(other.unit)
                && constLabels.names().equals(other.constLabels.names())
                && sortedVariableLabels().equals(other.sortedVariableLabels());
    }

    private List<String> sortedVariableLabels() {
        List<String> sorted = new ArrayList<>(variableLabels);
        sorted.sort(Unicode.ORDER);
        return sorted;
    }

    private void check() {
        if (name.isEmpty() || !Unicode.isValid(name)) {
            throw new IllegalArgumentException(
                    quoted() + ": invalid metric name, expected at least one character of valid Unicode");
        }
        if (!Unicode.isValid(help) || !Unicode.isValid(unit)) {
            throw new IllegalArgumentException(quoted() + ": help and unit must be valid Unicode");
        }
        for (String label : constLabels.names()) {
            checkLabelName(label);
        }
        Set<String> labels = new HashSet<>(constLabels.names());
        for (String label : variableLabels) {
            checkVariableLabel(label, labels);
        }
        String fault = NameRules.openMetricsFault(this);
        if (fault != null) {
            throw new IllegalArgumentException(quoted() + ": " + fault);
        }
    }

    private void checkVariableLabel(String label, Set<String> others) {
        checkLabelName(label);
        if (!others.add(label)) {
            throw new IllegalArgumentException(quoted() + ": duplicate label name \"" + label + "\"");
        }
    }

    private void checkLabelName(String label) {
        String fault = NameRules.labelNameFault(label, mirrored);
        if (fault != null) {
            throw new IllegalArgumentException(quoted() + ": label name \"" + label + "\" " + fault);
        }
        boolean reserved = (type == MetricType.HISTOGRAM && label.equals("le"))
                || (type == MetricType.SUMMARY && label.equals("quantile"));
        if (reserved) {
            throw new IllegalArgumentException(
                    quoted() + ": label \"" + label + "\" is reserved for the format of a " + type);
        }
    }

    /**
     * What a message calls the metric: type and name, such as {@code counter "jobs_total"}.
     *
     * @return the text
     */
    public String quoted() {
        return type + " \"" + name + "\"";
    }

    /**
     * Whether the other object is a Desc equal in everything, the order of variable labels included.
     *
     * @param other any object
     * @return true for an equal Desc
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Desc that
                && type == that.type
                && name.equals(that.name)
                && help.equals(that.help)
                && unit.equals(that.unit)
                && constLabels.equals(that.constLabels)
                && variableLabels.equals(that.variableLabels);
    }

    /**
     * A hash of name and const labels.
     *
     * @return the hash
     */
    @Override
    public int hashCode() {
        return 31 * name.hashCode() + constLabels.hashCode();
    }

    /**
     * The Desc for a person, as in error messages.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return "Desc{" + type + " name: \"" + name + "\", help: \"" + help + "\", unit: \"" + unit + "\", constLabels: "
                + constLabels + ", variableLabels: " + variableLabels + "}";
    }
}
