package dev.fennel.registry;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricType;
import java.util.List;

/** Checks a metric's labels. That names are valid and different, and values valid, {@link Labels} ensures itself. */
final class SeriesCheck {
    private SeriesCheck() {}

    /** A Desc has no such label, but a metric of a user's own can bring any. */
    static void checkReservedLabels(Series series) {
        String reserved = series.desc().type() == MetricType.HISTOGRAM
                ? "le"
                : series.desc().type() == MetricType.SUMMARY ? "quantile" : null;
        if (reserved != null && series.labels().get(reserved) != null) {
            throw new MetricFault("label \"" + reserved + "\" is reserved for the format of a "
                    + series.desc().type());
        }
    }

    /** What a pedantic registry checks: that the Desc was described, and that the labels are those of the Desc. */
    static void checkDescribed(Series series, DescSet described) {
        Desc desc = series.desc();
        if (!described.covers(desc)) {
            throw new MetricFault(
                    "not described by its collector: got " + desc + ", expected one of " + described.descs());
        }
        if (!fits(series.labels(), desc.constLabels(), desc.variableLabels())) {
            throw new MetricFault("expected the const labels " + desc.constLabels() + " and the labels "
                    + desc.variableLabels() + " of its Desc, got " + series.labels());
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
