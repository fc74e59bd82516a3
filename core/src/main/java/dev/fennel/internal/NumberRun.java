package dev.fennel.internal;

/**
 * An immutable list of metrics that can read the numbers of many at once. A family keeps a list that implements this as
 * it is, instead of copying it.
 *
 * @param <B> the batch, which is a class of the model, and so cannot be named down here
 */
public interface NumberRun<B> {
    /**
     * Fills an empty batch with the numbers of the metrics from an index on.
     *
     * @param from the index of the first metric, less than the size of the list
     * @param into takes the numbers until it is full; stays empty if the metrics are no numbers
     */
    void read(int from, B into);
}
