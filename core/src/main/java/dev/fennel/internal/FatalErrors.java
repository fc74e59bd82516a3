package dev.fennel.internal;

/** The rule by which an error of foreign code is fatal, and so must not be taken for a failure of that code alone. */
public final class FatalErrors {
    private FatalErrors() {}

    /**
     * Throws an error that says that the virtual machine itself is in trouble, such as a lack of memory. A stack
     * overflow does not: the stack is free again once it has been thrown.
     *
     * @param thrown what foreign code threw
     * @throws VirtualMachineError if that is what was thrown, unless it is a {@link StackOverflowError}
     */
    public static void throwIfFatal(Throwable thrown) {
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
