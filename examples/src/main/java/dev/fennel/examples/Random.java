package dev.fennel.examples;

import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.Buckets;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.SummaryVec;
import dev.fennel.registry.Registry;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Pretends to measure the latencies of three services, with uniform, normal and exponential distributions, whose rates
 * swing up and down: something to look at with a Prometheus server.
 *
 * <p>All go into a summary; those of the normal one also into a histogram, whose buckets lie around the mean, so that
 * quantiles of both kinds can be compared. Arguments: the port, 9400 if left out; and the number of observations for
 * each service, without end if left out.
 */
public final class Random {
    private static final double UNIFORM_DOMAIN = 0.0002;
    private static final double NORMAL_DOMAIN = 0.0002;
    private static final double NORMAL_MEAN = 0.00001;
    private static final double EXPONENTIAL_MEAN = 1e-6;
    private static final double OSCILLATION_SECONDS = 600;

    private final SummaryVec durations;
    private final Histogram normalDurations;
    private final long observations;
    private final long startNanos = System.nanoTime();

    private Random(Registry registry, long observations) {
        this.observations = observations;
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
                .buckets(Buckets.linear(NORMAL_MEAN - 5 * NORMAL_DOMAIN, .5 * NORMAL_DOMAIN, 20))
                .register(registry);
    }

    /** Serves until it is stopped. */
    public static void main(String[] args) throws InterruptedException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 9400;
        long observations = args.length > 1 ? Long.parseLong(args[1]) : Long.MAX_VALUE;
        Registry registry = Registry.create();
        Random random = new Random(registry, observations);
        try (MetricsServer server =
                MetricsServer.builder().port(port).registry(registry).start()) {
            System.out.println("Metrics are at " + server.uri());
            random.startServices();
            Thread.currentThread().join();
        }
    }

    private void startServices() {
        start("uniform", 20, () -> ThreadLocalRandom.current().nextDouble() * UNIFORM_DOMAIN);
        start("normal", 15, () -> {
            double latency = ThreadLocalRandom.current().nextGaussian() * NORMAL_DOMAIN + NORMAL_MEAN;
            normalDurations.observe(latency);
            return latency;
        });
        start("exponential", 10, () -> -Math.log(1 - ThreadLocalRandom.current().nextDouble()) * EXPONENTIAL_MEAN);
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

    /** From 1 to 3, as a wave over time. */
    private double oscillation() {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return 2 + Math.sin(Math.sin(2 * Math.PI * seconds / OSCILLATION_SECONDS));
    }
}
