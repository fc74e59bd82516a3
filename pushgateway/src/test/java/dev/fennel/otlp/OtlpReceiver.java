package dev.fennel.otlp;

import dev.fennel.testsupport.Prometheus;
import java.nio.file.Path;
import java.util.Set;

/** The real servers that take OTLP, and in which ways they differ. */
enum OtlpReceiver {
    VICTORIA_METRICS(
            "/opentelemetry/v1/metrics",
            false,
            false,
            Set.of("service.name", "service.instance.id", "scope.name", "scope.version")) {
        @Override
        Prometheus start(Path folder) {
            return Prometheus.startVictoriaMetrics("scrape_configs: []", folder);
        }
    };

    /** Where it takes metrics. */
    final String path;

    final boolean takesJson;

    /** Whether names are changed by the rules of OpenTelemetry's specification; otherwise they stay as they are. */
    final boolean translatesNames;

    /** The labels that {@code service.name}, {@code service.instance.id} and the scope become. */
    final Set<String> resourceLabels;

    OtlpReceiver(String path, boolean takesJson, boolean translatesNames, Set<String> resourceLabels) {
        this.path = path;
        this.takesJson = takesJson;
        this.translatesNames = translatesNames;
        this.resourceLabels = resourceLabels;
    }

    abstract Prometheus start(Path folder);

    /** Has queries show what was pushed just now. */
    void flush(Prometheus server) {
        if (this == VICTORIA_METRICS) {
            server.flush();
        }
    }
}
