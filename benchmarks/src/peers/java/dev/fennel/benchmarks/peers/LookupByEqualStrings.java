package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.RequestLabels;
import io.opentelemetry.api.common.Attributes;
import org.openjdk.jmh.annotations.Benchmark;

/** Finding a series by two label values that are equal strings, but other objects, and adding one. */
public class LookupByEqualStrings extends RequestCounters {
    /**
     * The Prometheus client for Java.
     *
     * @param labels the label values
     */
    @Benchmark
    public void clientJava(RequestLabels labels) {
        clientJava.labelValues(labels.method(), labels.code()).inc();
    }

    /**
     * The older Prometheus client for Java.
     *
     * @param labels the label values
     */
    @Benchmark
    public void simpleclient(RequestLabels labels) {
        simpleclient.labels(labels.method(), labels.code()).inc();
    }

    /**
     * Micrometer with its registry for Prometheus.
     *
     * @param labels the label values
     */
    @Benchmark
    public void micrometer(RequestLabels labels) {
        micrometer.withTags("method", labels.method(), "code", labels.code()).increment();
    }

    /**
     * The OpenTelemetry SDK.
     *
     * @param labels the label values
     */
    @Benchmark
    public void openTelemetry(RequestLabels labels) {
        openTelemetry.add(1, Attributes.of(METHOD, labels.method(), CODE, labels.code()));
    }
}
