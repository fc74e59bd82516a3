package dev.fennel.testsupport;

/** Which of the real programs a test runs: what an old server accepts, the newest may refuse, and the reverse. */
public enum Age {
    /** The programs of the system, found on the {@code PATH}. */
    SYSTEM,
    /** The newest that there are, in the folder that {@code .ci/newest} unpacks them into. */
    NEWEST
}
