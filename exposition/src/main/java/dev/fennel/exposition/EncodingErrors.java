package dev.fennel.exposition;

import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;

/** Says which family or metric could not be encoded, and why. */
final class EncodingErrors {
    private EncodingErrors() {}

    static GatherError of(MetricFamily family, String reason) {
        return new GatherError(quoted(family) + ": " + reason);
    }

    static GatherError of(MetricFamily family, Metric metric, String reason) {
        return new GatherError(quoted(family) + labels(metric) + ": " + reason);
    }

    static GatherError of(MetricFamily family, Metric metric, Throwable cause) {
        return new GatherError(quoted(family) + labels(metric) + ": " + cause, cause);
    }

    private static String quoted(MetricFamily family) {
        return family.type() + " \"" + family.name() + "\"";
    }

    /** The labels, unless reading them is what fails. */
    private static String labels(Metric metric) {
        try {
            return " " + metric.labels();
        } catch (Throwable e) {
            return "";
        }
    }
}
