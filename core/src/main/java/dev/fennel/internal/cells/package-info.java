/**
 * The cells that observations of histograms and summaries are counted in.
 *
 * <p>In the order of reading:
 *
 * <ol>
 *   <li>{@link dev.fennel.internal.cells.Cell}: how one thread at a time changes a cell, and how it is read beside that
 *       thread;
 *   <li>{@link dev.fennel.internal.cells.HistogramCell} and {@link dev.fennel.internal.cells.SummaryCell}: what is in a
 *       cell. A {@link dev.fennel.internal.cells.HistogramImage} or {@link dev.fennel.internal.cells.SummaryImage} is a
 *       copy of that;
 *   <li>{@link dev.fennel.internal.cells.Cells}: how cells grow in number, which one a thread tries, and how all of
 *       them are retired;
 *   <li>{@code CellProbe}: how a thread remembers the cell it was alone in.
 * </ol>
 *
 * <p>Who observes and reads is in {@code dev.fennel.metrics}; the cells of native histograms are in
 * {@link dev.fennel.internal.buckets}.
 *
 * <p>Cells may be used by any thread, unless a method says otherwise, and images by one at a time. Arguments are null
 * only where that is said. Of other packages, these use {@link dev.fennel.internal.Nullable} alone.
 */
package dev.fennel.internal.cells;
