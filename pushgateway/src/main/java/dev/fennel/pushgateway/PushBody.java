package dev.fennel.pushgateway;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.pushgateway.internal.Gzip;
import dev.fennel.pushgateway.internal.Nullable;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The body of a push. It is gathered, checked and encoded as a whole, so that nothing is sent if a part is missing. */
final class PushBody {
    private PushBody() {}

    static byte[] of(Gatherer gatherer, GroupingKey group, Format format, boolean gzip) throws IOException {
        GatherResult result = gatherer.gather();
        try {
            return of(result, group, format, gzip);
        } finally {
            result.done();
        }
    }

    private static byte[] of(GatherResult result, GroupingKey group, Format format, boolean gzip) throws IOException {
        List<GatherError> errors = new ArrayList<>(result.errors());
        for (MetricFamily family : result.families()) {
            check(family, group, format.escaping(), errors);
        }
        Encoder encoder = format.newEncoder();
        if (errors.isEmpty()) {
            encoder.encodeAll(result.families());
            encoder.finish();
            errors.addAll(encoder.errors());
        }
        if (!errors.isEmpty()) {
            throw new IncompleteMetricsException("metrics not pushed", errors);
        }
        return gzip ? Gzip.of(encoder::writeTo) : encoder.toByteArray();
    }

    /**
     * Adds an error for the first metric that the gateway would refuse; its siblings are much like it. A gateway
     * refuses a whole push for one timestamp, without saying where it is.
     */
    private static void check(
            MetricFamily family, GroupingKey group, EscapingScheme escaping, List<GatherError> errors) {
        for (Metric metric : family.metrics()) {
            GatherError error;
            try {
                error = check(metric, family, group, escaping);
            } catch (Throwable e) { // a gatherer may hand out any metrics
                error = GatherError.of(family.quoted(), e);
            }
            if (error != null) {
                errors.add(error);
                return;
            }
        }
    }

    private static @Nullable GatherError check(
            Metric metric, MetricFamily family, GroupingKey group, EscapingScheme escaping) {
        Labels labels = metric.labels();
        String conflict = conflict(family.type(), labels, group, escaping);
        String fault;
        if (conflict != null) {
            fault = "label \"" + conflict + "\" clashes with one that the push sets, expected metrics without it";
        } else if (metric.timestampMillis() != Metric.NO_TIMESTAMP) {
            fault = "has a timestamp, which a Pushgateway refuses";
        } else {
            return null;
        }
        return new GatherError(family.quoted() + " " + labels + ": " + fault);
    }

    private static @Nullable String conflict(
            MetricType type, Labels labels, GroupingKey group, EscapingScheme escaping) {
        if (type == MetricType.HISTOGRAM && group.sets("le", escaping)) {
            return "le";
        }
        if (type == MetricType.SUMMARY && group.sets("quantile", escaping)) {
            return "quantile";
        }
        for (int i = 0; i < labels.size(); i++) {
            if (group.sets(labels.name(i), escaping)) {
                return labels.name(i);
            }
        }
        return null;
    }
}
