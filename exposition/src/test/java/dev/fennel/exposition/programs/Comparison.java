package dev.fennel.exposition.programs;

import dev.fennel.exposition.programs.Answer.Gathered;
import dev.fennel.exposition.programs.Answer.Page;
import dev.fennel.exposition.programs.Outcome.Difference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Compares what came of one program. */
final class Comparison {
    private final Reference reference;
    private final List<Statement> program;
    private final Set<KnownDifference> known = new LinkedHashSet<>();
    private Set<String> labelNames = Set.of();

    private Comparison(List<Statement> program, Reference reference) {
        this.program = new ArrayList<>(program);
        this.reference = reference;
    }

    /** Runs a program with both, and again without what only one of them refuses for a known reason. */
    static Outcome of(List<Statement> program, Reference reference) throws IOException {
        Comparison comparison = new Comparison(program, reference);
        Difference difference = comparison.difference();
        return new Outcome(comparison.program, difference, comparison.known);
    }

    private Difference difference() throws IOException {
        while (true) {
            Answer ours = FennelRun.of(program, reference.age());
            Answer theirs = reference.run(program);
            int i = firstDifferent(ours.verdicts(), theirs.verdicts());
            if (i < 0) {
                labelNames = KnownSpelling.labelNames(program);
                return ofGathers(ours.gathers(), theirs.gathers());
            }
            String our = ours.verdicts().get(i);
            String their = theirs.verdicts().get(i);
            Difference difference = unlessKnown(program.get(i).toString(), our, their);
            if (difference != null) {
                return difference;
            }
            program.remove(i);
        }
    }

    /** The first statement that the two do not judge in the same way, or refuse with a known difference. */
    private static int firstDifferent(List<String> ours, List<String> theirs) {
        for (int i = 0; i < ours.size(); i++) {
            String our = ours.get(i);
            String their = theirs.get(i);
            boolean bothRefuse = our.startsWith(Answer.REFUSED) && their.startsWith(Answer.REFUSED);
            if (bothRefuse ? KnownRefusal.of(our, their) != null : !our.equals(their)) {
                return i;
            }
        }
        return -1;
    }

    private Difference unlessKnown(String where, String ours, String theirs) {
        KnownRefusal reason = KnownRefusal.of(ours, theirs);
        if (reason == null) {
            return new Difference(where, ours, theirs);
        }
        known.add(reason);
        return null;
    }

    private Difference ofGathers(List<Gathered> ours, List<Gathered> theirs) {
        Difference difference = null;
        for (int i = 0; i < ours.size() && difference == null; i++) {
            difference = ofGather("gather " + (i + 1), ours.get(i), theirs.get(i));
        }
        return difference;
    }

    private Difference ofGather(String where, Gathered ours, Gathered theirs) {
        Difference difference = ofErrors(where, ours.error(), theirs.error());
        List<PageKind> kinds = PageKind.of(reference.age());
        for (int i = 0; i < kinds.size() && difference == null; i++) {
            PageKind kind = kinds.get(i);
            String page = where + ", " + kind;
            difference = ofErrors(
                    page, ours.pages().get(i).error(), theirs.pages().get(i).error());
            if (difference == null) {
                difference =
                        ofPage(page, kind, ours.pages().get(i), theirs.pages().get(i));
            }
        }
        return difference;
    }

    /** Both may word an error as they like, but only if there is one for both. */
    private Difference ofErrors(String where, String ours, String theirs) {
        return ours.isEmpty() == theirs.isEmpty() ? null : unlessKnown(where + ", errors", ours, theirs);
    }

    private Difference ofPage(String where, PageKind kind, Page ours, Page theirs) {
        List<String> our = PageLines.of(kind, ours.body(), reference.age());
        List<String> their = PageLines.of(kind, theirs.body(), reference.age());
        KnownSpelling.Context page = new KnownSpelling.Context(kind, our, ours.error(), labelNames);
        for (KnownSpelling rule : KnownSpelling.values()) {
            if (our.equals(their)) {
                return null;
            }
            List<String> expected = rule.applied(page, their);
            if (!expected.equals(their)) {
                known.add(rule);
                their = expected;
            }
        }
        return our.equals(their) ? null : firstLine(where, our, their);
    }

    private static Difference firstLine(String where, List<String> ours, List<String> theirs) {
        int i = 0;
        while (i < ours.size() && i < theirs.size() && ours.get(i).equals(theirs.get(i))) {
            i++;
        }
        return new Difference(where + ", line " + (i + 1), line(ours, i), line(theirs, i));
    }

    private static String line(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "(the end)";
    }
}
