package dev.fennel.testing;

/**
 * An expected series that was not found.
 *
 * @param series the series
 * @param hint what was found that is nearly the same, or empty
 */
record MissingSeries(WrittenSeries series, String hint) {}
