package dev.fennel.internal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes sure that the stack does not end in what a thread does next, such as between taking a lock and leaving it.
 *
 * <p>A {@link StackOverflowError} is thrown where a method is entered. A lock that is taken when it is thrown stays
 * taken for ever: {@code finally} does not help, since the stack may end at the call of {@code unlock} as well. So a
 * thread goes down to where no method of the critical section will reach, before it takes the lock. If the stack ends
 * there, it ends with nothing taken and nothing changed.
 *
 * <p>What this relies on:
 *
 * <ol>
 *   <li>What follows needs less than the room: some twenty calls deep of small methods, in the interpreter too. This is
 *       true of {@code ReentrantLock}, of atomic operations and of plain code, but not of what runs for the first time:
 *       linking the call of a {@code VarHandle} takes more than 24 KB, initializing a class even more. So a class that
 *       relies on this makes each such call once in its static initializer.
 *   <li>What may need more, such as allocations and constructors, fails before the first store that others see, and in
 *       a {@code try} whose {@code finally} needs less than the room.
 *   <li>A frame of {@code descend} has at least 16 of its arguments on the stack, also in compiled code, where the
 *       others are in registers. A compiler that puts one call into another halves the number of frames. By this, there
 *       are 5 KB in the best compiled code, and 20 KB in the interpreter.
 * </ol>
 *
 * <p>It takes less time than the making of a series, and is not for what is done at each observation.
 */
public final class StackRoom {
    private static final int LEVELS = 64;
    private static final int AMPLE_LEVELS = 12 * LEVELS;

    private static volatile boolean prepared;

    private StackRoom() {}

    /**
     * Goes down the stack and comes back.
     *
     * @throws StackOverflowError if there is no room; then nothing has changed
     */
    public static void reserve() {
        descend(LEVELS, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * Whether there is room for what takes much of it, such as the first line that is logged.
     *
     * @return false if the stack is near its end
     */
    public static boolean isAmple() {
        try {
            descend(AMPLE_LEVELS, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            return true;
        } catch (StackOverflowError end) {
            return false;
        }
    }

    /**
     * Makes the JDK initialize what a thread needs that waits for a lock. If its stack came to the end in there, that
     * class could not be used again by any lock of the virtual machine.
     */
    public static void prepareToWait() {
        if (!prepared) {
            boolean interrupted = Thread.interrupted();
            try {
                if (!new CountDownLatch(1).await(1, TimeUnit.NANOSECONDS)) {
                    LockSupport.parkNanos(1);
                    prepared = true;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @SuppressWarnings("unused") // the parameters are there to take room
    private static int descend(
            int levels,
            int a,
            int b,
            int c,
            int d,
            int e,
            int f,
            int g,
            int h,
            int i,
            int j,
            int k,
            int l,
            int m,
            int n,
            int o,
            int p,
            int q,
            int r,
            int s,
            int t,
            int u,
            int v,
            int w,
            int x) {
        return levels == 0
                ? 0
                : descend(levels - 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
