package dev.fennel.exposition.programs;

import java.util.List;
import java.util.Set;

/**
 * How Fennel and the reference differ when they run the same program.
 *
 * @param program the program, without the statements that only one of the two refuses for a known reason
 * @param difference the first difference that is not known, or null
 * @param known the known differences that were met
 */
record Outcome(List<Statement> program, Difference difference, Set<KnownDifference> known) {
    /**
     * A difference.
     *
     * @param where the statement, or the gather, page and line
     * @param ours what Fennel does there
     * @param theirs what the reference does
     */
    record Difference(String where, String ours, String theirs) {
        @Override
        public String toString() {
            return where + "\n  Fennel:        " + ours + "\n  client_golang: " + theirs;
        }
    }

    /** The program, a statement on each line, and the difference. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        program.forEach(statement -> text.append("  ").append(statement).append('\n'));
        return text.append(difference).toString();
    }
}
