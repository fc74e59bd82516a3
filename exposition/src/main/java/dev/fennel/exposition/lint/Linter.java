package dev.fennel.exposition.lint;

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
 * Tells what is unusual about metrics: client_golang's promlint, which is also behind {@code promtool check metrics}.
 *
 * <pre>{@code
 * assertThat(Linter.standard().lint(registry)).isEmpty();
 * }</pre>
 *
 * <p>The {@linkplain #standard standard} rules are promlint's, with the same texts:
 *
 * <ul>
 *   <li>there is a help text;
 *   <li>units are base units, such as {@code seconds} and {@code bytes}, and not abbreviated;
 *   <li>a counter's name ends in {@code _total}, and no other's, unless the type is not known;
 *   <li>the suffixes and labels of histograms and summaries ({@code _bucket}, {@code _count}, {@code _sum}, {@code le},
 *       {@code quantile}) are left to them, unless the type is not known;
 *   <li>the name does not tell the metric's type; infos and state sets count as the gauges that they are written as, so
 *       {@code _info} is fine;
 *   <li>the name has no colon, which is for recording rules;
 *   <li>names of metrics and labels are in snake case;
 *   <li>no two metrics of a family have the same labels, not even at different times.
 * </ul>
 *
 * <p>Where promlint repeats a problem for each metric or label of a family, this tells it once.
 */
public final class Linter {
    private static final Linter STANDARD = new Linter(List.of(
            HelpRules::present,
            NameRules::baseUnit,
            TypeRules::totalSuffix,
            TypeRules::reservedSuffixes,
            TypeRules::reservedLabels,
            TypeRules::typeInName,
            NameRules::colon,
            NameRules::snakeCase,
            NameRules::abbreviatedUnit,
            SeriesRules::unique));

    private final List<LintRule> rules;

    private Linter(List<LintRule> rules) {
        this.rules = rules;
    }

    /**
     * The linter with promlint's rules.
     *
     * @return always the same linter
     */
    public static Linter standard() {
        return STANDARD;
    }

    /**
     * A linter with one more rule, such as a prefix that all of an organisation's metrics have.
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
     * @param rule checks each family; what it throws comes out of {@link #lint(List) lint}
     * @return a new linter
     */
    public Linter with(LintRule rule) {
        List<LintRule> more = new ArrayList<>(rules);
        more.add(Objects.requireNonNull(rule, "rule"));
        return new Linter(List.copyOf(more));
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
     * Checks what was gathered without errors.
     *
     * @param gathered families; those of a gather with errors can be given to {@link #lint(List)}
     * @return the problems, sorted by metric and then by text, each once
     * @throws IllegalArgumentException if there were errors, so that families or metrics may be missing
     */
    public List<Problem> lint(GatherResult gathered) {
        List<GatherError> errors = Objects.requireNonNull(gathered, "gathered").errors();
        if (!errors.isEmpty()) {
            GatherError first = errors.get(0);
            String got = errors.size() + ", the first: " + first.message();
            throw new IllegalArgumentException("expected metrics gathered without errors, got " + got, first.cause());
        }
        return lint(gathered.families());
    }

    /**
     * Gathers and checks.
     *
     * @param gatherer brings the metrics, such as a registry
     * @return the problems, sorted by metric and then by text, each once
     * @throws IllegalArgumentException if something could not be gathered
     */
    public List<Problem> lint(Gatherer gatherer) {
        return lint(Objects.requireNonNull(gatherer, "gatherer").gather());
    }
}
