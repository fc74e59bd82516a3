package dev.fennel.benchmarks.answers;

/**
 * What an operation costs in one library.
 *
 * @param library the library, which is the name of the benchmark method
 * @param peer whether it is another library, neither ours nor the floor
 * @param value the cost of one operation, in the unit of the comparison
 * @param error the 99.9 % confidence interval of the cost, to either side; NaN if it is not known
 * @param allocated bytes allocated for one operation; NaN if they were not measured
 */
public record Answer(String library, boolean peer, double value, double error, double allocated) {
    /** The name of our own benchmark methods. */
    public static final String OURS = Library.FENNEL.title();

    /**
     * A cost without further details.
     *
     * @param library the library
     * @param peer whether it is another library, neither ours nor the floor
     * @param value the cost of one operation
     */
    public Answer(String library, boolean peer, double value) {
        this(library, peer, value, Double.NaN, Double.NaN);
    }

    boolean ours() {
        return library.equals(OURS);
    }
}
