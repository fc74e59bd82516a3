package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;

import dev.fennel.examples.CountedLogRecords.CountingHandler;
import dev.fennel.metrics.Vec;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.RealServer;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class CountedLogRecordsTest {
    private static final String RECORDS = "log_records_total";

    private final Registry registry = Registry.pedantic();

    private static void log(CountingHandler handler, Level level, String logger) {
        LogRecord logged = new LogRecord(level, "message");
        logged.setLoggerName(logger);
        handler.publish(logged);
    }

    @Test
    void whatTheProgramLogsIsServed() {
        try (RealServer program = Example.serve(CountedLogRecords.class)) {
            assertThatMetrics(program.uri("/metrics"))
                    .named(RECORDS)
                    .withLabels("logger", "org.example")
                    .isEqualTo("""
                            # HELP log_records_total Records logged.
                            # TYPE log_records_total counter
                            log_records_total{level="INFO",logger="org.example"} 2
                            log_records_total{level="WARNING",logger="org.example"} 1
                            """);
            assertThatMetrics(program.uri("/metrics"))
                    .withLabels("logger", "main")
                    .isEmpty();
        }
    }

    @Test
    void namesAreCutAndLevelsFiltered() {
        CountingHandler handler = new CountingHandler(2, registry);
        handler.setLevel(Level.WARNING);
        log(handler, Level.SEVERE, "a.b.c.D");
        log(handler, Level.SEVERE, "a.b");
        log(handler, Level.WARNING, "a");
        log(handler, Level.WARNING, "");
        log(handler, Level.WARNING, null);
        log(handler, Level.INFO, "a");

        assertThatMetrics(registry).named(RECORDS).isEqualTo("""
                # HELP log_records_total Records logged.
                # TYPE log_records_total counter
                log_records_total{level="SEVERE",logger="a.b"} 2
                log_records_total{level="WARNING",logger="a"} 1
                log_records_total{level="WARNING",logger=""} 2
                """);
        assertThatMetrics(registry).hasNoLintProblems();
    }

    @Test
    void loggersWithoutEndAreCountedTogether() {
        CountingHandler handler = new CountingHandler(1, registry);
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            for (int i = 0; i < 1000; i++) {
                log(handler, Level.INFO, "session-" + i);
            }
        } finally {
            root.removeHandler(handler);
        }

        // The Vec itself logs that it is full, once.
        assertThatMetrics(registry)
                .named(RECORDS)
                .withLabels("logger", Vec.OVERFLOW)
                .hasValue(801);
    }
}
