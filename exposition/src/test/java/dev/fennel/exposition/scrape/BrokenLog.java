package dev.fennel.exposition.scrape;

import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A handler of a user's that throws for some records, as long as it is open. */
final class BrokenLog extends Handler implements AutoCloseable {
    private final Logger logger;
    private final Predicate<LogRecord> fails;

    private int failures;

    BrokenLog(String loggerName, Predicate<LogRecord> fails) {
        this.fails = fails;
        logger = Logger.getLogger(loggerName);
        logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        if (fails.test(entry)) {
            failures++;
            throw new IllegalStateException("disk is full");
        }
    }

    /** How often it has thrown. */
    int failures() {
        return failures;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
