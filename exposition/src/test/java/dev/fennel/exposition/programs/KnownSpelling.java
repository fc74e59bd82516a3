package dev.fennel.exposition.programs;

import static dev.fennel.exposition.programs.Example.GATHER;
import static dev.fennel.exposition.programs.Example.bucket;
import static dev.fennel.exposition.programs.Example.collect;
import static dev.fennel.exposition.programs.Example.constant;
import static dev.fennel.exposition.programs.Example.instrument;
import static dev.fennel.exposition.programs.Example.observe;
import static dev.fennel.exposition.programs.Example.vec;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.programs.PageKind.Syntax;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What both expose, but not in the same way. Each rule turns the lines of the reference into those that are expected of
 * Fennel instead. They are applied in this order.
 */
enum KnownSpelling implements KnownDifference {
    LABEL_COLON(
            "a label name with a colon is not legal, so it is quoted or escaped; client_golang goes by the pattern"
                    + " of metric names",
            vec("gauge", "a", "b:c"),
            Statement.of("Observe").with("id", 0).with("labelValues", List.of("x")),
            GATHER) {
        @Override
        List<String> applied(Context page, List<String> theirs) {
            EscapingScheme scheme = page.kind.format().escaping();
            Map<String, String> names = new HashMap<>();
            for (String name : page.labelNames) {
                String their = scheme.metricName(name);
                String our = scheme.labelName(name);
                names.put(TextLine.nameOfTheirs(their), TextLine.label(our));
                names.put("    name: \"" + their + "\"", "    name: \"" + our + "\""); // a line of protobuf
            }
            return theirs.stream()
                    .map(line -> page.isText() ? TextLine.withLabels(line, names) : names.getOrDefault(line, line))
                    .toList();
        }
    },

    EXEMPLAR_NAMES(
            "label names of exemplars are escaped and quoted like all others, and an exemplar is left out if two"
                    + " of them become the same; client_golang writes them as they are",
            instrument("counter", "a_total"),
            observe(1, "b.c"),
            GATHER) {
        @Override
        List<String> applied(Context page, List<String> theirs) {
            EscapingScheme scheme = page.kind.format().escaping();
            Map<String, String> names = new HashMap<>();
            for (String name : page.labelNames) {
                names.put(TextLine.nameOfTheirs(name), TextLine.label(scheme.labelName(name)));
            }
            return !page.kind.isOpenMetrics()
                    ? theirs
                    : theirs.stream()
                            .map(line -> TextLine.withExemplarLabels(line, names))
                            .toList();
        }
    },

    TAKEN_NAME(
            "in OpenMetrics a name belongs to one family: a counter is of type unknown, under its own name, if"
                    + " another family has the name without _total, and there are no created samples whose name is taken",
            instrument("counter", "a_total"),
            instrument("gauge", "a"),
            GATHER) {
        @Override
        List<String> applied(Context page, List<String> theirs) {
            return page.kind.isOpenMetrics() ? new TakenNames(page.ours, theirs).renamed() : theirs;
        }
    },

    UNKNOWN_COUNTER(
            "a counter of type unknown has neither exemplars, because Prometheus 2 would refuse the whole page"
                    + " for them, nor created samples, which would be a family of their own",
            instrument("counter", "a"),
            observe(1, "b"),
            GATHER) {
        @Override
        List<String> applied(Context page, List<String> theirs) {
            List<String> lines = new ArrayList<>();
            String created = null;
            for (String line : theirs) {
                Matcher type = TextLine.METADATA.matcher(line);
                if (page.isText() && type.matches() && type.group(1).equals("TYPE")) {
                    created = type.group(3).equals("unknown") ? TextLine.suffixed(type.group(2), "_created") : null;
                }
                if (created == null || line.startsWith("#")) {
                    lines.add(line);
                } else if (!TextLine.isSampleOf(created, line)) {
                    lines.add(line.substring(0, TextLine.startOfExemplar(line)));
                }
            }
            return lines;
        }
    },

