package dev.fennel.httpserver;

import java.io.IOException;
import java.util.function.Supplier;

/**
 * One exchange of a metrics server, from the moment a thread has it to the end of its answer.
 *
 * <p>An exchange is either with its client, reading from it or writing to it, or busy with the answer. What blocks on a
 * client is a read or a write of a channel, and an interrupt closes the channel. So a thread with its client is cut
 * loose by an interrupt, and a busy one, which may be in a collector of the user's, is never interrupted. The monitor
 * makes these two exclusive: an interrupt is sent while it is held, and a thread takes it to go from one to the other.
 *
 * <p>The JDK's own limits ({@code sun.net.httpserver.maxReqTime} and {@code maxRspTime}) are no substitute. They are
 * settled once for all servers of the JVM, and with TLS they close a connection by sending a last message in the
 * timer's thread, where a client that does not read blocks it for ever, and with it all requests of the server.
 */
final class GuardedExchange implements Runnable {
    private static final ThreadLocal<GuardedExchange> CURRENT = new ThreadLocal<>();

    private final SlowClientGuard all;
    private final Runnable task;

    /** Set before others see this. */
    private Thread thread;

    // Guarded by the monitor.
    private Phase phase = Phase.READING;
    private long since;
    private boolean cut;

    private enum Phase {
        READING,
        ANSWERING,
        SENDING,
        DONE
    }

    GuardedExchange(SlowClientGuard all, Runnable task) {
        this.all = all;
        this.task = task;
    }

    /** The exchange of this thread, or null if it has none that is watched. */
    static GuardedExchange current() {
        return CURRENT.get();
    }

    /** Work that is part of this thread's exchange, if it has one, in whatever thread it is done. */
    static <T> Supplier<T> inCurrent(Supplier<T> work) {
        GuardedExchange exchange = CURRENT.get();
        return () -> {
            CURRENT.set(exchange);
            try {
                return work.get();
            } finally {
                CURRENT.remove();
            }
        };
    }

    /**
     * Tells that this thread has read its request and makes the answer.
     *
     * @throws IOException if the exchange was cut
     */
    static void answers() throws IOException {
        enterIfWatched(Phase.ANSWERING);
    }

    /**
     * Tells that this thread is about to send its answer.
     *
     * @throws IOException if the exchange was cut
     */
    static void sends() throws IOException {
        enterIfWatched(Phase.SENDING);
    }

    private static void enterIfWatched(Phase phase) throws IOException {
        GuardedExchange current = CURRENT.get();
        if (current != null) {
            current.enter(phase);
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        if (thread.getName().isEmpty()) {
            thread.setName("fennel-metrics"); // a virtual thread
        }
        since = all.now();
        CURRENT.set(this);
        all.began(this);
        try {
            task.run();
        } finally {
            CURRENT.remove();
            finish();
            all.ended(this);
        }
    }

    private synchronized void enter(Phase next) throws IOException {
        if (cut) {
            throw new IOException("exchange was cut");
        }
        phase = next;
        since = all.now();
    }

    /** Leaves the thread to its next task without an interrupt that was meant for this one. */
    private synchronized void finish() {
        phase = Phase.DONE;
        if (cut) {
            Thread.interrupted();
        }
    }

    /** Whether there is a request whose answer is not out yet. */
    synchronized boolean isInFlight() {
        return phase == Phase.ANSWERING || phase == Phase.SENDING;
    }

    /** Cuts the exchange if its client has been sending its request, or taking the answer, for longer than that. */
    synchronized void cutIfSlow(long readingNanos, long sendingNanos) {
        long limit = phase == Phase.READING ? readingNanos : sendingNanos;
        if (isWithClient() && all.now() - since > limit) {
            cut();
        }
    }

    /** Cuts the exchange: at once if it is with its client, and otherwise when it comes back to it. */
    synchronized void cut() {
        if (isWithClient() && !cut) {
            thread.interrupt();
        }
        cut = true;
    }

    private boolean isWithClient() {
        return phase == Phase.READING || phase == Phase.SENDING;
    }
}
