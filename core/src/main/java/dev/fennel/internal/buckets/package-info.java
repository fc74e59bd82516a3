/**
 * The buckets of native histograms: which one a value belongs to, what they have counted, and their exemplars.
 *
 * <p>In the order of reading:
 *
 * <ol>
 *   <li>{@link dev.fennel.internal.buckets.NativeIndex}: from a value to its bucket in the finest resolution;
 *   <li>{@link dev.fennel.internal.buckets.NativeScale}: the buckets of coarser resolutions and the zero bucket, and
 *       how a histogram with too many buckets gets fewer;
 *   <li>{@link dev.fennel.internal.buckets.NativeCounts}: the counts of one cell, each sign in a
 *       {@link dev.fennel.internal.buckets.BucketWindow};
 *   <li>{@link dev.fennel.internal.buckets.NativeReading}: the sum of all cells, each sign in a {@code SummedBuckets};
 *   <li>{@link dev.fennel.internal.buckets.SpreadExemplars}: which exemplars are kept.
 * </ol>
 *
 * <p>The index and the scale are immutable. All else is used by one thread at a time; which one that is follows from
 * the protocol of {@code NativeCells} in {@code dev.fennel.metrics}. No argument is null, except for exemplars that are
 * not there. Of other packages, these use the model, {@link dev.fennel.internal.Nullable}, and the padding of
 * {@link dev.fennel.internal.cells.CellLock}.
 */
package dev.fennel.internal.buckets;