    UNIT_AFTER_ESCAPING(
            "a unit is left out if the written name of the family no longer ends in it",
            instrument("counter", "a._seconds_total").with("unit", "seconds"),
            GATHER) {
        @Override
        List<String> applied(Context page, List<String> theirs) {
            List<String> lines = new ArrayList<>(theirs);
            lines.removeIf(line -> {
                Matcher unit = TextLine.METADATA.matcher(line);
                return page.kind.isOpenMetrics()
                        && unit.matches()
                        && unit.group(1).equals("UNIT")
                        && !unit.group(2).replace("\"", "").endsWith("_" + unit.group(3));
            });
            return lines;
        }
    },

    LEFT_OUT(
            "families and series that are reported as errors of the page are not there",
            KnownRefusal.INVALID_PAGE.example().toArray(Statement[]::new)) {
        @Override
        List<String> applied(Context page, List<String> theirs) {
            List<String> kept = new ArrayList<>();
            for (String their : theirs) {
                if (kept.size() < page.ours.size()) {
                    String our = page.ours.get(kept.size());
                    if (our.equals(their) || TextLine.differInLastPlaceOfTime(our, their)) {
                        kept.add(their);
                    }
                }
            }
            return !page.error.isEmpty() && kept.size() == page.ours.size() ? kept : theirs;
        }
    },

    LAST_PLACE(
            "times are the doubles nearest to their milliseconds or nanoseconds; client_golang divides nanoseconds"
                    + " that it has rounded to a double already",
            constant("counter", "a_total").with("created", 1_468_871_522_158L),
            collect(true),
            GATHER) {
        @Override
        List<String> applied(Context page, List<String> theirs) {
            List<String> lines = new ArrayList<>(theirs);
            for (int i = 0; page.kind.isOpenMetrics() && i < Math.min(theirs.size(), page.ours.size()); i++) {
                if (TextLine.differInLastPlaceOfTime(page.ours.get(i), theirs.get(i))) {
                    lines.set(i, page.ours.get(i));
                }
            }
            return lines;
        }
    },

    IMPLICIT_INFINITY(
            "a const histogram whose last bound is given as +Inf is the same as one without it, so there is no"
                    + " such bucket in protobuf, which does not need it",
            constant("histogram", "a")
                    .with("buckets", List.of(bucket(Double.POSITIVE_INFINITY, 1)))
                    .with("count", 1L),
            collect(true),
            GATHER) {
        @Override
        List<String> applied(Context page, List<String> theirs) {
            String text = String.join("\n", theirs);
            return page.isText()
                    ? theirs
                    : List.of(INFINITE_BUCKET.matcher(text).replaceAll("").split("\n"));
        }
    };

    private static final Pattern INFINITE_BUCKET =
            Pattern.compile("\n    bucket \\{\n      cumulative_count: \\d+\n      upper_bound: Infinity\n    }");

    private final String reason;
    private final List<Statement> example;

    KnownSpelling(String reason, Statement... example) {
        this.reason = reason;
        this.example = List.of(example);
    }

    /**
     * A page of Fennel's.
     *
     * @param kind what the encoder was asked for
     * @param ours its lines
     * @param error what could not be written, or empty
     * @param labelNames all label names of the program
     */
    record Context(PageKind kind, List<String> ours, String error, Set<String> labelNames) {
        boolean isText() {
            return kind.syntax() != Syntax.PROTOBUF;
        }
    }

    /** The lines that are expected of Fennel, given those of the reference. */
    abstract List<String> applied(Context page, List<String> theirs);

    /** All label names in a program. */
    static Set<String> labelNames(List<Statement> program) {
        Set<String> names = new TreeSet<>();
        for (Statement statement : program) {
            names.addAll(statement.texts("labelNames"));
            names.addAll(statement.pairs("constLabels").keySet());
            names.addAll(statement.pairs("exemplar").keySet());
            for (String parts : List.of("wrappings", "exemplars")) {
                statement
                        .parts(parts)
                        .forEach(part -> names.addAll(part.pairs("labels").keySet()));
            }
        }
        return names;
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public List<Statement> example() {
        return example;
    }
}
