package dev.fennel.internal.cells;

import dev.fennel.internal.Nullable;

/** The cell of a {@link GaugeSum} that belongs to one thread; the next owner, after that thread, goes on with it. */
final class OwnedGaugeCell extends OwnedCell {
    static final OwnedGaugeCell[] NONE = new OwnedGaugeCell[2];

    /** What a cell and its owner take. */
    private static final int BYTES = 280;

    private static final int MOST = mostOwners(BYTES);

    private final GaugeCell cell;

    private OwnedGaugeCell(GaugeCell cell) {
        this.cell = cell;
    }

    /** The cell of the present thread, or null. */
    @Nullable
    static GaugeCell own(OwnedGaugeCell[] owned) {
        OwnedGaugeCell place = owned[slot(owned)];
        return place != null && place.isOwn() ? place.cell : null;
    }

    /** A cell by its place in the order. */
    static GaugeCell cell(OwnedGaugeCell[] owned, int place) {
        return get(owned, place).cell;
    }

    /** Cells with one for the present thread; the same if it has one, or there is no place. */
    static OwnedGaugeCell[] withOwn(OwnedGaugeCell[] owned, GaugeCell first) {
        int place = place(owned, MOST);
        if (place < 0) {
            return owned;
        }
        GaugeCell cell = place < count(owned) ? cell(owned, place) : first.padded();
        return with(owned, place, MOST, new OwnedGaugeCell(cell));
    }
}
