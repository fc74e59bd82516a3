/**
 * The buckets of histograms, most of it about native ones: which one a value belongs to, what they have counted, and
 * their exemplars.
 *
 * <p>In the order of reading:
 *
 * <ol>
 *   <li>{@link dev.fennel.internal.buckets.BucketSearch}: from a value to its bucket among given bounds;
 *   <li>{@link dev.fennel.internal.buckets.NativeIndex}: from a value to its bucket in the finest resolution;
 *   <li>{@link dev.fennel.internal.buckets.NativeScale}: the buckets of coarser resolutions and the zero bucket, and
 *       how a histogram with too many buckets gets fewer; {@link dev.fennel.internal.buckets.GoPower} computes their
 *       bounds;
 *   <li>{@link dev.fennel.internal.buckets.NativeCounts}: the counts of one cell, each sign in {@code BucketWindows},
 *       of which each is a {@code BucketWindow};
 *   <li>{@link dev.fennel.internal.buckets.NativeCell}: how an observation is counted in a cell, and how a cell gets
 *       room for more; a {@link dev.fennel.internal.buckets.NativeGeneration} is the first cell, with what belongs to
 *       all;
 *   <li>{@link dev.fennel.internal.buckets.NativeBuffer}: where the observations of a busy thread wait, to be counted
 *       together in a {@code NativeTally}. An {@link dev.fennel.internal.buckets.OwnedBuffer} says whose it is;
 *   <li>{@link dev.fennel.internal.buckets.NativeImage} and {@link dev.fennel.internal.buckets.NativeReading}: a copy
 *       of one cell, and the sum of all cells, each sign in {@code SummedBuckets};
 *   <li>{@link dev.fennel.internal.buckets.SpreadExemplars}: which exemplars are kept.
 * </ol>
 *
 * <p>The search, the index, the scale and the exemplars are immutable. Cells may be used by any thread; what is in them
 * is guarded as {@link dev.fennel.internal.cells.Cell} describes. Images and readings are used by one thread at a time.
 * No argument is null, except for exemplars that are not there. Of other packages, these use the model, the cells, and
 * {@link dev.fennel.internal.Nullable}.
 */
package dev.fennel.internal.buckets;
