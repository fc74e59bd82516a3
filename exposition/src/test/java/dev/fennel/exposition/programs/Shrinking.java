package dev.fennel.exposition.programs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes a program smaller that shows a difference. */
final class Shrinking {
    private Shrinking() {}

    /** Leaves statements out, one by one, as long as there is a difference. */
    static Outcome of(List<Statement> program, Reference reference) throws IOException {
        Outcome last = Comparison.of(program, reference);
        boolean shorter = true;
        while (shorter) {
            shorter = false;
            for (int i = last.program().size() - 1; i >= 0; i--) {
                List<Statement> without = new ArrayList<>(last.program());
                without.remove(i);
                Outcome outcome = Comparison.of(without, reference);
                if (outcome.difference() != null) {
                    last = outcome;
                    shorter = true;
                    i = Math.min(i, last.program().size());
                }
            }
        }
        return last;
    }
}
