package dev.fennel.exposition.catalogue;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.internal.JsonText;
import dev.fennel.model.MetricType;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes rules for Prometheus: what to record of each metric, and alerts. Used by one thread, once. */
final class Rules {
    private static final List<String> OUTCOME_LABELS = List.of("code", "status", "status_code", "outcome", "result");
    private static final String ERRORS = "=~\"5..|(?i:error|failed|failure|unknown)\"";
    private static final List<String> BURN_WINDOWS = List.of("5m", "30m", "1h", "2h", "6h", "1d", "3d");
    private static final PromQl RECENT = new PromQl("", "5m", List.of("job"));

    private final String budget;

    /** The time within which requests are to be answered; NaN if there is none. */
    private final double seconds;

    private final StringBuilder yaml = new StringBuilder("groups:\n");
    private final Set<String> recorded = new HashSet<>();

    Rules(double objective, double seconds) {
        this.budget = " * (1 - " + objective + ")";
        this.seconds = seconds;
    }

    String yaml(List<CatalogueEntry> entries) {
        group("recorded", entries, this::record);
        group("burn-rates", entries, this::burnRates);
        group("alerts", entries, this::errorAlert);
        return yaml.length() == "groups:\n".length() ? "groups: []\n" : yaml.toString();
    }

    /** Writes a group, unless there is nothing in it. */
    private void group(String name, List<CatalogueEntry> entries, Consumer<CatalogueEntry> rules) {
        int start = yaml.length();
        yaml.append("  - name: ").append(name).append("\n    rules:\n");
        int empty = yaml.length();
        entries.forEach(rules);
        if (yaml.length() == empty) {
            yaml.setLength(start);
        }
    }

    private void record(CatalogueEntry entry) {
        switch (entry.type()) {
            case COUNTER -> record(entry, "rate5m", RECENT.rate(entry.name(), entry.labels()));
            case SUMMARY -> record(entry, "mean5m", RECENT.mean(entry));
            case HISTOGRAM -> {
                record(entry, "p50_5m", RECENT.quantile(0.5, entry));
                record(entry, "p90_5m", RECENT.quantile(0.9, entry));
                record(entry, "p99_5m", RECENT.quantile(0.99, entry));
            }
            default -> {} // gauges are what they are
        }
    }

    private void record(CatalogueEntry entry, String operation, String expression) {
        record(recordName(CatalogueEntry.withoutTotal(entry.name()), operation), expression);
    }

    private void record(String name, String expression) {
        if (recorded.add(name)) { // of two names that are one with underscores, the first
            item("record", name, expression);
        }
    }

    /** A name as Prometheus' documentation advises: level, metric and operation, in characters of legacy names. */
    private static String recordName(String metric, String operation) {
        return "job:" + legacy(metric) + ":" + operation;
    }

    private static String legacy(String name) {
        return EscapingScheme.UNDERSCORES.labelName(name); // which has no colon either
    }

    private void burnRates(CatalogueEntry entry) {
        String label = OUTCOME_LABELS.stream()
                .filter(entry.labels()::contains)
                .findFirst()
                .orElse("");
        if (entry.type() == MetricType.COUNTER && !label.isEmpty()) {
            burnRates(
                    entry,
                    "errors",
                    "fails {{ $value | humanizePercentage }} of " + template(entry.name()),
                    all -> all.rate(entry.name(), List.of(), label + ERRORS) + " / "
                            + all.rate(entry.name(), List.of()));
        } else if (isOfRequestTimes(entry, label)) {
            double bound = bound(entry);
            if (bound < Double.POSITIVE_INFINITY) {
                burnRates(
                        entry,
                        "slow",
                        "takes more than " + bound + " s for {{ $value | humanizePercentage }} of "
                                + template(entry.name()),
                        all -> all.shareAbove(bound, entry));
            }
        }
    }

    private static boolean isOfRequestTimes(CatalogueEntry entry, String outcomeLabel) {
        return entry.type() == MetricType.HISTOGRAM
                && entry.unit().equals("seconds")
                && !(outcomeLabel.isEmpty() && Collections.disjoint(words(entry), Set.of("request", "requests")));
    }

    /** What slow requests are above: classic buckets only know it of their bounds. Infinite if it cannot be known. */
    private double bound(CatalogueEntry entry) {
        return entry.bounds().stream()
                .filter(bound -> bound >= seconds && bound < Double.POSITIVE_INFINITY)
                .findFirst()
                .orElse(entry.nativeBuckets() && entry.bounds().isEmpty() ? seconds : Double.POSITIVE_INFINITY);
    }

    private void burnRates(CatalogueEntry entry, String kind, String summary, Function<PromQl, String> share) {
        String metric = CatalogueEntry.withoutTotal(entry.name()) + "_" + kind;
        for (String window : BURN_WINDOWS) {
            record(recordName(metric, "ratio_rate" + window), share.apply(new PromQl("", window, List.of("job"))));
        }
        String name = camelCase(entry) + kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1) + "Burn";
        String fast = burns(metric, "14.4", "1h", "5m") + " or " + burns(metric, "6", "6h", "30m");
        String slowly = burns(metric, "3", "1d", "2h") + " or " + burns(metric, "1", "3d", "6h");
        alert(name + "Fast", fast, "2m", "critical", "{{ $labels.job }} " + summary, entry);
        alert(name + "Slowly", slowly, "2m", "warning", "{{ $labels.job }} " + summary, entry);
    }

    /** Whether errors came at a pace over a long window, and still come at it in a short one. */
    private String burns(String metric, String pace, String window, String shortWindow) {
        return "(" + recordName(metric, "ratio_rate" + window) + " > " + pace + budget + " and "
                + recordName(metric, "ratio_rate" + shortWindow) + " > " + pace + budget + ")";
    }

    private static Set<String> words(CatalogueEntry entry) {
        return Set.copyOf(List.of(legacy(entry.name()).split("_")));
    }

    private void errorAlert(CatalogueEntry entry) {
        if (entry.type() == MetricType.COUNTER && !Collections.disjoint(words(entry), Set.of("errors", "failures"))) {
            alert(
                    camelCase(entry),
                    RECENT.rate(entry.name(), List.of()) + " > 0",
                    "10m",
                    "warning",
                    "{{ $labels.job }} has {{ $value | humanize }} a second of " + template(entry.name()),
                    entry);
        }
    }

    private void alert(
            String name, String expression, String duration, String severity, String summary, CatalogueEntry entry) {
        if (recorded.add(name)) {
            item("alert", name, expression);
            yaml.append("        for: ").append(duration);
            yaml.append("\n        labels:\n          severity: ").append(severity);
            yaml.append("\n        annotations:\n          summary: ").append(JsonText.quoted(summary));
            yaml.append("\n          description: ")
                    .append(JsonText.quoted(template(entry.help())))
                    .append('\n');
        }
    }

    private void item(String kind, String name, String expression) {
        yaml.append("      - ").append(kind).append(": ").append(name).append('\n');
        // In single quotes, as expressions are full of double ones.
        yaml.append("        expr: '").append(expression.replace("'", "''")).append("'\n");
    }

    /** Text in a template, which Prometheus expands. */
    private static String template(String text) {
        return text.replace("{{", "{{ \"{{\" }}");
    }

    private static String camelCase(CatalogueEntry entry) {
        StringBuilder camel = new StringBuilder();
        for (String word : legacy(CatalogueEntry.withoutTotal(entry.name())).split("_")) {
            if (!word.isEmpty()) {
                camel.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
        }
        return camel.toString();
    }
}
