package dev.fennel.internal.cells;

import dev.fennel.testsupport.Threads;
import java.util.concurrent.FutureTask;

/**
 * A thread that another one is faster than: when it looks for a place for a cell of its own, it has seen what cells
 * there are, and another thread gets a cell before it goes on. Cells ask for its number then, which a thread may
 * choose.
 */
public final class OvertakenThread extends Thread {
    private Runnable overtaking;
    private Error failure;

    private OvertakenThread(Runnable work, Runnable overtaking, Error failure) {
        super(work);
        this.overtaking = overtaking;
        this.failure = failure;
    }

    /**
     * Does some work in such a thread, and throws what that throws.
     *
     * @param work does something in which the thread gets a cell
     * @param overtaking is done once by another thread meanwhile
     */
    public static void run(Runnable work, Runnable overtaking) throws Exception {
        run(work, overtaking, null);
    }

    private static void run(Runnable work, Runnable overtaking, Error failure) throws Exception {
        FutureTask<Void> task = new FutureTask<>(work, null);
        OvertakenThread thread = new OvertakenThread(task, overtaking, failure);
        thread.start();
        task.get();
        thread.join();
        if (thread.overtaking != null || thread.failure != null) {
            throw new AssertionError("the thread has not looked for a place");
        }
    }

    /**
     * Does some work in a thread that fails when it looks for a place, once, and throws what the work throws.
     *
     * @param work does something in which the thread would get a cell
     * @param failure is thrown then
     */
    public static void runFailing(Runnable work, Error failure) throws Exception {
        run(work, null, failure);
    }

    @Override
    @SuppressWarnings("deprecation") // what cells ask for
    public long getId() {
        if ((overtaking != null || failure != null) && Thread.currentThread() == this && looksForAPlace()) {
            Runnable once = overtaking;
            Error thrown = failure;
            overtaking = null;
            failure = null;
            if (thrown != null) {
                throw thrown;
            }
            try {
                Threads.run(1, number -> once.run());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        return super.getId();
    }

    private static boolean looksForAPlace() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(OwnedCell.class.getName())
                        && frame.getMethodName().equals("place")));
    }
}
