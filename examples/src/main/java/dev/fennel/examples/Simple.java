package dev.fennel.examples;

import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A first program: a counter, a gauge and a counter with a label, served at {@code /metrics}.
 *
 * <p>It uses the default registry, so the JVM and the process are there as well. Argument: the port, 9400 if left out.
 */
public final class Simple {
    private static final Counter TURNS =
            Counter.builder("simple_turns_total", "Turns of the loop so far.").register();
    private static final Gauge QUEUE =
            Gauge.builder("simple_queue_length", "Guests waiting for a table.").register();
    private static final CounterVec GUESTS =
            CounterVec.builder("simple_guests_total", "Guests so far, by what became of them.", "outcome").register();

    private Simple() {}

    /** Serves until it is stopped. */
    public static void main(String[] args) throws InterruptedException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 9400;
        try (MetricsServer server = MetricsServer.builder().port(port).start()) {
            System.out.println("Metrics are at " + server.uri());
            while (true) {
                turn();
                Thread.sleep(1000);
            }
        }
    }

    private static void turn() {
        TURNS.inc();
        QUEUE.add(ThreadLocalRandom.current().nextInt(4));
        while (QUEUE.value() >= 2) {
            QUEUE.sub(2);
            GUESTS.withLabelValues(ThreadLocalRandom.current().nextBoolean() ? "seated" : "left").add(2);
        }
    }
}
