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
    },
    PROMETHEUS("/api/v1/otlp/v1/metrics", true, true, Set.of("job", "instance")) {
        @Override
        Prometheus start(Path folder) {
            return startPrometheus("UnderscoreEscapingWithSuffixes", folder); // as by default
        }
    },
    PROMETHEUS_WITHOUT_TRANSLATION("/api/v1/otlp/v1/metrics", true, false, Set.of("job", "instance")) {
        @Override
        Prometheus start(Path folder) {
            return startPrometheus("NoTranslation", folder);
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

    private static Prometheus startPrometheus(String translation, Path folder) {
        return Prometheus.startOtlpReceiver(
                "otlp: {translation_strategy: " + translation + "}",
                folder,
                "--enable-feature=native-histograms,exemplar-storage");
    }

    /** Has queries show what was pushed just now. */
    void flush(Prometheus server) {
        if (this == VICTORIA_METRICS) {
            server.flush();
        }
    }
}
