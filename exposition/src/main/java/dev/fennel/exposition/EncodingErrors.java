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

    /** Reports what a metric threw, unless it is fatal. */
    static GatherError of(MetricFamily family, Metric metric, Throwable cause) {
        throwIfFatal(cause);
        return new GatherError(quoted(family) + labels(metric) + ": " + text(cause), cause);
    }

    /** A stack overflow, unlike other errors of the virtual machine, is no more than the fault of one metric. */
    private static void throwIfFatal(Throwable thrown) {
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
    }

    /** What was thrown, for a person; its own text is a user's code, which may throw as well. */
    static String text(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (Throwable e) {
            return thrown.getClass().getName();
        }
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
