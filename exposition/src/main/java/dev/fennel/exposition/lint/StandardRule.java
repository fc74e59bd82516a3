package dev.fennel.exposition.lint;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The rules of the {@linkplain Linter#standard standard} linter: those of client_golang's promlint, with the same
 * texts. Rules about the type require nothing of metrics of unknown type. Any of them can be {@linkplain Linter#without
 * left out}.
 */
public enum StandardRule implements LintRule {
    /** There is a help text. */
    HELP(StandardRule::help),
    /** Units are base units, such as {@code seconds} and {@code bytes}. */
    BASE_UNIT(StandardRule::baseUnit),
    /** The name of a counter ends in {@code _total}, and no other name does. */
    TOTAL_SUFFIX(StandardRule::totalSuffix),
    /** The suffixes of histograms and summaries are not used by other types. */
    RESERVED_SUFFIXES(StandardRule::reservedSuffixes),
    /** The labels {@code le} and {@code quantile} are not used by other types than histograms and summaries. */
    RESERVED_LABELS(StandardRule::reservedLabels),
    /** The name does not contain the metric's type. */
    TYPE_IN_NAME(StandardRule::typeInName),
    /** The name contains no colon, which is reserved for recording rules. */
    COLON(StandardRule::colon),
    /** Names of metrics and labels are in snake case. */
    SNAKE_CASE(StandardRule::snakeCase),
    /** Units are not abbreviated. */
    ABBREVIATED_UNIT(StandardRule::abbreviatedUnit),
    /** No two metrics of a family have the same labels, not even at different times. */
    UNIQUE_SERIES(StandardRule::uniqueSeries);

    private static final Pattern CAMEL_CASE = Pattern.compile("[a-z][A-Z]");
    private static final Set<String> ABBREVIATED_UNITS =
            Set.of("s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d");

    private final LintRule rule;

    StandardRule(LintRule rule) {
        this.rule = rule;
    }

    @Override
    public void check(MetricFamily family, Consumer<? super String> problems) {
        rule.check(family, problems);
    }

    /**
     * A family always has a help text. An empty one counts as none, because the text format does not distinguish them.
     */
    private static void help(MetricFamily family, Consumer<? super String> problems) {
        if (family.help().isBlank()) {
            problems.accept("no help text");
        }
    }

    /** The first unit in the name must be a base unit. */
    private static void baseUnit(MetricFamily family, Consumer<? super String> problems) {
        for (String word : family.name().split("_")) {
            String base = Units.baseOf(word);
            if (base != null) {
                if (!base.equals(word)) {
                    problems.accept("use base unit \"" + base + "\" instead of \"" + word + "\"");
                }
                return;
            }
        }
    }

    private static void abbreviatedUnit(MetricFamily family, Consumer<? super String> problems) {
        String[] words = family.name().toLowerCase(Locale.ROOT).split("_", -1);
        for (int i = 1; i < words.length; i++) { // a first word such as "d" abbreviates something else
            if (ABBREVIATED_UNITS.contains(words[i])) {
                problems.accept("metric names should not contain abbreviated units");
            }
        }
    }

    private static void colon(MetricFamily family, Consumer<? super String> problems) {
        if (family.name().contains(":")) {
            problems.accept("metric names should not contain ':'");
        }
    }

    private static void snakeCase(MetricFamily family, Consumer<? super String> problems) {
        if (isCamelCase(family.name())) {
            problems.accept("metric names should be written in 'snake_case' not 'camelCase'");
        }
        for (Metric metric : family.metrics()) {
            if (metric.labels().names().stream().anyMatch(StandardRule::isCamelCase)) {
                problems.accept("label names should be written in 'snake_case' not 'camelCase'");
            }
        }
    }

    private static boolean isCamelCase(String name) {
        return CAMEL_CASE.matcher(name).find();
    }

    private static void totalSuffix(MetricFamily family, Consumer<? super String> problems) {
        boolean total = family.name().endsWith("_total");
        if (family.type() == MetricType.COUNTER) {
            if (!total) {
                problems.accept("counter metrics should have \"_total\" suffix");
            }
        } else if (total && isKnown(family)) {
            problems.accept("non-counter metrics should not have \"_total\" suffix");
        }
    }

    private static void reservedSuffixes(MetricFamily family, Consumer<? super String> problems) {
        boolean histogram = family.type() == MetricType.HISTOGRAM;
        boolean summary = family.type() == MetricType.SUMMARY;
        if (histogram || !isKnown(family)) {
            return;
        }
        String name = family.name();
        if (name.endsWith("_bucket")) {
            problems.accept("non-histogram metrics should not have \"_bucket\" suffix");
        }
        if (!summary && name.endsWith("_count")) {
            problems.accept("non-histogram and non-summary metrics should not have \"_count\" suffix");
        }
        if (!summary && name.endsWith("_sum")) {
            problems.accept("non-histogram and non-summary metrics should not have \"_sum\" suffix");
        }
    }

    private static void reservedLabels(MetricFamily family, Consumer<? super String> problems) {
        if (!isKnown(family)) {
            return;
        }
        for (Metric metric : family.metrics()) {
            if (family.type() != MetricType.HISTOGRAM && metric.labels().get("le") != null) {
                problems.accept("non-histogram metrics should not have \"le\" label");
            }
            if (family.type() != MetricType.SUMMARY && metric.labels().get("quantile") != null) {
                problems.accept("non-summary metrics should not have \"quantile\" label");
            }
        }
    }

    /** Names of other types are allowed, as in a counter of gauges. */
    private static void typeInName(MetricFamily family, Consumer<? super String> problems) {
        String name = family.name().toLowerCase(Locale.ROOT);
        String type = family.type().valueType().toString();
        if (isKnown(family) && (name.endsWith("_" + type) || name.contains("_" + type + "_"))) {
            problems.accept("metric name should not include type '" + type + "'");
        }
    }

    private static boolean isKnown(MetricFamily family) {
        return family.type() != MetricType.UNTYPED;
    }

    /** A registry ensures this, except for metrics with timestamps; other gatherers may return anything. */
    private static void uniqueSeries(MetricFamily family, Consumer<? super String> problems) {
        Set<Labels> seen = new HashSet<>();
        for (Metric metric : family.metrics()) {
            if (!seen.add(metric.labels())) {
                problems.accept("metric not unique");
            }
        }
    }

    /** The units of measurement that promlint knows, with their prefixes, and the base unit that each should be. */
    private static final class Units {
        /** In both English spellings of the metre, and with the one exception to SI, degrees Celsius. */
        private static final List<String> BASE = List.of(
                "amperes", "bytes", "celsius", "grams", "joules", "kelvin", "meters", "metres", "seconds", "volts");

        private static final Map<String, List<String>> OTHERS = Map.of(
                "seconds", List.of("minutes", "hours", "days", "weeks"),
                "kelvin", List.of("kelvins"),
                "celsius", List.of("fahrenheit", "rankine"),
                "meters", List.of("inches", "yards", "miles"),
                "bytes", List.of("bits"),
                "joules", List.of("calories"),
                "grams", List.of("pounds", "ounces"));

        private static final List<String> PREFIXES = List.of(
                "pico", "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo", "kibi", "mega", "mebi",
                "giga", "gibi", "tera", "tebi", "peta", "pebi");

        private static final Map<String, String> BASE_OF = new HashMap<>();

        static {
            BASE.forEach(unit -> BASE_OF.put(unit, unit));
            OTHERS.forEach((base, units) -> units.forEach(unit -> BASE_OF.put(unit, base)));
        }

        /** The base unit of a unit with or without a prefix; null if the word is no unit. */
        static @Nullable String baseOf(String word) {
            String base = BASE_OF.get(word);
            for (int i = 0; base == null && i < PREFIXES.size(); i++) {
                String prefix = PREFIXES.get(i);
                if (word.startsWith(prefix)) { // only a prefix: thermometers are no meters
                    base = BASE_OF.get(word.substring(prefix.length()));
                }
            }
            return base;
        }
    }
}
