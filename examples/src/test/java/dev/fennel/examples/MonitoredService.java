package dev.fennel.examples;

import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.RealProgram;
import dev.fennel.testsupport.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The example service under load, and a Prometheus server that scrapes it with the configuration of the examples. */
final class MonitoredService implements AutoCloseable {
    private static final String TARGET = "http-service:" + HttpService.DEFAULT_PORT;

    private final RealServer service;
    private final SteadyLoad load;
    private final Prometheus prometheus;

    private MonitoredService(RealServer service, SteadyLoad load, Prometheus prometheus) {
        this.service = service;
        this.load = load;
        this.prometheus = prometheus;
    }

    /**
     * Starts the service, the load and the server. Skips or fails the test on a machine without Prometheus.
     *
     * @param age which server
     * @param folder an empty folder
     */
    static MonitoredService start(Age age, Path folder) throws IOException {
        RealProgram.find(age, "prometheus");
        Files.writeString(folder.resolve("alerts.yml"), MonitoringFolder.text("prometheus/alerts.yml"));
        // With such a small heap, garbage is collected all the time.
        RealServer service = Example.serve(HttpService.class, "-Xmx24m");
        SteadyLoad load = new SteadyLoad(service);
        try {
            return new MonitoredService(service, load, Prometheus.start(age, config(service), folder));
        } catch (RuntimeException e) {
            close(load, service);
            throw e;
        }
    }

    /** The configuration with the address of this service, and shorter intervals. */
    private static String config(RealServer service) {
        String config = MonitoringFolder.text("prometheus/prometheus.yml");
        if (!config.contains(TARGET)) {
            throw new IllegalStateException("the target " + TARGET + " is not in " + config);
        }
        return config.replace(TARGET, service.uri().getAuthority()).replaceAll("_interval: \\d+s", "_interval: 1s");
    }

    Prometheus prometheus() {
        return prometheus;
    }

    /** The name of the service in Prometheus. */
    String instance() {
        return service.uri().getAuthority();
    }

    @Override
    public void close() {
        try {
            prometheus.close();
        } finally {
            close(load, service);
        }
    }

    private static void close(SteadyLoad load, RealServer service) {
        try {
            load.close();
        } finally {
            service.close();
        }
    }
}
