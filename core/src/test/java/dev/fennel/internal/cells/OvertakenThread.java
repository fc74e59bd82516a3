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

    private OvertakenThread(Runnable work, Runnable overtaking) {
        super(work);
        this.overtaking = overtaking;
    }

    /**
     * Does some work in such a thread, and throws what that throws.
     *
     * @param work does something in which the thread gets a cell
     * @param overtaking is done once by another thread meanwhile
     */
    public static void run(Runnable work, Runnable overtaking) throws Exception {
        FutureTask<Void> task = new FutureTask<>(work, null);
        Thread thread = new OvertakenThread(task, overtaking);
        thread.start();
        task.get();
        thread.join();
    }

    @Override
    @SuppressWarnings("deprecation") // what cells ask for
    public long getId() {
        if (overtaking != null && Thread.currentThread() == this && looksForAPlace()) {
            Runnable once = overtaking;
            overtaking = null;
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
