package dev.fennel.metrics;

/**
 * What stands in a slot of a {@link SeriesTable}: a series itself, a {@link ExpiringSeries} that stands for one that
 * may expire, or a tombstone in the place of a deleted one.
 *
 * <p>This is a superclass and not a wrapper, so that a look-up compares label values without another hop, and a series
 * in a table is no larger than one without.
 */
abstract sealed class SeriesEntry permits Instrument, ExpiringSeries, SeriesEntry.Tombstone {
    /** The values of the variable labels in the order of the Desc; never changed. */
    final String[] labelValues;

    SeriesEntry(String[] labelValues) {
        this.labelValues = labelValues;
    }

    /** The series that look-ups return and gathers expose. */
    abstract Instrument exposed();

    /** Stands where a series was deleted. Its label values are null, so no look-up finds it. */
    static final class Tombstone extends SeriesEntry {
        Tombstone(int labels) {
            super(new String[labels]);
        }

        @Override
        Instrument exposed() {
            throw new IllegalStateException("a deleted series was collected");
        }
    }
}
