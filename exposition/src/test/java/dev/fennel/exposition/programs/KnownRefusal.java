package dev.fennel.exposition.programs;

import static dev.fennel.exposition.programs.Example.GATHER;
import static dev.fennel.exposition.programs.Example.bucket;
import static dev.fennel.exposition.programs.Example.collect;
import static dev.fennel.exposition.programs.Example.constant;
import static dev.fennel.exposition.programs.Example.instrument;
import static dev.fennel.exposition.programs.Example.observe;
import static dev.fennel.exposition.programs.Example.vec;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What only one of the two refuses, or reports as an error of a page. A statement that is refused for one of these
 * reasons is taken out of its program, and the rest is compared.
 */
enum KnownRefusal implements KnownDifference {
    NAN_COUNTER(
            "a counter only goes up, so NaN cannot be added",
            "refused: .* cannot add NaN.*",
            "ok",
            instrument("counter", "a_total"),
            observe(Double.NaN)),

    LONG_EXEMPLAR(
            "an observation does not fail for an exemplar whose labels are too long; the exemplar is left out",
            "ok",
            "refused: exemplar labels have .* runes.*",
            instrument("counter", "a_total"),
            observe(1, "x".repeat(128))),

    EXEMPLAR_LABELS(
            "what is wrong with a value or its exemplar is refused before it is observed; client_golang observes first",
            "refused: .*",
            "refused: exemplar label.*",
            instrument("counter", "a_total"),
            observe(1, "")),

    FALLING_COUNTS(
            "the cumulative counts of a const histogram do not fall, up to its count",
            "refused: .*(cumulative counts|no bucket above the count).*",
            "ok",
            constant("histogram", "a")
                    .with("buckets", List.of(bucket(1, 2), bucket(2, 1)))
                    .with("count", 2L)),

    RANK(
            "the rank of a const summary's quantile is from 0 to 1",
            "refused: .*expected increasing quantiles from 0 to 1.*",
            "ok",
            constant("summary", "a").with("quantiles", List.of(Statement.of("").with("rank", 2.0)))),

    RESERVED_LABEL(
            "a label le of a histogram or quantile of a summary is refused at once; client_golang refuses it when the"
                    + " first series is made or gathered, or not at all",
            "refused: .*is reserved for the format of a .*",
            "ok",
            vec("histogram", "a", "le")),

    BOUNDS(
            "bounds that do not increase are refused at once; client_golang refuses those of a Vec when the first series"
                    + " is made, and lets NaN pass",
            "refused: .*expected strictly increasing upper bounds.*",
            "ok",
            vec("histogram", "a", "b").with("bounds", List.of(2.0, 1.0))),

    OTHER_TYPE(
            "a Desc knows its type, so another type under the same name is refused at registration; client_golang"
                    + " reports it when both are gathered",
            "refused: .*got type .*, expected .*",
            "ok",
            instrument("counter", "a").with("constLabels", Map.of("b", "x")),
            instrument("gauge", "a").with("constLabels", Map.of("b", "y"))),

    SERIES_NAME(
            "the name of a series of a histogram or summary is refused at registration; client_golang reports it when"
                    + " both are gathered",
            "refused: .*(this is the name of a series of|its series .* has the name of).*",
            "ok",
            instrument("histogram", "a"),
            instrument("gauge", "a_sum")),

    WRAPPED_LABEL(
            "a label that no metric can have, or has already, is refused where a registerer is to add it; client_golang"
                    + " reports it when what describes nothing is gathered",
            "refused: (label name|duplicate label name) .*",
            "ok",
            collect(false).with("wrappings", List.of(Statement.of("").with("labels", Map.of("__a", "x"))))),

    ESCAPED_NAMES(
            "names and label names that escaping makes the same are refused at registration",
            "refused: .*after escaping.*",
            "ok",
            instrument("counter", "a.b"),
            instrument("counter", "a_b")),

    INVALID_PAGE(
            "what a reader of the format would refuse is reported as an error of the page and left out: series and"
                    + " families that escaping makes the same, and what OpenMetrics forbids",
            ".*(after escaping|in OpenMetrics|to have a timestamp, or none).*",
            "",
            constant("gauge", "a", "b.", "b_"),
            collect(false),
            GATHER);

    private final String reason;
    private final Pattern ours;
    private final Pattern theirs;
    private final List<Statement> example;

    KnownRefusal(String reason, String ours, String theirs, Statement... example) {
        this.reason = reason;
        this.ours = Pattern.compile(ours, Pattern.DOTALL);
        this.theirs = Pattern.compile(theirs, Pattern.DOTALL);
        this.example = List.of(example);
    }

    /** The reason for two verdicts or errors of pages, or null. */
    static KnownRefusal of(String ours, String theirs) {
        for (KnownRefusal known : values()) {
            if (known.ours.matcher(ours).matches()
                    && known.theirs.matcher(theirs).matches()) {
                return known;
            }
        }
        return null;
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
