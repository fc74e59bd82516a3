package dev.fennel.registry;

/** Turns what a user's code threw into an error of the gather. */
final class Failures {
    private Failures() {}

    /**
     * Reports an exception, unless it is fatal.
     *
     * @param where what failed
     * @param thrown what it threw, or a {@link MetricFault} of our own finding
     * @return the error
     */
    static GatherError error(String where, Throwable thrown) {
        throwIfFatal(thrown);
        return thrown instanceof MetricFault
                ? new GatherError(where + ": " + thrown.getMessage())
                : new GatherError(where + ": threw " + text(thrown), thrown);
    }

    /**
     * Throws again what says that the virtual machine itself is in trouble, such as lack of memory. Everything else is
     * caught, linkage errors and stack overflows too, since one bad collector must not lose the rest.
     */
    static void throwIfFatal(Throwable thrown) {
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
    }

    /** An exception's text is a user's code as well. */
    private static String text(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (RuntimeException e) {
            return thrown.getClass().getName();
        }
    }
}
