package dev.fennel.examples;

import dev.fennel.exposition.scrape.ErrorHandling;
import dev.fennel.httpserver.MetricsHandler;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * An exporter: reads the temperatures of the machine's thermal zones at each scrape.
 *
 * <pre>
 * java -Dport=9403 -cp examples/target/fennel-examples.jar dev.fennel.examples.CpuTemperature
 * </pre>
 *
 * <p>Look at {@code thermal_zone_temperature_celsius}. Linux has the zones in the folder {@code class/thermal} of
 * {@code -Dsysfs=/sys}. A machine without zones, such as most virtual machines, gets a simulated sensor instead, whose
 * metric name shows that it is simulated.
 *
 * <p>Real sensors fail now and then. The collector returns an {@linkplain ConstMetric#invalid invalid metric} for a
 * sensor that cannot be read: that sensor is missing from the scrape and reported in the log, and the others are
 * served.
 */
public final class CpuTemperature {
    private CpuTemperature() {}

    /** Collects the temperature of each thermal zone that a Linux machine has at the time of the scrape. */
    static final class ThermalZoneCollector implements Collector {
        private static final Desc TEMPERATURE = Desc.gauge(
                        "thermal_zone_temperature_celsius", "Temperature of a thermal zone.", "zone", "type")
                .withUnit("celsius");

        private final Path root;

        ThermalZoneCollector(Path root) {
            this.root = root;
        }

        static boolean hasZones(Path root) {
            try (DirectoryStream<Path> zones = Files.newDirectoryStream(root, "thermal_zone*")) {
                return zones.iterator().hasNext();
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void describe(Consumer<? super Desc> out) {
            out.accept(TEMPERATURE);
        }

        @Override
        public void collect(Consumer<? super Metric> out) {
            try (DirectoryStream<Path> zones = Files.newDirectoryStream(root, "thermal_zone*")) {
                for (Path zone : zones) {
                    out.accept(read(zone));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot list " + root, e);
            }
        }

        /** Collects one zone. If it cannot be read, an error is reported, and the other zones are still collected. */
        private static Metric read(Path zone) {
            try {
                double milliCelsius = Double.parseDouble(
                        Files.readString(zone.resolve("temp")).strip());
                String type = Files.readString(zone.resolve("type")).strip();
                return ConstMetric.of(
                        TEMPERATURE, milliCelsius / 1000, zone.getFileName().toString(), type);
            } catch (IOException | NumberFormatException e) {
                return ConstMetric.invalid(TEMPERATURE, new IllegalStateException("cannot read " + zone + ": " + e, e));
            }
        }
    }

    /** A stand-in for a sensor: a temperature that rises and falls within ten minutes. */
    static final class SimulatedCollector implements Collector {
        private static final Desc TEMPERATURE = Desc.gauge(
                        "simulated_temperature_celsius", "Made-up temperature, as this machine has no sensor.")
                .withUnit("celsius");

        @Override
        public void describe(Consumer<? super Desc> out) {
            out.accept(TEMPERATURE);
        }

        @Override
        public void collect(Consumer<? super Metric> out) {
            double minutes = System.nanoTime() / 60e9;
            out.accept(ConstMetric.of(TEMPERATURE, 55 + 10 * Math.sin(2 * Math.PI * minutes / 10)));
        }
    }

    /** Serves until it is stopped. */
    public static void main(String[] args) throws InterruptedException {
        int port = Integer.getInteger("port", 9403);
        Path root = Path.of(System.getProperty("sysfs", "/sys"), "class", "thermal");
        Registry registry = Registry.create();
        registry.register(
                ThermalZoneCollector.hasZones(root) ? new ThermalZoneCollector(root) : new SimulatedCollector());
        MetricsHandler handler = MetricsHandler.builder()
                .registry(registry)
                .errorHandling(ErrorHandling.CONTINUE)
                .build();
        try (MetricsServer server =
                MetricsServer.builder().port(port).handler(handler).start()) {
            System.out.println("Metrics are at " + server.uri());
            server.join();
        }
    }
}
