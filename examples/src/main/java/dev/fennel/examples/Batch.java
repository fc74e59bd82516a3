package dev.fennel.examples;

import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Histogram;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.Registry;
import java.io.IOException;

/**
 * A job of a hundred steps that pushes once, at the end, however it ends.
 *
 * <p>Argument: the URL of the Pushgateway, {@code http://localhost:9091} if left out.
 */
public final class Batch {
    private static final int STEPS = 100;

    private final Registry registry = Registry.create();
    private final CounterVec steps = CounterVec.builder("batch_steps_total", "Steps done, by outcome.", "outcome")
            .register(registry);
    private final Histogram stepDuration = Histogram.builder("batch_step_duration_seconds", "Time that a step took.")
            .unit("seconds")
            .buckets(.0001, .001, .01, .1)
            .register(registry);
    private final Gauge progress =
            Gauge.builder("batch_progress_ratio", "Part of the steps that is done, from 0 to 1.").register(registry);

    private Batch() {}

    /** Does the steps, and pushes. */
    public static void main(String[] args) throws IOException {
        String gateway = args.length > 0 ? args[0] : "http://localhost:9091";
        Batch batch = new Batch();
        try {
            batch.run();
        } finally {
            Pusher.to(gateway, "batch").gatherer(batch.registry).push();
        }
        System.out.println("Pushed to " + gateway);
    }

    private void run() {
        steps.withLabelValues("ok");
        steps.withLabelValues("failed"); // there from the start, with 0
        for (int i = 1; i <= STEPS; i++) {
            int step = i;
            boolean ok = stepDuration.time(() -> doStep(step));
            steps.withLabelValues(ok ? "ok" : "failed").inc();
            progress.set((double) i / STEPS);
        }
    }

    /** Stands in for real work, of which every tenth step fails. */
    private static boolean doStep(int step) {
        double result = 0;
        for (int i = 0; i < step * 100; i++) {
            result += Math.sqrt(i);
        }
        return result >= 0 && step % 10 != 0;
    }
}
