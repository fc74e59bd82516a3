/**
 * The cells that observations of counters, gauges, histograms and summaries are counted in.
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
 *   <li>{@link dev.fennel.internal.cells.CellProbe}: how a thread remembers the cell it was alone in;
 *   <li>{@code OwnedCell}: cells that belong to one thread each, and what becomes of them when it ends.
 *       {@link dev.fennel.internal.cells.Claims} decides who gets one;
 *   <li>{@link dev.fennel.internal.cells.SumCells}: the sum of a counter, in an {@code OwnedSum} for each thread that
 *       adds much and in {@code SharedSum}s for all others;
 *   <li>{@link dev.fennel.internal.cells.GaugeSum}: the sum of a gauge, cut into epochs; its parts are
 *       {@code GaugeCell}s, some in an {@code OwnedGaugeCell}, and a {@code GaugeImage} adds them up;
 *   <li>{@link dev.fennel.internal.cells.OwnedPair}: two cells that one thread counts in in turn, for classic
 *       histograms.
 * </ol>
 *
 * <p>Who observes and reads is in {@code dev.fennel.metrics}; the cells of native histograms are in
 * {@link dev.fennel.internal.buckets}.
 *
 * <p>Cells may be used by any thread, unless a method says otherwise, and images by one at a time. Arguments are null
 * only where that is said. Of other packages, these use {@link dev.fennel.internal.Nullable} alone.
 */
package dev.fennel.internal.cells;
