package dev.fennel.soak;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Repeats some work, with pauses, until it is ended. Work that throws is not repeated, and is a problem. */
class SoakThread {
    private static final long END_LIMIT_SECONDS = 60;

    private final Thread thread;
    private final long pauseNanos;
    private final Work work;
    private volatile boolean ended;
    private volatile Throwable failure;
    private volatile boolean alive = true;

    /** What is repeated. */
    interface Work {
        void once() throws Exception;
    }

    SoakThread(String name, long pauseMillis, Work work) {
        this.thread = new Thread(this::run, "soak-" + name);
        this.pauseNanos = TimeUnit.MILLISECONDS.toNanos(pauseMillis);
        this.work = work;
        thread.setDaemon(true); // a thread that hangs is reported, and must not keep the program alive
    }

    private void run() {
        try {
            while (!ended) {
                work.once();
                LockSupport.parkNanos(pauseNanos);
            }
        } catch (Throwable e) {
            failure = e;
            e.printStackTrace(System.out);
        }
        alive = false;
    }

    final void start() {
        thread.start();
    }

    final void end() {
        ended = true;
    }

    /** Waits for the end of the work. */
    final void await(List<String> problems) throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(END_LIMIT_SECONDS));
        if (failure != null) {
            problems.add(thread.getName() + " failed: " + failure);
        } else if (alive) {
            problems.add(thread.getName() + " hangs at " + List.of(thread.getStackTrace()));
        }
    }
}
