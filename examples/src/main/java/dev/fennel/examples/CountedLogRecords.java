package dev.fennel.examples;

import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.CounterVec;
import dev.fennel.registry.Registerer;
import dev.fennel.registry.Registry;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Counts what a program logs with {@code java.util.logging}, by level and logger: an alert on errors in the log needs
 * no log server.
 *
 * <pre>
 * java -Dport=9410 -cp examples/target/fennel-examples.jar dev.fennel.examples.CountedLogRecords
 * </pre>
 *
 * <p>Look at {@code log_records_total}. {@link CountingHandler} is a handler to copy. At the root logger, it sees every
 * record that a logger with its level lets through.
 *
 * <p>Levels are a few, but loggers are named after classes, and some programs make up names. So of a name only its
 * first parts are kept, and after so many series everything else is counted in one whose labels are
 * {@code __overflow__}.
 */
public final class CountedLogRecords {
    private CountedLogRecords() {}

    /** Counts records. Logging frameworks call it from all threads, so it must be quick and must not log. */
    static final class CountingHandler extends Handler {
        private static final int MAX_SERIES = 200;

        private final CounterVec records;
        private final int nameParts;

        /**
         * A handler that counts.
         *
         * @param nameParts how many parts of a logger's name, which dots separate, are kept: 2 for {@code org.example}
         * @param registerer takes the counters
         */
        CountingHandler(int nameParts, Registerer registerer) {
            this.nameParts = nameParts;
            this.records = CounterVec.builder("log_records_total", "Records logged.", "level", "logger")
                    .maxSeries(MAX_SERIES)
                    .register(registerer);
        }

        @Override
        public void publish(LogRecord logged) {
            if (isLoggable(logged)) {
                records.withLabelValues(logged.getLevel().getName(), firstParts(logged.getLoggerName()))
                        .inc();
            }
        }

        private String firstParts(String name) {
            if (name == null) {
                return ""; // an anonymous logger
            }
            int end = -1;
            for (int part = 0; part < nameParts; part++) {
                end = name.indexOf('.', end + 1);
                if (end < 0) {
                    return name;
                }
            }
            return name.substring(0, end);
        }

        @Override
        public void flush() {
            // Counted at once.
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    /** Logs something, and serves until it is stopped. */
    public static void main(String[] args) throws InterruptedException {
        int port = Integer.getInteger("port", 9410);
        Registry registry = Registry.create();
        Logger.getLogger("").addHandler(new CountingHandler(2, registry));

        Logger.getLogger("org.example.shop.Orders").info("ready");
        Logger.getLogger("org.example.shop.Stock").info("ready");
        Logger.getLogger("org.example.mail.Sender").log(Level.WARNING, "no mail server, trying again");
        Logger.getLogger("main").fine("not logged, as loggers let INFO and above through");
        try (MetricsServer server =
                MetricsServer.builder().port(port).registry(registry).start()) {
            System.out.println("Metrics are at " + server.uri());
            server.join();
        }
    }
}
