package dev.fennel.examples;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Histogram;
import dev.fennel.pushgateway.BatchJob;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.Registry;
import java.io.IOException;

/**
 * A job of a hundred steps that pushes its metrics once, at its end, whether it succeeds or not: how far it got, how
 * long it took, and how many steps failed.
 *
 * <pre>
 * java -Dgateway=http://localhost:9091 -cp examples/target/fennel-examples.jar dev.fennel.examples.Batch
 * </pre>
 *
 * <p>Look at {@code batch_progress_ratio} in the gateway's {@code /metrics}: it is 1 after a whole run, and less if the
 * job broke off, as with {@code -Dbreak-off-at=30}; {@code batch_success} is 0 then.
 */
public final class Batch {
    private static final int STEPS = 100;

    private final Registry registry = Registry.create();
    private final Gauge progress = Gauge.builder("batch_progress_ratio", "Part of the steps that is done, from 0 to 1.")
            .register(registry);
    private final Counter failures =
            Counter.builder("batch_step_failures_total", "Steps that failed.").register(registry);
    private final Histogram stepDuration = Histogram.builder("batch_step_duration_seconds", "Time that a step took.")
            .unit("seconds")
            .buckets(.0001, .001, .01, .1)
            .register(registry);

    private final int breakOffAt;

    private Batch(int breakOffAt) {
        this.breakOffAt = breakOffAt;
    }

    /** Does the steps, and pushes. */
    public static void main(String[] args) throws IOException {
        String gateway = System.getProperty("gateway", "http://localhost:9091");
        Batch batch = new Batch(Integer.getInteger("break-off-at", 0));
        Pusher pusher = Pusher.to(gateway, "batch").gatherer(batch.registry);
        try (BatchJob job = pusher.startJob("batch")) {
            batch.run();
            job.succeed();
        }
        System.out.println("Pushed to " + gateway);
    }

    private void run() {
        for (int i = 1; i <= STEPS; i++) {
            int step = i;
            boolean ok = stepDuration.time(() -> doStep(step));
            if (!ok) {
                failures.inc();
            }
            progress.set((double) i / STEPS);
        }
    }

    /** A stand-in for real work. Every tenth step fails. */
    private boolean doStep(int step) {
        if (step == breakOffAt) {
            throw new IllegalStateException("broken off at step " + step);
        }
        double result = 0;
        for (int i = 0; i < step * 100; i++) {
            result += Math.sqrt(i);
        }
        return result >= 0 && step % 10 != 0;
    }
}
