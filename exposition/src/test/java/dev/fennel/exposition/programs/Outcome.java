package dev.fennel.exposition.programs;

import dev.fennel.exposition.programs.Answer.Gathered;
import dev.fennel.exposition.programs.Answer.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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
     * @param where the statement and the page
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

    /** Runs a program with both, and again without what only one of them refuses for a known reason. */
    static Outcome of(List<Statement> program, Reference reference) throws IOException {
        List<Statement> rest = new ArrayList<>(program);
        Set<KnownDifference> known = new LinkedHashSet<>();
        while (true) {
            Answer ours = FennelRun.of(rest, reference.age());
            Answer theirs = reference.run(rest);
            int i = firstDifference(ours.verdicts(), theirs.verdicts());
            if (i < 0) {
                return new Outcome(rest, ofGathers(rest, ours, theirs, reference.age(), known), known);
            }
            String our = ours.verdicts().get(i);
            String their = theirs.verdicts().get(i);
            KnownRefusal reason = KnownRefusal.of(our, their);
            if (reason == null) {
                return new Outcome(rest, new Difference(rest.get(i).toString(), our, their), known);
            }
            known.add(reason);
            rest.remove(i);
        }
    }

    private static int firstDifference(List<String> ours, List<String> theirs) {
        for (int i = 0; i < ours.size(); i++) {
            boolean bothRefuse =
                    ours.get(i).startsWith(Answer.REFUSED) && theirs.get(i).startsWith(Answer.REFUSED);
            if (bothRefuse
                    ? KnownRefusal.of(ours.get(i), theirs.get(i)) != null
                    : !ours.get(i).equals(theirs.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static Difference ofGathers(
            List<Statement> program, Answer ours, Answer theirs, Age age, Set<KnownDifference> known) {
        Set<String> labelNames = KnownSpelling.labelNames(program);
        Difference difference = null;
        for (int i = 0; i < ours.gathers().size() && difference == null; i++) {
            difference = ofGather(
                    "gather " + (i + 1), ours.gathers().get(i), theirs.gathers().get(i), age, labelNames, known);
        }
        return difference;
    }

    private static Difference ofGather(
            String where, Gathered ours, Gathered theirs, Age age, Set<String> labelNames, Set<KnownDifference> known) {
        if (ours.error().isEmpty() != theirs.error().isEmpty()) {
            KnownRefusal reason = KnownRefusal.of(ours.error(), theirs.error());
            if (reason == null) {
                return new Difference(where + ", errors", ours.error(), theirs.error());
            }
            known.add(reason);
        }
        List<PageKind> kinds = PageKind.of(age);
        Difference difference = null;
        for (int i = 0; i < kinds.size() && difference == null; i++) {
            String page = where + ", " + kinds.get(i);
            difference = ofPage(
                    page, kinds.get(i), ours.pages().get(i), theirs.pages().get(i), age, labelNames, known);
        }
        return difference;
    }

    private static Difference ofPage(
            String where,
            PageKind kind,
            Page ours,
            Page theirs,
            Age age,
            Set<String> labelNames,
            Set<KnownDifference> known) {
        if (ours.error().isEmpty() != theirs.error().isEmpty()) {
            KnownRefusal reason = KnownRefusal.of(ours.error(), theirs.error());
            if (reason == null) {
                return new Difference(where + ", errors", ours.error(), theirs.error());
            }
            known.add(reason);
        }
        List<String> our = PageLines.of(kind, ours.body(), age);
        List<String> their = PageLines.of(kind, theirs.body(), age);
        KnownSpelling.Context page = new KnownSpelling.Context(kind, our, ours.error(), labelNames);
        for (KnownSpelling rule : KnownSpelling.values()) {
            if (our.equals(their)) {
                return null;
            }
            List<String> spelt = rule.applied(page, their);
            if (!spelt.equals(their)) {
                known.add(rule);
                their = spelt;
            }
        }
        return our.equals(their) ? null : firstDifference(where, our, their);
    }

    private static Difference firstDifference(String where, List<String> ours, List<String> theirs) {
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
