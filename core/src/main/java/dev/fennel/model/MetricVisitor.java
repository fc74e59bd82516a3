package dev.fennel.model;

import dev.fennel.internal.Nullable;

/**
 * Takes the value of one metric: what an encoder implements, one method for each kind of value.
 *
 * <p>Created timestamps are milliseconds since the epoch, or {@link Metric#NO_TIMESTAMP}. A visitor is used by one
 * thread at a time.
 */
public interface MetricVisitor {
    /**
     * Takes the value of a counter.
     *
     * @param value the sum so far
     * @param createdMillis when counting began, or {@link Metric#NO_TIMESTAMP}
     * @param exemplar the latest example of an increment, or null
     */
    void counter(double value, long createdMillis, @Nullable Exemplar exemplar);

    /**
     * Takes the value of a gauge, or of what is written as one: an info or a state.
     *
     * @param value the value
     */
    void gauge(double value);

    /**
     * Takes a value of unknown kind.
     *
     * @param value the value
     */
    void untyped(double value);

    /**
     * Takes the value of a histogram.
     *
     * @param value valid only until this method returns
     */
    void histogram(HistogramValue value);

    /**
     * Takes the value of a summary.
     *
     * @param value valid only until this method returns
     */
    void summary(SummaryValue value);

    /**
     * Whether the value is for a server that scrapes native histograms. A native histogram that is due for a reset, to
     * regain its resolution, is reset when its value is read for such a visitor, so that the server misses no
     * observation; if the visitor fails, that last value is lost. Every other visitor leaves what is counted unchanged.
     *
     * @return false unless it is overridden
     */
    default boolean isScrape() {
        return false;
    }

    /**
     * Whether exemplars are passed on, as by the encoder of a format that has them. An instrument that is read for such
     * a visitor, and has an automatic exemplar that is several seconds old, takes another one from the next observation
     * that belongs to a trace. For every other visitor, exemplars stay as they are.
     *
     * @return false unless it is overridden
     */
    default boolean takesExemplars() {
        return false;
    }
}
