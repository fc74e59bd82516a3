package dev.fennel.benchmarks;

import dev.fennel.exposition.Format;
import dev.fennel.metrics.Counter;
import dev.fennel.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Our programs for {@link StartUp}. */
public final class FennelStart {
    private FennelStart() {}

    private static void scrape(Registry registry) {
        try {
            Format.TEXT.write(registry.gather(), new ByteArrayOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The default registry, with the metrics of the JVM and the process. */
    public static final class Jvm implements Runnable {
        /** For {@link StartUp}. */
        public Jvm() {}

        @Override
        public void run() {
            scrape(Registry.defaultRegistry());
        }
    }

    /** One counter in a registry of its own. */
    public static final class Counts implements Runnable {
        /** For {@link StartUp}. */
        public Counts() {}

        @Override
        public void run() {
            Registry registry = Registry.create();
            Counter.builder("jobs_total", "Jobs done.").register(registry).inc();
            scrape(registry);
        }
    }
}
