package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.parser.SampleLine.ExemplarToken;
import dev.fennel.exposition.parser.SampleLine.SeriesKey;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Assembles one metric at one time from its samples, line by line. */
abstract class PointAssembler {
    /** The line of the latest sample. */
    private int line;

    private final Labels labels;
    private long timestampMillis;
    private long createdMillis = Metric.NO_TIMESTAMP;

    /**
     * Starts without any sample.
     *
     * @param key the labels and the time of the metric
     */
    PointAssembler(SeriesKey key) {
        this.labels = key.labels();
        this.timestampMillis = key.timestampMillis();
    }

    /** Starts a metric of this type without any sample. */
    static PointAssembler of(MetricType type, SeriesKey key) {
        return switch (type) {
            case HISTOGRAM -> new HistogramAssembler(key);
            case SUMMARY -> new SummaryAssembler(key);
            default -> new ScalarAssembler(key);
        };
    }

    /**
     * Takes a sample, unless the metric already has it. Returns whether it had not.
     *
     * @throws TextParseException if its value is not valid, or does not fit the other samples
     */
    final boolean add(SampleKind kind, SampleLine sample, TextCursor in) {
        line = in.line();
        if (kind != SampleKind.CREATED) {
            return addValue(kind, sample, in);
        }
        boolean isFirst = createdMillis == Metric.NO_TIMESTAMP;
        if (isFirst) {
            createdMillis = NumberGrammar.secondsInMillis(sample.value(), in);
        }
        return isFirst;
    }

    /** Takes a sample of any kind but {@link SampleKind#CREATED}. */
    abstract boolean addValue(SampleKind kind, SampleLine sample, TextCursor in);

    /**
     * Makes the metric.
     *
     * @throws IllegalArgumentException if the model refuses it
     */
    final ConstMetric build(FamilyAssembler family) {
        ConstMetric metric = buildUntimed(family);
        if (createdMillis != Metric.NO_TIMESTAMP) {
            metric = metric.withCreated(Instant.ofEpochMilli(createdMillis));
        }
        return timestampMillis == Metric.NO_TIMESTAMP
                ? metric
                : metric.withTimestamp(Instant.ofEpochMilli(timestampMillis));
    }

    /** Makes the metric without its timestamp and without the time when counting began. */
    abstract ConstMetric buildUntimed(FamilyAssembler family);

    final Labels labels() {
        return labels;
    }

    /** The label values, in the order in which the Desc of the family names the labels. */
    final String[] labelValues() {
        return labels.values().toArray(String[]::new);
    }

    final long timestampMillis() {
        return timestampMillis;
    }

    /** Makes this a metric of another time. */
    final void setTimestampMillis(long millis) {
        timestampMillis = millis;
    }

    /** Takes the lines of another point for lines of this one. */
    final void goOnBehind(PointAssembler other) {
        line = Math.max(line, other.line);
    }

    /** The exception for a problem of several lines together. It points at the last of them. */
    final TextParseException error(String problem) {
        return new TextParseException(line, 1, problem);
    }

    /** Assembles a metric that has one value: all but histograms and summaries. */
    static final class ScalarAssembler extends PointAssembler {
        private boolean complete;
        private double value;
        private @Nullable ExemplarToken exemplar;

        ScalarAssembler(SeriesKey key) {
            super(key);
        }

        @Override
        boolean addValue(SampleKind kind, SampleLine sample, TextCursor in) {
            if (complete) {
                return false;
            }
            value = sample.number();
            exemplar = sample.exemplar();
            complete = true;
            return true;
        }

        /** Whether there is a value. A counter could have only the time when counting began. */
        boolean isComplete() {
            return complete;
        }

        @Override
        ConstMetric buildUntimed(FamilyAssembler family) {
            ConstMetric metric = ConstMetric.of(family.desc(labels()), value, labelValues());
            return exemplar == null ? metric : metric.withExemplars(exemplar.exemplar());
        }
    }

    /** Assembles what histograms and summaries have in common: a count and a sum. */
    abstract static class ObservationsAssembler extends PointAssembler {
        private @Nullable Long count;
        private @Nullable Double sum;

        ObservationsAssembler(SeriesKey key) {
            super(key);
        }

        @Override
        final boolean addValue(SampleKind kind, SampleLine sample, TextCursor in) {
            switch (kind) {
                case COUNT, GAUGE_COUNT -> {
                    boolean isFirst = count == null;
                    if (isFirst) {
                        long newCount = NumberGrammar.count(sample.value(), in);
                        checkCount(newCount, sample, in);
                        count = newCount;
                    }
                    return isFirst;
                }
                case SUM, GAUGE_SUM -> {
                    boolean isFirst = sum == null;
                    if (isFirst) {
                        sum = sample.number();
                    }
                    return isFirst;
                }
                default -> {
                    return addOne(sample, in);
                }
            }
        }

        /** Refuses a count that does not fit what was added before. */
        abstract void checkCount(long newCount, SampleLine sample, TextCursor in);

        /** Adds a bucket or a quantile. Returns whether it is the first one with its bound or rank. */
        abstract boolean addOne(SampleLine sample, TextCursor in);

        /** The count; null if the text does not have it. */
        final @Nullable Long count() {
            return count;
        }

        /** The sum; null if the text does not have it. */
        final @Nullable Double sum() {
            return sum;
        }

        /** The count, if the text has it. */
        final OptionalLong optionalCount() {
            return count == null ? OptionalLong.empty() : OptionalLong.of(count);
        }

        /** The sum, if the text has it. */
        final OptionalDouble optionalSum() {
            return sum == null ? OptionalDouble.empty() : OptionalDouble.of(sum);
        }

        /** Whether both have the same sample, so that they cannot be parts of one metric. */
        boolean overlaps(ObservationsAssembler other) {
            return (count != null && other.count != null) || (sum != null && other.sum != null);
        }

        /** Takes over all samples of another part of the same metric, and its time if it has one. */
        void take(ObservationsAssembler other) {
            count = count == null ? other.count : count;
            sum = sum == null ? other.sum : sum;
            if (other.timestampMillis() != Metric.NO_TIMESTAMP) {
                setTimestampMillis(other.timestampMillis());
            }
            goOnBehind(other);
        }
    }
}
