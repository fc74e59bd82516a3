package dev.fennel.examples;

import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A first program: a counter, a gauge and a counter with a label, served at {@code /metrics}.
 *
 * <pre>
 * java -Dport=9400 -cp examples/target/fennel-examples.jar dev.fennel.examples.Simple
 * </pre>
 *
 * <p>Look at {@code simple_turns_total}, which goes up by one each second. The metrics are in static fields and in the
 * default registry, so those of the JVM and the process are served as well.
 */
public final class Simple {
    private static final Counter TURNS =
            Counter.builder("simple_turns_total", "Turns of the loop so far.").register();
    private static final Gauge QUEUE =
            Gauge.builder("simple_queue_length", "Guests waiting for a table.").register();
    private static final CounterVec GUESTS = CounterVec.builder(
                    "simple_guests_total", "Guests so far, by what became of them.", "outcome")
            .register();

    private Simple() {}

    /** Serves until it is stopped. */
    public static void main(String[] args) throws InterruptedException {
        int port = Integer.getInteger("port", 9400);
        // A look-up makes the series, so these two are exposed from the start, with the value 0.
        GUESTS.withLabelValues("seated");
        GUESTS.withLabelValues("left");
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
            GUESTS.withLabelValues(ThreadLocalRandom.current().nextBoolean() ? "seated" : "left")
                    .add(2);
        }
    }
}
