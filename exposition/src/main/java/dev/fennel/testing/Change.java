package dev.fennel.testing;

/**
 * Something that both sides have, with different values.
 *
 * @param what the name and labels of a sample, or {@code help}, {@code type} or {@code unit}
 * @param expected what it should be
 * @param actual what it is
 */
record Change(String what, String expected, String actual) {
    /** Stands for what a side does not have. */
    static final String NONE = "none";

    /** The same as it is shown. */
    Change visible() {
        return new Change(Visible.of(what), Visible.of(expected), Visible.of(actual));
    }
}
