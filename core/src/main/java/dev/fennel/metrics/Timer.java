package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Labels;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
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
 * <p>Where the labels depend on the outcome, choose the observer at the end. {@link #time(Callable, BiFunction)} does
 * so for failures, too:
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

    /** Some 270 years. Soon after them, the nanoseconds are more than a long holds. */
    private static final long LONG_SECONDS = 1L << 33;

    /** No lambda, as these classes are loaded with the first instrument, and to link a lambda takes time and stack. */
    private static final LongSupplier CLOCK = new LongSupplier() {
        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    };

    private final LongSupplier nanoTime;
    private final long startNanos;
    /** Null once it has observed, or if it is chosen at the end. */
    private @Nullable Observer observer;

    private @Nullable Labels exemplarLabels;

    Timer(@Nullable Observer observer, LongSupplier nanoTime) {
        this.observer = observer;
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
        return new Timer(Objects.requireNonNull(observer, "observer"), CLOCK);
    }

    /**
     * Starts a timer whose observer is chosen at the end; closing it observes nothing.
     *
     * @return a running timer
     */
    public static Timer start() {
        return new Timer(null, CLOCK);
    }

    /**
     * Runs something, and then chooses the observer that takes how many seconds it took.
     *
     * <pre>{@code
     * String answer = Timer.time(
     *         () -> client.apply(request),
     *         (result, thrown) -> latencies.withLabelValues(thrown == null ? "ok" : "failed"));
     * }</pre>
     *
     * @param work what to run
     * @param chooser returns the observer, given the result and null, or null and what {@code work} has thrown. What it
     *     throws itself is thrown if the work has succeeded, and otherwise added to the failure of the work as
     *     suppressed
     * @param <T> the type of the result
     * @return the result
     * @throws Exception what {@code work} throws
     */
    @SuppressWarnings("NullAway") // the chooser is given null, as documented
    public static <T> T time(Callable<T> work, BiFunction<? super T, ? super Throwable, ? extends Observer> chooser)
            throws Exception {
        Timer timer = start();
        T result;
        try {
            result = work.call();
        } catch (Throwable thrown) {
            timer.observeFailure(failure -> chooser.apply(null, failure), thrown);
            throw thrown;
        }
        timer.observe(timer.elapsed(), chooser.apply(result, null));
        return result;
    }

    /**
     * Runs something that returns nothing, and then chooses the observer that takes how many seconds it took.
     *
     * @param work what to run
     * @param chooser returns the observer, given null or what {@code work} has thrown; for what it throws itself, see
     *     {@link #time(Callable, BiFunction)}
     * @param <E> what the work may throw
     * @throws E what {@code work} throws
     */
    @SuppressWarnings("NullAway") // the chooser is given null, as documented
    public static <E extends Exception> void time(
            Observer.Work<E> work, Function<? super Throwable, ? extends Observer> chooser) throws E {
        Timer timer = start();
        try {
            work.run();
        } catch (Throwable thrown) {
            timer.observeFailure(chooser, thrown);
            throw thrown;
        }
        timer.observe(timer.elapsed(), chooser.apply(null));
    }

    private void observeFailure(Function<? super Throwable, ? extends Observer> chooser, Throwable thrown) {
        Duration elapsed = elapsed();
        try {
            observe(elapsed, chooser.apply(thrown));
        } catch (Throwable second) {
            if (second != thrown) {
                thrown.addSuppressed(second);
            }
        }
    }

    /** Loads and initializes what timers need. */
    static void rehearse() {
        Timer timer = start();
        timer.close();
        seconds(timer.elapsed());
    }

    /** A duration in seconds. */
    static double seconds(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds > -LONG_SECONDS && seconds < LONG_SECONDS ? duration.toNanos() / NANOS_PER_SECOND : seconds;
    }

    /**
     * Sets the labels of an exemplar, such as the trace that was worked for, which goes with all that is observed from
     * now on, by {@link #close} too. Observers that keep no exemplars leave it out.
     *
     * <pre>{@code
     * try (Timer timer = latency.startTimer()) {
     *     timer.exemplar(Labels.of("trace_id", work()));
     * }
     * }</pre>
     *
     * @param labels of at most 128 characters together
     */
    public void exemplar(Labels labels) {
        exemplarLabels = Objects.requireNonNull(labels, "labels");
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
        observe(elapsed, chosen);
        return elapsed;
    }

    private void observe(Duration elapsed, Observer chosen) {
        if (exemplarLabels == null) {
            chosen.observe(elapsed);
        } else {
            chosen.observeWithExemplar(seconds(elapsed), exemplarLabels);
        }
    }

    /** Lets the observer that the timer was started with observe; only the first call does anything. */
    @Override
    public void close() {
        Observer last = observer;
        observer = null;
        if (last != null) {
            observe(last);
        }
    }
}
