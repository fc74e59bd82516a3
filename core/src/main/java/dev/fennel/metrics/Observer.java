package dev.fennel.metrics;

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
     * Starts a timer that observes the elapsed seconds when it is closed.
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
}
