package dev.fennel.internal.cells;

/** What the cells of a {@link GaugeSum} have at a cut, summed up. Used by one thread. */
final class GaugeImage {
    /** The last epoch that counts. */
    final long cut;

    /** Whether a cell no longer knew what it had at the cut. */
    boolean isPassed;

    private double sum;
    private double lost;

    GaugeImage(long cut) {
        this.cut = cut;
    }

    /** Adds what a cell has: a sum, and what rounding took from it. */
    void add(double cellSum, double cellLost) {
        double next = sum + cellSum;
        lost += GaugeCell.roundedOff(sum, cellSum, next) + cellLost;
        sum = next;
    }

    double value() {
        return sum + lost;
    }
}
