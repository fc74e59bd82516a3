package dev.fennel.testsupport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Records the messages of a logger, which are not written anywhere, until it is closed. */
public final class RecordedLog implements AutoCloseable {
    private final Logger logger;
    private final Recorder recorder = new Recorder();

    /** Starts to record the messages of the logger with this name. */
    public RecordedLog(String loggerName) {
        logger = Logger.getLogger(loggerName);
        logger.addHandler(recorder);
        logger.setUseParentHandlers(false);
    }

    /** The level and the text of each message so far. */
    public List<String> messages() {
        return List.copyOf(recorder.messages);
    }

    /** From now on, a message is recorded and then costs its writer an error. */
    public void breakDown() {
        recorder.broken = true;
    }

    /** Lets the logger write again. */
    @Override
    public void close() {
        logger.removeHandler(recorder);
        logger.setUseParentHandlers(true);
    }

    private static final class Recorder extends Handler {
        private final List<String> messages = new CopyOnWriteArrayList<>();
        private volatile boolean broken;

        Recorder() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord entry) {
            messages.add(entry.getLevel() + ": " + new SimpleFormatter().formatMessage(entry));
            if (broken) {
                throw new AssertionError("broken log");
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
