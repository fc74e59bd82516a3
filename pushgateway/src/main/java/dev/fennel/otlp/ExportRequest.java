package dev.fennel.otlp;

import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.pushgateway.internal.Nullable;

/**
 * Writes messages {@code ExportMetricsServiceRequest} around the data points of families: the resource that they are
 * of, the scope that they are from, and for each family a message {@code Metric}, or for histograms of both kinds one
 * whenever the kind changes.
 *
 * <p>Used by one thread.
 */
final class ExportRequest {
    /** Without the version of the library: receivers make labels of a scope, so all series would end with it. */
    private static final String SCOPE = "dev.fennel";

    private static final int CUMULATIVE = 2;

    private final MessageWriter out;
    private final Labels resource;
    private int points;

    /** The family and the kind of the message {@code Metric} that has begun, or null. */
    private @Nullable MetricFamily open;

    private DataKind openKind = DataKind.GAUGE;

    ExportRequest(MessageWriter out, Labels resource) {
        this.out = out;
        this.resource = resource;
    }

    /** Begins a data point, which is to be written and then {@linkplain #endPoint ended}. */
    void beginPoint(MetricFamily family, DataKind kind) {
        if (points == 0) {
            begin();
        }
        if (open != family || openKind != kind) {
            endMetric();
            beginMetric(family, kind);
        }
        out.beginElement(1, "dataPoints");
    }

    void endPoint() {
        out.end();
        points++;
    }

    /** The number of data points. */
    int points() {
        return points;
    }

    private void begin() {
        out.body.end(0);
        open = null;
        out.beginRequest();
        out.beginElement(1, "resourceMetrics");
        out.begin(1, "resource");
        for (int i = 0; i < resource.size(); i++) {
            out.putAttribute(1, "attributes", resource.name(i), resource.value(i));
        }
        out.end();
        out.beginElement(2, "scopeMetrics");
        out.begin(1, "scope");
        out.putString(1, "name", SCOPE);
        out.end();
    }

    private void beginMetric(MetricFamily family, DataKind kind) {
        out.beginElement(2, "metrics");
        out.putString(1, "name", family.name());
        if (!family.help().isEmpty()) {
            out.putString(2, "description", family.help());
        }
        if (!family.unit().isEmpty()) {
            out.putString(3, "unit", UcumUnits.of(family));
        }
        out.begin(kind.field, kind.json);
        open = family;
        openKind = kind;
    }

    private void endMetric() {
        if (open == null) {
            return;
        }
        if (openKind.cumulative) {
            out.putEnum(2, "aggregationTemporality", CUMULATIVE);
        }
        if (openKind.monotonic) {
            out.putTrue(3, "isMonotonic");
        }
        out.end();
        MetricType type = open.type();
        out.putAttribute(12, "metadata", "prometheus.type", type == MetricType.UNTYPED ? "unknown" : type.toString());
        out.end();
        open = null;
    }

    /** Begins another request, as a metric has failed half-way, and nothing of the push is to be sent. */
    void discard() {
        points = 0;
    }

    /** Ends the request, which is in the buffer then, and begins another one. */
    void end() {
        endMetric();
        out.end(); // scopeMetrics
        out.end(); // resourceMetrics
        out.endRequest();
        points = 0;
    }
}
