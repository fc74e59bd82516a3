package dev.fennel.collectors;

/** Reads what may fail, so that a failure costs what could not be read and nothing else. */
final class Attempt {
    private static final System.Logger LOGGER = System.getLogger("dev.fennel.collectors");

    private Attempt() {}

    /**
     * Runs code that reads from the platform. What it throws is logged for the curious and otherwise means that
     * there is no value. No caller's consumer may run inside, as its exceptions are not ours to swallow.
     *
     * @param what what is read, for the log
     * @param read reads it
     */
    static void toRead(String what, Runnable read) {
        try {
            read.run();
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "cannot read all of \"" + what + "\", left out of this scrape", e);
        }
    }
}
