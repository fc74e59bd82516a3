package dev.fennel.metrics;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Measures elapsed time and observes it in seconds.
 *
 * <pre>{@code
 * try (Timer timer = latency.startTimer()) {
 *     work();
 * }
 * }</pre>
 *
 * <p>Where the labels depend on the outcome, choose the observer at the end:
 *
 * <pre>{@code
 * Timer timer = Timer.start();
 * String outcome = work();
 * timer.observe(latencies.withLabelValues(outcome));
 * }</pre>
 *
 * <p>Used by one thread at a time.
 */
public final class Timer implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Observer NONE = value -> {};

    private final LongSupplier nanoTime;
    private final long startNanos;
    private Observer observer;

    Timer(Observer observer, LongSupplier nanoTime) {
        this.observer = Objects.requireNonNull(observer, "observer");
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    /**
     * Starts a timer that observes when it is closed.
     *
     * @param observer takes the elapsed seconds, such as a histogram or {@code gauge::set}
     * @return a running timer
     */
    public static Timer start(Observer observer) {
        return new Timer(observer, System::nanoTime);
    }

    /**
     * Starts a timer whose observer is chosen at the end; closing it observes nothing.
     *
     * @return a running timer
     */
    public static Timer start() {
        return start(NONE);
    }

    /**
     * The time since the start. The timer goes on.
     *
     * @return zero or more
     */
    public Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - startNanos);
    }

    /**
     * Observes the seconds since the start. The timer goes on, so several observers can observe it in turn.
     *
     * @param chosen takes the elapsed seconds
     * @return the time since the start
     */
    public Duration observe(Observer chosen) {
        Duration elapsed = elapsed();
        chosen.observe(elapsed.toNanos() / NANOS_PER_SECOND);
        return elapsed;
    }

    /** Lets the observer that the timer was started with observe; only the first call does anything. */
    @Override
    public void close() {
        Observer last = observer;
        observer = NONE;
        observe(last);
    }
}
