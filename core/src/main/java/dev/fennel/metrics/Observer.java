package dev.fennel.metrics;

import dev.fennel.model.Labels;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Takes observations: a histogram, a summary, or a function such as {@code gauge::set}.
 *
 * <p>The methods that time something observe seconds, even if what they time throws.
 */
@FunctionalInterface
public interface Observer {
    /**
     * Takes one observation.
     *
     * @param value what was observed, in the base unit (seconds, bytes)
     */
    void observe(double value);

    /**
     * Takes one observation of a time, in seconds. A duration below zero, as a clock that was set back makes it, counts
     * as zero: of a sum that goes down, a server would believe that the program was started anew.
     *
     * @param time what was observed
     */
    default void observe(Duration time) {
        observe(Math.max(0, Timer.seconds(time)));
    }

    /**
     * Takes one observation, and keeps it as an exemplar if this is an observer that keeps any: a {@link Histogram}
     * does, all others leave the labels out.
     *
     * @param value what was observed, in the base unit
     * @param exemplarLabels labels that lead to an example, such as {@code trace_id}
     */
    default void observeWithExemplar(double value, Labels exemplarLabels) {
        Objects.requireNonNull(exemplarLabels, "exemplarLabels");
        observe(value);
    }

    /**
     * Starts a timer that observes the elapsed seconds when it is closed. If the observer depends on the outcome, see
     * {@link Timer#time(Callable, java.util.function.BiFunction)}.
     *
     * @return a running timer
     */
    default Timer startTimer() {
        return Timer.start(this);
    }

    /**
     * Runs something and observes how many seconds it took.
     *
     * @param work what to run
     */
    default void time(Runnable work) {
        Timer timer = startTimer();
        try {
            work.run();
        } finally {
            timer.close();
        }
    }

    /**
     * Runs something and observes how many seconds it took.
     *
     * @param work what to run
     * @param <T> the type of its result
     * @return its result
     */
    default <T> T time(Supplier<T> work) {
        Timer timer = startTimer();
        try {
            return work.get();
        } finally {
            timer.close();
        }
    }

    /**
     * Runs something that may throw a checked exception, and observes how many seconds it took.
     *
     * @param work what to run
     * @param <T> the type of its result
     * @return its result
     * @throws Exception what {@code work} throws
     */
    default <T> T timeChecked(Callable<T> work) throws Exception {
        Timer timer = startTimer();
        try {
            return work.call();
        } finally {
            timer.close();
        }
    }

    /**
     * Runs something that returns nothing and may throw a checked exception, and observes how many seconds it took.
     *
     * @param work what to run
     * @param <E> what it may throw
     * @throws E what {@code work} throws
     */
    default <E extends Exception> void timeChecked(Work<E> work) throws E {
        Timer timer = startTimer();
        try {
            work.run();
        } finally {
            timer.close();
        }
    }

    /**
     * A piece of work that returns nothing, and may throw a checked exception.
     *
     * @param <E> what it may throw
     */
    @FunctionalInterface
    interface Work<E extends Exception> {
        /**
         * Does the work.
         *
         * @throws E if it fails
         */
        void run() throws E;
    }
}
