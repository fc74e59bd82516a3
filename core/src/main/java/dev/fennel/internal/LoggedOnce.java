package dev.fennel.internal;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether something was logged that is to be logged once.
 *
 * <p>The first message starts a logging system. Where that comes to the end of a stack, some of its classes can be lost
 * to the whole JVM, and the message with them. So a thread that has no {@linkplain StackRoom#isAmple ample room} leaves
 * the message to the next one.
 */
public final class LoggedOnce {
    static {
        StackRoom.isAmple(); // loaded now, and not at the end of a stack
    }

    private final AtomicBoolean logged = new AtomicBoolean();

    /** Nothing is logged yet. */
    public LoggedOnce() {}

    /** Whether the caller is to log it: true once, and never near the end of a stack. */
    public boolean isDue() {
        return !logged.get() && StackRoom.isAmple() && logged.compareAndSet(false, true);
    }
}
