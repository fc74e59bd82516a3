package dev.fennel.exposition.catalogue;

import static dev.fennel.model.MetricType.GAUGE;

import dev.fennel.exposition.internal.JsonText;
import dev.fennel.exposition.internal.LegacyNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays out a dashboard for Grafana: two panels beside each other, in rows by the first word of their names. */
final class Dashboard {
    private static final PromQl CHOSEN =
            new PromQl("job=\"$job\", instance=~\"$instance\"", "$__rate_interval", List.of());
    private static final Map<String, String> SOURCE = members("type", "prometheus", "uid", "${datasource}");
    private static final int WIDTH = 12;
    private static final int HEIGHT = 8;

    /** What Grafana calls units. */
    private static final Map<String, String> UNITS = Map.of(
            "amperes",
            "amp",
            "bytes",
            "bytes",
            "celsius",
            "celsius",
            "grams",
            "massg",
            "joules",
            "joule",
            "kelvin",
            "kelvin",
            "meters",
            "lengthm",
            "ratio",
            "percentunit",
            "seconds",
            "s",
            "volts",
            "volt");

    private final List<CatalogueEntry> entries;
    private final List<Object> panels = new ArrayList<>();
    private int x;
    private int y;

    Dashboard(List<CatalogueEntry> entries) {
        this.entries = entries;
    }

    /**
     * A query of a panel.
     *
     * @param expression PromQL with Grafana's variables
     * @param legend a name for each series, with its labels in double braces
     */
    private record Query(String expression, String legend) {}

    String json(String title) {
        String row = "";
        for (CatalogueEntry entry : entries) {
            String group = entry.name().split("[_.:]", 2)[0];
            if (!group.equals(row)) {
                row(group);
                row = group;
            }
            panels(entry);
        }
        Map<String, Object> dashboard = members(
                "title", title, "tags", List.of("fennel"), "schemaVersion", 39, "editable", true, "refresh", "30s");
        dashboard.put("time", members("from", "now-1h", "to", "now"));
        dashboard.put("templating", Map.of("list", variables()));
        dashboard.put("panels", panels);
        return JsonText.of(dashboard) + "\n";
    }

    private static List<Object> variables() {
        Map<String, Object> source =
                members("name", "datasource", "label", "Data source", "type", "datasource", "query", "prometheus");
        Map<String, Object> instance = variable("instance", "label_values(up{job=\"$job\"}, instance)");
        instance.putAll(members("multi", true, "includeAll", true, "allValue", ".+"));
        instance.put("current", members("text", List.of("All"), "value", List.of("$__all")));
        return List.of(source, variable("job", "label_values(up, job)"), instance);
    }

    private static Map<String, Object> variable(String name, String query) {
        Map<String, Object> variable =
                members("name", name, "label", name, "type", "query", "definition", query, "refresh", 2, "sort", 1);
        variable.put("datasource", SOURCE);
        variable.put("query", members("query", query, "refId", name));
        return variable;
    }

    private void row(String title) {
        y += x == 0 ? 0 : HEIGHT;
        x = 0;
        Map<String, Object> row = members("id", panels.size() + 1, "type", "row", "title", title, "collapsed", false);
        row.put("gridPos", members("h", 1, "w", 2 * WIDTH, "x", 0, "y", y));
        row.put("panels", List.of());
        panels.add(row);
        y++;
    }

    private void panels(CatalogueEntry entry) {
        String unit = UNITS.getOrDefault(entry.unit(), "short");
        String name = entry.name();
        List<String> labels = entry.labels();
        switch (entry.type()) {
            case COUNTER -> {
                String perSecond = unit.equals("bytes") ? "Bps" : unit.equals("s") ? "percentunit" : "cps";
                panel(entry, name + " per second", perSecond, new Query(CHOSEN.rate(name, labels), legend(labels)));
            }
            case HISTOGRAM -> {
                observations(entry);
                panel(
                        entry,
                        name + " quantiles",
                        unit,
                        new Query(CHOSEN.quantile(0.5, entry), "p50"),
                        new Query(CHOSEN.quantile(0.9, entry), "p90"),
                        new Query(CHOSEN.quantile(0.99, entry), "p99"));
            }
            case SUMMARY -> {
                observations(entry);
                List<String> ranked = new ArrayList<>(labels);
                ranked.add("quantile");
                panel(
                        entry,
                        name + " quantiles and mean",
                        unit,
                        new Query(CHOSEN.series(name), instanceLegend(ranked)),
                        new Query(CHOSEN.mean(entry), "mean"));
            }
            default -> {
                boolean time = entry.type() == GAUGE
                        && (name.endsWith("_timestamp_seconds") || name.endsWith("_start_time_seconds"));
                String series = CHOSEN.series(name);
                panel(
                        entry,
                        time ? "time since " + name : name,
                        unit,
                        new Query(time ? "time() - " + series : series, instanceLegend(labels)));
            }
        }
    }

    private void observations(CatalogueEntry entry) {
        List<String> labels = entry.labels();
        panel(
                entry,
                entry.name() + " observations per second",
                "cps",
                new Query(CHOSEN.observations(entry, labels), legend(labels)));
    }

    private void panel(CatalogueEntry entry, String title, String unit, Query... queries) {
        List<Object> targets = new ArrayList<>();
        for (Query query : queries) {
            String id = Character.toString('A' + targets.size());
            targets.add(members("refId", id, "expr", query.expression(), "legendFormat", query.legend()));
        }
        Map<String, Object> panel =
                members("id", panels.size() + 1, "type", "timeseries", "title", title, "description", entry.help());
        panel.put("datasource", SOURCE);
        panel.put("gridPos", members("h", HEIGHT, "w", WIDTH, "x", x, "y", y));
        panel.put("fieldConfig", members("defaults", Map.of("unit", unit), "overrides", List.of()));
        panel.put("targets", targets);
        panels.add(panel);
        y += x == 0 ? 0 : HEIGHT;
        x = WIDTH - x;
    }

    private static String instanceLegend(List<String> labels) {
        return labels.isEmpty() ? "{{instance}}" : "{{instance}} " + legend(labels);
    }

    private static String legend(List<String> labels) {
        StringBuilder legend = new StringBuilder();
        for (String label : labels) {
            if (LegacyNames.isLabelName(label)) {
                legend.append(legend.length() == 0 ? "" : " ")
                        .append("{{")
                        .append(label)
                        .append("}}");
            }
        }
        return legend.length() == 0 ? "all" : legend.toString();
    }

    @SuppressWarnings("unchecked") // the caller knows what it puts in
    private static <V> Map<String, V> members(Object... namesAndValues) {
        Map<String, V> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], (V) namesAndValues[i + 1]);
        }
        return members;
    }
}
