package dev.fennel.benchmarks.peers;

import io.opentelemetry.api.common.Attributes;
import org.openjdk.jmh.annotations.Benchmark;

/** Finding a series by two label values that are constants in the caller's code, and adding one. */
public class LookupByConstants extends RequestCounters {
    /** The Prometheus client for Java. */
    @Benchmark
    public void clientJava() {
        clientJava.labelValues("GET", "200").inc();
    }

    /** The older Prometheus client for Java. */
    @Benchmark
    public void simpleclient() {
        simpleclient.labels("GET", "200").inc();
    }

    /** Micrometer with its registry for Prometheus. */
    @Benchmark
    public void micrometer() {
        micrometer.withTags("method", "GET", "code", "200").increment();
    }

    /** The OpenTelemetry SDK. */
    @Benchmark
    public void openTelemetry() {
        openTelemetry.add(1, Attributes.of(METHOD, "GET", CODE, "200"));
    }
}
