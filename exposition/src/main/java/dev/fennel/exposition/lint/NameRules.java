package dev.fennel.exposition.lint;

import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What names look like, of whatever type the metric is. */
final class NameRules {
    private static final Pattern CAMEL_CASE = Pattern.compile("[a-z][A-Z]");
    private static final Set<String> ABBREVIATED_UNITS =
            Set.of("s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d");

    private NameRules() {}

    /** The first unit in the name is a base unit. */
    static void baseUnit(MetricFamily family, Consumer<? super String> problems) {
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

    static void abbreviatedUnit(MetricFamily family, Consumer<? super String> problems) {
        String[] words = family.name().toLowerCase(Locale.ROOT).split("_", -1);
        for (int i = 1; i < words.length; i++) { // in front a word such as "d" is an abbreviation of something else
            if (ABBREVIATED_UNITS.contains(words[i])) {
                problems.accept("metric names should not contain abbreviated units");
            }
        }
    }

    static void colon(MetricFamily family, Consumer<? super String> problems) {
        if (family.name().contains(":")) {
            problems.accept("metric names should not contain ':'");
        }
    }

    static void snakeCase(MetricFamily family, Consumer<? super String> problems) {
        if (isCamelCase(family.name())) {
            problems.accept("metric names should be written in 'snake_case' not 'camelCase'");
        }
        for (Metric metric : family.metrics()) {
            if (metric.labels().names().stream().anyMatch(NameRules::isCamelCase)) {
                problems.accept("label names should be written in 'snake_case' not 'camelCase'");
            }
        }
    }

    private static boolean isCamelCase(String name) {
        return CAMEL_CASE.matcher(name).find();
    }
}
