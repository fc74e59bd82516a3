package dev.fennel.exposition.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.catalogue.Catalogue;
import dev.fennel.exposition.cli.CommandLine.CommandFailure;
import dev.fennel.exposition.cli.CommandLine.Outcome;
import dev.fennel.exposition.internal.Visible;
import dev.fennel.registry.GatherResult;
import dev.fennel.testing.GatheredMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The commands, each with its help. */
enum Command {
    LINT("lint SOURCE", 1, "find what promtool would complain about, and what cannot be read", """
            Prints a line for each problem: the metric, and what is unusual about it, or the line and column of
            what cannot be read. The status is 1 if there is a problem.
            """, Map.of()),

    DIFF("diff OLD NEW", 2, "list what changed between two pages", """
            Prints a line for each change, and ends with status 1 if there is one:

              - gauge queue_length                        the family is gone, or the series
              + gauge queue_depth                         it is new
              ! jobs_total: labels queue, zone, was queue the type, help, unit or labels are others

              --values        list other values, too
            """, Map.of("--values", false)),

    CONVERT("convert SOURCE", 1, "write the metrics in another format", """
              --to FORMAT     openmetrics (the default), openmetrics2, text or json

            JSON is an array of families, each with name, type, help, unit and metrics. A metric has labels, and
            where they are known timestampMillis and createdMillis. It has a value and perhaps an exemplar, or as
            a histogram count, sum, buckets (le, cumulative count, exemplar) and native (schema, zeroThreshold,
            zeroCount, and positive and negative counts by index), or as a summary count, sum and quantiles.
            NaN, +Inf and -Inf are strings there.
            """, Map.of("--to", true)),

    TOP(
            "top SOURCE",
            1,
            "list the families with the most series, and the labels with the most values",
            """
            A series is what a server stores: a histogram has one for each bucket, its sum and its count.

              --limit N       how many of each, 10 by default
            """,
            Map.of("--limit", true)),

    CATALOGUE(
            "catalogue SOURCE",
            1,
            "list the metrics as a page of documentation, a dashboard or rules",
            """
              --to KIND       markdown (the default): a table of name, type, unit, labels and help
                              dashboard: JSON for Grafana to import
                              rules: recording rules and alerts for Prometheus
              --title TEXT    of the page or the dashboard
              --objective N   of the alerts: the share of requests that is to succeed, 0.999 by default
              --latency N     of more alerts: the seconds within which that share is to be answered
            """,
            Map.of("--to", true, "--title", true, "--objective", true, "--latency", true));

    private static final String COMMON = """

            A SOURCE is an http or https URL, perhaps with user:password@, or a file or - for standard input,
            perhaps gzipped; text or OpenMetrics.

              --accept FORMAT what to ask a URL for: text (the default), openmetrics or openmetrics2
              --help          this text

            Status: 0 if all is well, 1 if something was found, 2 if the call is wrong or something cannot be read.
            """;

    private final String synopsis;
    private final int operands;
    private final String summary;
    private final String details;
    private final Map<String, Boolean> options;

    Command(String synopsis, int operands, String summary, String details, Map<String, Boolean> options) {
        this.synopsis = synopsis;
        this.operands = operands;
        this.summary = summary;
        this.details = details;
        this.options = new HashMap<>(options);
        this.options.put("--accept", true);
    }

    static Command of(String name) throws CommandFailure {
        for (Command command : values()) {
            if (command.name().toLowerCase(Locale.ROOT).equals(name)) {
                return command;
            }
        }
        throw new CommandFailure("unknown command \"" + Visible.of(name) + "\", expected one of "
                + Stream.of(values())
                        .map(command -> command.name().toLowerCase(Locale.ROOT))
                        .collect(joining(", ")));
    }

    static String usage() {
        return "Usage: java -jar fennel-exposition.jar COMMAND\n\n"
                + Stream.of(values())
                        .map(command -> "  %-17s %s\n".formatted(command.synopsis, command.summary))
                        .collect(joining())
                + "\n\"COMMAND --help\" says more of each, --version the version.\n";
    }

    String synopsis() {
        return synopsis;
    }

    String help() {
        return "Usage: " + synopsis + "\n\n" + summary.substring(0, 1).toUpperCase(Locale.ROOT) + summary.substring(1)
                + ".\n\n" + details + COMMON;
    }

    int operands() {
        return operands;
    }

    Map<String, Boolean> options() {
        return options;
    }

    Outcome run(Arguments arguments, Sources sources) throws CommandFailure {
        Format accepted = format(arguments.choice("--accept", "text", "openmetrics", "openmetrics2"));
        String source = arguments.operands().get(0);
        return switch (this) {
            case LINT -> findings(sources.readQuietly(source, accepted).lint());
            case DIFF -> {
                String other = arguments.operands().get(1);
                if (source.equals("-") && other.equals("-")) {
                    throw new CommandFailure("expected two sources, got standard input twice");
                }
                GatheredMetrics old = sources.read(source, accepted);
                yield findings(sources.read(other, accepted).changesSince(old, arguments.has("--values")));
            }
            case CONVERT -> {
                String to = arguments.choice("--to", "openmetrics", "openmetrics2", "text", "json");
                GatheredMetrics metrics = sources.read(source, accepted);
                yield fine(to.equals("json") ? JsonFamilies.text(metrics.families()) : written(metrics, to, sources));
            }
            case TOP -> {
                double limit = arguments.number("--limit", 10);
                if (!(limit >= 1)) {
                    throw new CommandFailure("option --limit: expected at least 1, got " + limit);
                }
                yield fine(new Top(sources.read(source, accepted).families()).table((long) limit));
            }
            case CATALOGUE -> catalogue(arguments, sources, source, accepted);
        };
    }

    private static Outcome catalogue(Arguments arguments, Sources sources, String source, Format accepted)
            throws CommandFailure {
        String to = arguments.choice("--to", "markdown", "dashboard", "rules");
        double objective = arguments.number("--objective", 0.999);
        double latency = arguments.number("--latency", Double.POSITIVE_INFINITY);
        if (!(latency > 0)) {
            throw new CommandFailure("option --latency: expected more than 0, got " + latency);
        }
        Catalogue catalogue = Catalogue.of(sources.read(source, accepted).families());
        String title = arguments.get("--title", "Metrics");
        try {
            return fine(
                    switch (to) {
                        case "markdown" -> catalogue.markdown(title);
                        case "dashboard" -> catalogue.dashboard(title);
                        default ->
                            Double.isInfinite(latency)
                                    ? catalogue.rules(objective)
                                    : catalogue.rules(objective, Duration.ofNanos(Math.round(latency * 1e9)));
                    });
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static String written(GatheredMetrics metrics, String to, Sources sources) {
        Format format = format(to);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            sources.report(to, format.write(new GatherResult(metrics.families(), List.of()), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never: it is memory
        }
        return text.toString(UTF_8);
    }

    private static Format format(String name) {
        Format format =
                switch (name) {
                    case "text" -> Format.TEXT;
                    case "openmetrics" -> Format.OPENMETRICS;
                    default -> Format.OPENMETRICS_2_0;
                };
        return format.withEscaping(EscapingScheme.ALLOW_UTF_8).withCreatedSamples();
    }

    private static Outcome fine(String text) {
        return new Outcome(CommandLine.FINE, text);
    }

    private static Outcome findings(Collection<?> found) {
        String lines =
                found.stream().map(line -> Visible.of(line.toString()) + "\n").collect(joining());
        return new Outcome(found.isEmpty() ? CommandLine.FINE : CommandLine.FINDINGS, lines);
    }
}
