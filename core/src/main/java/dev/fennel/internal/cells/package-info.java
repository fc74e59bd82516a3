/**
 * The cells that observations of histograms and summaries are counted in: arrays of longs, each with a lock of its own.
 *
 * <p>In the order of reading:
 *
 * <ol>
 *   <li>{@link dev.fennel.internal.cells.CellLock}: the lock of one cell, and what is promised to those inside;
 *   <li>{@link dev.fennel.internal.cells.PaddedCells}: how cells grow in number, and which one a thread tries;
 *   <li>{@code CellProbe}: how a thread remembers the cell it was alone in.
 * </ol>
 *
 * <p>What is in a cell, and who reads it, is the business of {@code StripedInstrument} in {@code dev.fennel.metrics}.
 *
 * <p>All methods are static and may be called by any thread; arguments are null only where that is said. Of other
 * packages, these use {@link dev.fennel.internal.Nullable} alone.
 */
package dev.fennel.internal.cells;
