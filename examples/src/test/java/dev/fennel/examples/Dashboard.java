package dev.fennel.examples;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The dashboard that comes with the examples. */
public final class Dashboard {
    static final String FILE = "grafana/dashboards/fennel.json";
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)|\\$\\{(\\w+)}");

    private final Node json = MonitoringFolder.json(FILE);

    /**
     * A query of a panel.
     *
     * @param panel the title of the panel
     * @param expression PromQL with Grafana's variables
     * @param legend a name for each series, with its labels in double braces
     */
    public record Query(String panel, String expression, String legend) {
        /** The expression with values for the variables. A variable without a value throws. */
        public String with(Map<String, String> variables) {
            return VARIABLE.matcher(expression).replaceAll(match -> {
                String value = variables.get(match.group(1) == null ? match.group(2) : match.group(1));
                if (value == null) {
                    throw new IllegalArgumentException("no value for " + match.group() + " in " + expression);
                }
                return Matcher.quoteReplacement(value);
            });
        }
    }

    /** The panels, without the titles of rows. */
    List<Node> panels() {
        return json.at("panels").items().stream()
                .filter(panel -> !panel.at("type").text().equals("row"))
                .toList();
    }

    /** The panels and the titles of rows. */
    List<Node> boxes() {
        return json.at("panels").items();
    }

    List<Node> variables() {
        return json.at("templating", "list").items();
    }

    /** What the panels ask for. */
    public Stream<Query> queries() {
        return panels().stream().flatMap(panel -> panel.at("targets").items().stream()
                .map(target -> new Query(
                        panel.at("title").text(),
                        target.at("expr").text(),
                        target.at("legendFormat").text())));
    }
}
