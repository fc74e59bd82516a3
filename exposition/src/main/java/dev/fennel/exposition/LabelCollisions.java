package dev.fennel.exposition;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Finds label names of a family that escaping turns into the same name or into a reserved one, and series that it turns
 * into the same series. Used by one thread.
 *
 * <p>Series of the same label names, which are all there are in most families, stay different if their names do, so
 * only the names are looked at. Others are sorted, and neighbours compared. Nothing is looked up by a hash, because
 * strangers may choose label values.
 *
 * <p>No escaped name is {@code le} or {@code quantile}, because every scheme writes an underscore for a character that
 * is not legal. A state set's label with the state is an ordinary label of the series, and compared like the others.
 */
final class LabelCollisions {
    /**
     * The label that holds the metric name in the data model. A server refuses the whole scrape if a series sets it.
     */
    private static final String METRIC_NAME = "__name__";

    private final EscapingScheme escaping;

    LabelCollisions(EscapingScheme escaping) {
        this.escaping = escaping;
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
        return new Written(index, pairs, timestampMillis);
    }

    /**
     * Finds series of the same labels and timestamp.
     *
     * @param series what {@link #written} returned, in the order of the family; sorted in another way afterwards
     * @return all but the first of those that are the same
     */
    static List<Written> repeated(List<Written> series) {
        series.sort(Written::compare); // stable, so that the first of equal ones stays first
        List<Written> repeated = new ArrayList<>();
        for (int i = 1; i < series.size(); i++) {
            if (Written.compare(series.get(i - 1), series.get(i)) == 0) {
                repeated.add(series.get(i));
            }
        }
        return repeated;
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
        private final Pair[] pairs;
        private final long timestampMillis;

        private Written(int index, Pair[] pairs, long timestampMillis) {
            this.index = index;
            this.pairs = pairs;
            this.timestampMillis = timestampMillis;
        }

        /** Where the series is in its family. */
        int index() {
            return index;
        }

        /** Orders by what must be unique: a format allows the same labels at different times. */
        private static int compare(Written a, Written b) {
            int order = Arrays.compare(a.pairs, b.pairs);
            return order != 0 ? order : Long.compare(a.timestampMillis, b.timestampMillis);
        }

        /** Why this series cannot be written, if it is repeated. */
        String repeated() {
            StringJoiner labels = new StringJoiner(", ", "{", "}");
            for (Pair pair : pairs) {
                labels.add(pair.name + "=" + pair.value);
            }
            return "after escaping, another series has the same labels " + labels;
        }
    }
}
