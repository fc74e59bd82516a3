package dev.fennel.examples;

import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.Buckets;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.SummaryVec;
import dev.fennel.model.Labels;
import dev.fennel.registry.Registry;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Simulates the latencies of three services, with uniform, normal and exponential distributions, at rates that rise and
 * fall. It gives you something to look at with a Prometheus server.
 *
 * <pre>
 * java -Dport=9401 -cp examples/target/fennel-examples.jar dev.fennel.examples.Random
 * </pre>
 *
 * <p>All latencies go into a summary. Those of the normal distribution also go into a histogram, whose buckets lie
 * around the mean. Compare {@code rpc_durations_seconds{service="normal",quantile="0.9"}}, which the program computes,
 * with {@code histogram_quantile(0.9, rate(rpc_latency_seconds_bucket[5m]))}, which the server computes.
 *
 * <p>Options, with the meaning that they have in client_golang's program of that name: {@code -Duniform-domain},
 * {@code -Dnormal-domain} and {@code -Dnormal-mean} in seconds, and {@code -Doscillation-period} such as {@code PT10M}.
 * With {@code -Dobservations=100}, each service is observed only a hundred times.
 */
public final class Random {
    private static final double EXPONENTIAL_MEAN = 1e-6;

    private final double uniformDomain;
    private final double normalDomain;
    private final double normalMean;
    private final Duration oscillationPeriod;
    private final long observations;
    private final long startNanos = System.nanoTime();
    private final SummaryVec durations;
    private final Histogram normalDurations;

    private Random(Registry registry) {
        this.uniformDomain = Double.parseDouble(System.getProperty("uniform-domain", "0.0002"));
        this.normalDomain = Double.parseDouble(System.getProperty("normal-domain", "0.0002"));
        this.normalMean = Double.parseDouble(System.getProperty("normal-mean", "0.00001"));
        this.oscillationPeriod = Duration.parse(System.getProperty("oscillation-period", "PT10M"));
        this.observations = Long.getLong("observations", Long.MAX_VALUE);
        this.durations = SummaryVec.builder(
                        "rpc_durations_seconds", "RPC latency distributions, by service.", "service")
                .unit("seconds")
                .objective(0.5, 0.05)
                .objective(0.9, 0.01)
                .objective(0.99, 0.001)
                .register(registry);
        this.normalDurations = Histogram.builder(
                        "rpc_latency_seconds", "RPC latency distribution of the service \"normal\".")
                .unit("seconds")
                // Not below zero: OpenMetrics allows no sum beside negative buckets, and strict readers refuse it.
                .buckets(Buckets.linear(
                        Math.max(normalMean - 5 * normalDomain, .5 * normalDomain), .5 * normalDomain, 20))
                .register(registry);
    }

    /** Serves until it is stopped. */
    public static void main(String[] args) throws InterruptedException {
        int port = Integer.getInteger("port", 9401);
        Registry registry = Registry.create();
        Random random = new Random(registry);
        try (MetricsServer server =
                MetricsServer.builder().port(port).registry(registry).start()) {
            System.out.println("Metrics are at " + server.uri());
            random.startServices();
            server.join();
        }
    }

    private void startServices() {
        start("uniform", 20, () -> ThreadLocalRandom.current().nextDouble() * uniformDomain);
        start("normal", 15, this::normalLatency);
        start("exponential", 10, () -> ThreadLocalRandom.current().nextExponential() * EXPONENTIAL_MEAN);
    }

    /** In a real service, the exemplar of an observation would lead to its trace. */
    private double normalLatency() {
        double latency = Math.abs(ThreadLocalRandom.current().nextGaussian() * normalDomain + normalMean);
        int dummy = ThreadLocalRandom.current().nextInt(100_000);
        normalDurations.observeWithExemplar(latency, Labels.of("dummy_id", Integer.toString(dummy)));
        return latency;
    }

    private void start(String service, long pauseMillis, DoubleSupplier latency) {
        Thread thread = new Thread(() -> observe(service, pauseMillis, latency), service);
        thread.setDaemon(true);
        thread.start();
    }

    private void observe(String service, long pauseMillis, DoubleSupplier latency) {
        try {
            for (long i = 0; i < observations; i++) {
                durations.withLabelValues(service).observe(latency.getAsDouble());
                Thread.sleep((long) (pauseMillis * oscillation()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A factor from 1 to 3, which is a wave over time. */
    private double oscillation() {
        double periods = (double) (System.nanoTime() - startNanos) / oscillationPeriod.toNanos();
        return 2 + Math.sin(Math.sin(2 * Math.PI * periods));
    }
}
