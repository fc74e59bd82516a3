package dev.fennel.httpserver;

import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.registry.GatherError;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/**
 * One exchange of a metrics server, from the moment that a thread runs it to the end of its answer, which a
 * {@link SlowClientGuard} may cut.
 *
 * <p>An exchange either waits for its client, while it reads the request or sends the answer, or is busy making the
 * answer. A thread that waits for its client blocks in a read or write of a channel, and is cut by an interrupt, which
 * closes the channel. A busy thread may be in a collector of the user's, and is never interrupted by the guard;
 * {@link ServerThreads#close} interrupts the threads of the server's own afterwards.
 *
 * <p>Assumptions:
 *
 * <ol>
 *   <li>The exchange is read before {@link AuthHandler} calls {@link #startAnswering}, and reads and writes again only
 *       after {@link Answer} has called {@link #startSending}.
 *   <li>Both are called by the thread that runs the exchange, or by one that does {@linkplain #inCurrent part of its
 *       work} while it waits.
 *   <li>The JDK's server closes the connection of an exchange that ends with an exception, but not of one that ends
 *       with an error. A task that is run once more goes on with the same connection.
 * </ol>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A busy thread is not interrupted by the guard. Every interrupt is sent under the monitor and only in the phases
 *       {@code READING} and {@code SENDING}; every change of phase takes the monitor.
 *   <li>An exchange that is cut while it is busy sends nothing: {@code startSending} throws.
 *   <li>The thread goes to its next task without an interrupt that was meant for this one: the phase {@code DONE} ends
 *       interrupts, and the flag of one that came before is cleared. Without that, a pool's thread would close the
 *       channel of the next client.
 *   <li>These hold whatever the task throws, as the phase {@code DONE} is entered in a {@code finally}. They hold when
 *       memory has run out, too: to enter a monitor takes no memory, unlike the locks of {@code java.util.concurrent}.
 *       Nothing below the monitor blocks: a channel in blocking mode that is closed by an interrupt waits for nothing.
 *   <li>What the task throws costs this exchange and nothing else. It is logged, and not thrown to the thread, whose
 *       end it would be. After an error, an {@code OutOfMemoryError} for one, the task is run once more, with the
 *       exchange cut and its thread interrupted. So it fails at its first read, or at the latest before it sends
 *       anything, and with an exception this time, for which the JDK's server closes the connection. Otherwise the
 *       client would wait for ever, and the connection would stay open.
 * </ol>
 *
 * <p>The JDK's own limits ({@code sun.net.httpserver.maxReqTime} and {@code maxRspTime}) are no substitute. They are
 * read once for all servers of the JVM; and with TLS they close a connection by sending a last message in the timer's
 * thread, where a client that does not read blocks that thread for ever, and with it all requests of the server.
 */
final class GuardedExchange {
    private static final ThreadLocal<GuardedExchange> CURRENT = new ThreadLocal<>();

    private final SlowClientGuard guard;
    private final Runnable task;
    private final Thread thread;

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

    /** An exchange of this thread, whose client is given time from now on. */
    GuardedExchange(SlowClientGuard guard, Runnable task) {
        this.guard = guard;
        this.task = task;
        this.thread = Thread.currentThread();
        this.since = guard.now();
    }

    /** The exchange of this thread, or null if it has none that is guarded. */
    static @Nullable GuardedExchange current() {
        return CURRENT.get();
    }

    /** Makes work part of this thread's exchange, if it has one, in whatever thread the work is done. */
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
     * Marks that this thread has read its request and begins to make the answer.
     *
     * @throws IOException if the exchange was cut
     */
    static void startAnswering() throws IOException {
        enterIfGuarded(Phase.ANSWERING);
    }

    /**
     * Marks that this thread is about to send its answer.
     *
     * @throws IOException if the exchange was cut
     */
    static void startSending() throws IOException {
        enterIfGuarded(Phase.SENDING);
    }

    private static void enterIfGuarded(Phase phase) throws IOException {
        GuardedExchange current = CURRENT.get();
        if (current != null) {
            current.enter(phase);
        }
    }

    /** Runs the task. Called once, by the thread that made this. */
    void run() {
        if (thread.getName().isEmpty()) {
            thread.setName("fennel-metrics"); // a virtual thread
        }
        try {
            CURRENT.set(this);
            if (guard.begins(this)) {
                task.run();
            }
        } catch (Throwable thrown) {
            closeConnection();
            GatherError.of("a request", thrown).log("dev.fennel.httpserver", Level.WARNING);
        } finally {
            CURRENT.remove();
            finish();
            guard.ended(this);
        }
    }

    /** Has the JDK's server close the connection, after an error that came past it. */
    private void closeConnection() {
        cutByItself();
        try {
            task.run();
        } catch (Throwable again) {
            // The connection stays open until the server is closed, and so it does if the interrupt finds no memory.
        }
    }

    private synchronized void cutByItself() {
        cut = true;
        thread.interrupt();
    }

    private synchronized void enter(Phase next) throws IOException {
        if (cut) {
            throw new IOException("exchange was cut");
        }
        phase = next;
        since = guard.now();
    }

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

    /**
     * Cuts the exchange if its client has been sending its request, or taking the answer, for longer than the limit.
     */
    synchronized void cutIfSlow(long readingNanos, long sendingNanos) {
        long limit = phase == Phase.READING ? readingNanos : sendingNanos;
        if (isWithClient() && guard.now() - since > limit) {
            cut();
        }
    }

    /** Cuts the exchange: at once if it waits for its client, and otherwise when it is about to send. */
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
