package dev.fennel.http;

/**
 * Gives the value of one label.
 *
 * @param <R> what is known of a request
 */
@FunctionalInterface
interface LabelValue<R> {
    /** The value for a request as it is now; never null, never throws. */
    String of(MeasuredRequest<R> request);
}
