package dev.fennel.registry;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import java.util.List;

/**
 * A metric during a gather, with everything but its value read once.
 *
 * @param metric the metric
 * @param desc its Desc
 * @param labels its labels
 * @param timestampMillis its timestamp, or {@link Metric#NO_TIMESTAMP}
 * @param source where it comes from, for messages
 */
record Series(Metric metric, Desc desc, Labels labels, long timestampMillis, String source) {
    /** Reads a metric, which may be a user's code. */
    static Series of(Metric metric, String source) {
        Desc desc = metric.desc();
        if (desc == null) {
            throw new MetricFault("desc() returned null, expected a Desc");
        }
        Labels labels = metric.labels();
        if (labels == null) {
            throw new MetricFault(desc.quoted() + ": labels() returned null, expected Labels");
        }
        return new Series(metric, desc, labels, metric.timestampMillis(), source);
    }

    Series withMetric(Metric other) {
        return new Series(other, desc, labels, timestampMillis, source);
    }

    /** The same series, with what a wrapper adds. */
    Series wrapped(Wrapping wrapping) {
        Desc longer = wrapping.wrap(desc);
        Metric wrapped = new WrappedMetric(metric, wrapping, longer);
        return new Series(wrapped, longer, wrapping.wrap(labels, desc), timestampMillis, source);
    }

    /**
     * The series for a message.
     *
     * @return type, name and labels
     */
    @Override
    public String toString() {
        return desc.quoted() + labels;
    }

    /** The series and where it comes from, for a message. A metric that is its own collector is named once. */
    String withSource() {
        return source.equals(desc.quoted()) ? toString() : source + ": " + this;
    }

    /** Checks what {@link Labels} itself does not: that ensures valid and different names, and valid values. */
    static final class LabelCheck {
        private LabelCheck() {}

        /** A Desc cannot have a label that the format of its type needs, but a metric of a user's own can. */
        static void notReserved(Series series) {
            String reserved = series.desc.type() == MetricType.HISTOGRAM
                    ? "le"
                    : series.desc.type() == MetricType.SUMMARY ? "quantile" : null;
            if (reserved != null && series.labels.get(reserved) != null) {
                throw new MetricFault(
                        "label \"" + reserved + "\" is reserved for the format of a " + series.desc.type());
            }
        }

        /** What a pedantic registry checks: that the Desc was described, and that the labels are those of the Desc. */
        static void described(Series series, DescSet described) {
            Desc desc = series.desc;
            if (!described.covers(desc)) {
                throw new MetricFault("not described by its collector: got " + desc + ", expected one of " + described);
            }
            if (!fits(series.labels, desc.constLabels(), desc.variableLabels())) {
                throw new MetricFault("expected the const labels " + desc.constLabels() + " and the labels "
                        + desc.variableLabels() + " of its Desc, got " + series.labels);
            }
        }

        private static boolean fits(Labels labels, Labels constLabels, List<String> variableLabels) {
            for (int i = 0; i < constLabels.size(); i++) {
                if (!constLabels.value(i).equals(labels.get(constLabels.name(i)))) {
                    return false;
                }
            }
            return labels.size() == constLabels.size() + variableLabels.size()
                    && labels.names().containsAll(variableLabels);
        }
    }
}
