package dev.fennel.exposition.lint;

import dev.fennel.exposition.parser.TextParseException;
import dev.fennel.exposition.parser.TextParser;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds unusual names, labels and help texts of metrics, like client_golang's promlint, the library that
 * {@code promtool check metrics} uses.
 *
 * <pre>{@code
 * assertThat(Linter.standard().lint(registry)).isEmpty();
 * }</pre>
 *
 * <p>The {@linkplain #standard standard} rules, which are those of {@link StandardRule}, are promlint's, with the same
 * texts:
 *
 * <ul>
 *   <li>there is a help text;
 *   <li>units are base units, such as {@code seconds} and {@code bytes}, and not abbreviated;
 *   <li>the name of a counter ends in {@code _total}, and no other name does, unless the type is not known;
 *   <li>the suffixes and labels of histograms and summaries ({@code _bucket}, {@code _count}, {@code _sum}, {@code le},
 *       {@code quantile}) are not used by other types, unless the type is not known;
 *   <li>the name does not contain the metric's type; infos and state sets count as gauges, because that is what they
 *       are in most formats, so {@code _info} is fine;
 *   <li>the name contains no colon, which is reserved for recording rules;
 *   <li>names of metrics and labels are in snake case;
 *   <li>no two metrics of a family have the same labels, not even at different times.
 * </ul>
 *
 * <p>promlint repeats some problems for each metric or label of a family; this reports each problem once.
 *
 * <p>Immutable.
 */
public final class Linter {
    private static final Linter STANDARD = new Linter(List.of(StandardRule.values()));

    private final List<LintRule> rules;

    private Linter(List<LintRule> rules) {
        this.rules = rules;
    }

    /**
     * Returns the linter with promlint's rules.
     *
     * @return always the same linter
     */
    public static Linter standard() {
        return STANDARD;
    }

    /**
     * Returns a linter with an additional rule, such as a prefix that all metrics of an organisation must have.
     *
     * <pre>{@code
     * LintRule prefix = (family, problems) -> {
     *     if (!family.name().startsWith("shop_")) {
     *         problems.accept("metric names should start with \"shop_\"");
     *     }
     * };
     * List<Problem> problems = Linter.standard().with(prefix).lint(registry);
     * }</pre>
     *
     * @param rule checks each family; what it throws, {@link #lint(List) lint} throws
     * @return a new linter
     */
    public Linter with(LintRule rule) {
        List<LintRule> more = new ArrayList<>(rules);
        more.add(Objects.requireNonNull(rule, "rule"));
        return new Linter(List.copyOf(more));
    }

    /**
     * Returns a linter without some of the rules, such as one that old names break for good.
     *
     * <pre>{@code
     * List<Problem> problems = Linter.standard().without(StandardRule.TOTAL_SUFFIX).lint(registry);
     * }</pre>
     *
     * @param left the rules to leave out
     * @return a new linter with all other rules
     */
    public Linter without(LintRule... left) {
        List<LintRule> others = new ArrayList<>(rules);
        others.removeAll(List.of(left));
        return new Linter(List.copyOf(others));
    }

    /**
     * Checks families.
     *
     * @param families the families
     * @return the problems, sorted by metric and then by text, each once
     */
    public List<Problem> lint(List<MetricFamily> families) {
        Objects.requireNonNull(families, "families");
        SortedSet<Problem> problems = new TreeSet<>();
        for (MetricFamily family : families) {
            for (LintRule rule : rules) {
                rule.check(family, text -> problems.add(new Problem(family.name(), text)));
            }
        }
        return List.copyOf(problems);
    }

    /**
     * Checks the result of a gather or of a {@linkplain TextParser#parseLeniently(String) lenient} reading. What could
     * not be read of a text is a problem as well, with its line and column:
     *
     * <pre>{@code
     * List<Problem> problems = Linter.standard().lint(TextParser.text().parseLeniently(page));
     * }</pre>
     *
     * @param gathered the result; if there were errors in gathering, pass its families to {@link #lint(List)} instead
     * @return the problems, sorted by metric and then by text, each once
     * @throws IllegalArgumentException if there were errors in gathering, because families or metrics may be missing
     *     then, and nobody would see that
     */
    public List<Problem> lint(GatherResult gathered) {
        SortedSet<Problem> problems = new TreeSet<>();
        for (GatherError error : Objects.requireNonNull(gathered, "gathered").errors()) {
            // A collector may fail with such an exception, too; but its source is not that of a reading.
            boolean ofReading = error.source().equals("text") || error.source().startsWith("metric \"");
            if (!ofReading || !(error.cause() instanceof TextParseException unreadable)) {
                throw notGathered(gathered.errors());
            }
            problems.add(new Problem(unreadable.metric(), String.valueOf(unreadable.getMessage())));
        }
        problems.addAll(lint(gathered.families()));
        return List.copyOf(problems);
    }

    private static IllegalArgumentException notGathered(List<GatherError> errors) {
        GatherError first = errors.get(0);
        String got = errors.size() + ", the first: " + first.message();
        return new IllegalArgumentException("expected metrics gathered without errors, got " + got, first.cause());
    }

    /**
     * Gathers and checks.
     *
     * @param gatherer returns the metrics; a registry, for example
     * @return the problems, sorted by metric and then by text, each once
     * @throws IllegalArgumentException if something could not be gathered
     */
    public List<Problem> lint(Gatherer gatherer) {
        GatherResult gathered = Objects.requireNonNull(gatherer, "gatherer").gather();
        try {
            return lint(gathered);
        } finally {
            gathered.done();
        }
    }
}
