package dev.fennel.internal;

/**
 * Says how the value of a histogram or summary breaks what its interface promises. A type of its own because a gather
 * reports its message alone, without the class and the stack trace that it reports of what foreign code throws.
 */
public final class BrokenValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * A fault in a value.
     *
     * @param message got against expected
     */
    public BrokenValueException(String message) {
        super(message);
    }
}
