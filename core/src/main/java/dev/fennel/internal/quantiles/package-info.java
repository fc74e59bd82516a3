/**
 * The quantiles of the observations in a sliding window.
 *
 * <p>In the order of reading:
 *
 * <ol>
 *   <li>{@link dev.fennel.internal.quantiles.CkmsStream}: the quantile sketch, and the proof of its error;
 *   <li>{@link dev.fennel.internal.quantiles.Objectives}: which quantiles are asked for, and with which errors;
 *   <li>{@link dev.fennel.internal.quantiles.QuantileWindow}: the sketches of one series, which forget what is too old.
 *       A {@code LongRun} of observations is sorted outside;
 *   <li>{@link dev.fennel.internal.quantiles.WindowSpec}: what the windows of a Vec share, time above all;
 *   <li>{@code BucketSort}, and {@code Quicksort} for what is short: sorting that rarely allocates.
 * </ol>
 *
 * <p>Objectives and specs are immutable. A sketch is used by one thread at a time; a window has a lock, and its
 * description says which methods need it. No argument or result is null. Of other packages, these use the cells of
 * {@link dev.fennel.internal.cells} alone.
 */
package dev.fennel.internal.quantiles;
