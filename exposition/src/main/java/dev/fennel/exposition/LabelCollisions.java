package dev.fennel.exposition;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Finds label names of a family that escaping turns into the same name or into a reserved one, series that are there
 * twice or that it turns into the same series, and, for formats that demand an order, samples of one metric that are
 * not together, one after the other in time. Used by one thread.
 *
 * <p>A family of a registry has its series in order, which {@link #areInOrder} sees from each and the one before, and
 * so does nearly every other. Series of the same label names, which are all there are in most families, also stay
 * different if their names do, so only the names are looked at then. All others are sorted, and neighbours compared.
 * Nothing is looked up by a hash, because strangers may choose label values.
 *
 * <p>No escaped name is {@code le} or {@code quantile}, because every scheme writes an underscore for a character that
 * is not legal. A state set's label with the state is an ordinary label of the series, and compared like the others.
 */
final class LabelCollisions {
    /**
     * The label that holds the metric name in the data model. A server refuses the whole scrape if a series sets it.
     */
    static final String METRIC_NAME = "__name__";

    private static final String APART = "expected the samples of a metric together, got this one after those of others";

    private final EscapingScheme escaping;

    LabelCollisions(EscapingScheme escaping) {
        this.escaping = escaping;
    }

    /**
     * Whether one series comes before another in an order in which all series are different: fewer labels first, then
     * by values, then by names. Apart from exotic characters, and from state sets, it is the order of a registry.
     */
    static boolean areInOrder(Labels a, Labels b) {
        int order = Integer.compare(a.size(), b.size());
        for (int i = 0; order == 0 && i < a.size(); i++) {
            order = a.value(i).compareTo(b.value(i));
        }
        for (int i = 0; order == 0 && i < a.size(); i++) {
            order = a.name(i).compareTo(b.name(i));
        }
        return order < 0;
    }

    /** Why a family with such a label cannot be written, or null. */
    @Nullable
    String reserved(Labels labels) {
        for (int i = 0; i < labels.size(); i++) {
            if (escaping.labelName(labels.name(i)).equals(METRIC_NAME)) {
                return "after escaping, its label name \"" + labels.name(i) + "\" is \"" + METRIC_NAME
                        + "\", which is reserved";
            }
        }
        return null;
    }

    /** Why series of such labels cannot be written, or null. */
    @Nullable
    String within(Labels labels) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < labels.size(); i++) {
            String written = escaping.labelName(labels.name(i));
            if (!names.add(written)) {
                return "after escaping, two of its label names are \"" + written + "\"";
            }
        }
        return null;
    }

    /** A series with its labels as they are written. */
    Written written(int index, Labels labels, long timestampMillis) {
        Pair[] pairs = new Pair[labels.size()];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = new Pair(escaping.labelName(labels.name(i)), labels.value(i));
        }
        Arrays.sort(pairs);
        return new Written(index, labels, pairs, timestampMillis);
    }

    /**
     * A series that cannot be written.
     *
     * @param index where it is in its family
     * @param reason why
     */
    record Fault(int index, String reason) {}

    /**
     * Finds series of the same labels and timestamp.
     *
     * @param series what {@link #written} returned, in the order of the family; without the faults afterwards
     * @return all but the first of those that are the same
     */
    static List<Fault> repeated(List<Written> series) {
        List<Written> sorted = new ArrayList<>(series);
        sorted.sort(Written::compare); // stable, so that the first of equal ones stays first
        List<Fault> faults = new ArrayList<>();
        for (int i = 1; i < sorted.size(); i++) {
            Written first = sorted.get(i - 1);
            Written second = sorted.get(i);
            if (Written.compare(first, second) == 0) {
                second.repeats = true;
                String escaped = first.labels.equals(second.labels) ? "" : "after escaping, ";
                faults.add(new Fault(second.index, escaped + second.repeated()));
            }
        }
        series.removeIf(one -> one.repeats);
        return faults;
    }

    /**
     * Sorts series so that those with the same labels stand together, in the order of the family.
     *
     * @param series without those that are {@linkplain #repeated repeated}, in the order of the family
     */
    static List<Written> byLabels(List<Written> series) {
        for (int i = 0; i < series.size(); i++) {
            series.get(i).position = i;
        }
        List<Written> sorted = new ArrayList<>(series);
        sorted.sort(Written::compareLabels); // stable
        return sorted;
    }

    /**
     * Whether two series have the same labels, so that only their times keep them apart.
     *
     * @param sorted what {@link #byLabels} returned
     */
    static boolean differOnlyInTime(List<Written> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            if (Written.compareLabels(sorted.get(i - 1), sorted.get(i)) == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Finds series that a format does not allow in which the samples of a metric stand together, have all a timestamp
     * or none, and become later.
     *
     * @param sorted what {@link #byLabels} returned
     * @param states whether each is the state of a state set; the states of one set are one metric then, and come again
     *     for its next time
     */
    static List<Fault> outOfTime(List<Written> sorted, boolean states) {
        List<Fault> faults = new ArrayList<>();
        Written before = null;
        Written kept = null;
        boolean together = true;
        for (Written next : sorted) {
            String reason = null;
            if (before == null || kept == null || Written.compareLabels(before, next) != 0) {
                together = true;
            } else {
                together &= next.position == before.position + 1;
                reason = together || states ? next.timeFault(kept) : APART;
            }
            if (reason == null) {
                kept = next;
            } else {
                faults.add(new Fault(next.index, reason));
            }
            before = next;
        }
        return faults;
    }

    /**
     * A label.
     *
     * @param name its name after escaping
     * @param value its value
     */
    private record Pair(String name, String value) implements Comparable<Pair> {
        // Written out because the JDK keeps the class loader of a record whose derived methods were called.
        @Override
        public boolean equals(Object other) {
            return other instanceof Pair that && name.equals(that.name) && value.equals(that.value);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + value.hashCode();
        }

        @Override
        public int compareTo(Pair other) {
            int order = name.compareTo(other.name);
            return order != 0 ? order : value.compareTo(other.value);
        }
    }

    /** A series as it is compared. */
    static final class Written {
        private final int index;
        private final Labels labels;
        private final Pair[] pairs;
        private final long timestampMillis;
        private boolean repeats;
        private int position;

        private Written(int index, Labels labels, Pair[] pairs, long timestampMillis) {
            this.index = index;
            this.labels = labels;
            this.pairs = pairs;
            this.timestampMillis = timestampMillis;
        }

        /** Orders by what must be unique: a format allows the same labels at different times. */
        private static int compare(Written a, Written b) {
            int order = compareLabels(a, b);
            return order != 0 ? order : Long.compare(a.timestampMillis, b.timestampMillis);
        }

        private static int compareLabels(Written a, Written b) {
            return Arrays.compare(a.pairs, b.pairs);
        }

        private String repeated() {
            StringJoiner text = new StringJoiner(", ", "{", "}");
            for (Pair pair : pairs) {
                text.add(pair.name + "=" + pair.value);
            }
            return "another series has the same labels " + text;
        }

        /** What is wrong with the time of a sample that follows another one of the same metric, or null. */
        private @Nullable String timeFault(Written last) {
            if (timestampMillis == Metric.NO_TIMESTAMP != (last.timestampMillis == Metric.NO_TIMESTAMP)) {
                return "expected all samples of a metric to have a timestamp, or none";
            }
            return timestampMillis > last.timestampMillis
                    ? null
                    : "expected a timestamp after " + last.timestampMillis + ", got " + timestampMillis;
        }
    }
}
