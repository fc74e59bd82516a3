package dev.fennel.exposition.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fennel.testsupport.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static final String PAGE = """
            # HELP jobs_total Jobs done.
            # TYPE jobs_total counter
            jobs_total{queue="mail"} 3
            jobs_total{queue="sms"} 4
            # HELP size_bytes Sizes.
            # TYPE size_bytes histogram
            size_bytes_bucket{le="10"} 1
            size_bytes_bucket{le="+Inf"} 2
            size_bytes_sum 25
            size_bytes_count 2
            """;

    @TempDir
    Path folder;

    /** How a run ended, and what it wrote. */
    private record Run(int status, String out, String err) {}

    private static Run run(String input, String... arguments) {
        return run(input.getBytes(UTF_8), arguments);
    }

    private static Run run(byte[] input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = CommandLine.run(
                List.of(arguments), new ByteArrayInputStream(input), out, new PrintStream(err, true, UTF_8));
        return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    static Stream<Arguments> wrongCalls() {
        return Stream.of(
                arguments("", "expected a command"),
                arguments("lnt -", "unknown command \"lnt\", expected one of lint, diff, convert, top, catalogue"),
                arguments("lint", "expected lint SOURCE, got 0 arguments; \"lint --help\" says more"),
                arguments("lint a b", "expected lint SOURCE, got 2 arguments"),
                arguments("lint --to json -", "unknown option \"--to\", expected one of --accept, --help"),
                arguments("convert --to", "option --to: expected a value behind it"),
                arguments("convert --to xml -", "option --to: expected one of openmetrics, openmetrics2, text, json,"),
                arguments("diff --values=yes - x", "option --values: expected no value, got \"yes\""),
                arguments("diff - -", "expected two sources, got standard input twice"),
                arguments("top --limit none -", "option --limit: expected a number, got \"none\""),
                arguments("top --limit 0 -", "option --limit: expected at least 1, got 0.0"),
                arguments(
                        "catalogue --to rules --objective 99 -",
                        "objective 99.0: expected more than 0 and less than 1"),
                arguments("catalogue --latency -1 -", "option --latency: expected more than 0, got -1.0"),
                arguments("lint --accept protobuf -", "option --accept: expected one of text, openmetrics"),
                arguments("lint /no/such/file", "cannot read \"/no/such/file\": there is no such file"),
                arguments("lint /", "cannot read \"/\": "),
                arguments("lint -- --file", "cannot read \"--file\": there is no such file"),
                arguments(
                        "lint http://127.0.0.1:1/metrics",
                        "GET http://127.0.0.1:1/metrics: java.net.ConnectException"));
    }

    @ParameterizedTest
    @MethodSource("wrongCalls")
    void wrongCallSaysInOneLineWhatIsExpected(String call, String message) {
        Run run = run(PAGE, call.isEmpty() ? new String[0] : call.split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("fennel: " + message).doesNotContain("\tat ");
        assertThat(run.err().lines().count()).isEqualTo(call.isEmpty() ? 11 : 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lint", "diff", "convert", "top", "catalogue"})
    void everyCommandHasHelp(String command) {
        Run run = run("", command, "--help");

        assertThat(run).isEqualTo(new Run(0, run.out(), ""));
        assertThat(run.out()).startsWith("Usage: " + command + " ").contains("--accept", "Status: 0");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 110);
        assertThat(run("", "--help").out()).contains("\n  " + command + " ");
        assertThat(run("", command, "-h")).isEqualTo(run);
    }

    @Test
    void versionIsPrinted() {
        assertThat(run("", "--version").out()).startsWith("fennel ");
    }

    @Test
    void lintOfAGoodPageIsSilent() {
        assertThat(run(PAGE, "lint", "-")).isEqualTo(new Run(0, "", ""));
    }

    @Test
    void lintFindsBadNamesAndWhatCannotBeRead() {
        assertThat(run("# TYPE jobs counter\njobs 1\nsize 1 2 3\n", "lint", "-"))
                .isEqualTo(new Run(1, """
                        jobs counter metrics should have "_total" suffix
                        jobs no help text
                        size line 3, column 10: expected end of line, got "3"
                        """, ""));
    }

    @Test
    void eachProblemIsOneLine() {
        Run run = run("# TYPE \"a\\nb\" gauge\n{\"a\\nb\"} 1\n", "lint", "-");

        assertThat(run).isEqualTo(new Run(1, "a\\nb no help text\n", ""));
    }

    @Test
    void diffListsWhatChanged() throws IOException {
        Path old = Files.writeString(folder.resolve("old"), PAGE + "# TYPE gone gauge\ngone 1\n");
        String now = PAGE.replace("sms", "fax").replace("Sizes.", "The sizes.").replace("le=\"10\"} 1", "le=\"10\"} 2")
                + "# TYPE new gauge\nnew 1\n";

        assertThat(run(now, "diff", old.toString(), "-")).isEqualTo(new Run(1, """
                - gauge gone
                - jobs_total{queue="sms"}
                + jobs_total{queue="fax"}
                + gauge new
                ! size_bytes: help "The sizes.", was "Sizes."
                """, ""));
        assertThat(run(now, "diff", old.toString(), "-", "--values").out())
                .contains("! size_bytes_bucket{le=\"10\"} 2, was 1\n");
    }

    @Test
    void diffOfTypesUnitsBucketsAndLabels() throws IOException {
        Path old = Files.writeString(folder.resolve("old"), PAGE);
        String now = PAGE.replace("jobs_total counter", "jobs_total gauge")
                .replace("{queue=\"mail\"}", "{queue=\"mail\",zone=\"eu\"}")
                .replace("le=\"10\"", "le=\"20\"");

        assertThat(run(now, "diff", old.toString(), "-")).isEqualTo(new Run(1, """
                ! jobs_total: type gauge, was counter
                ! jobs_total: labels queue, zone, was queue
                - size_bytes_bucket{le="10"}
                + size_bytes_bucket{le="20"}
                """, ""));
    }

    @Test
    void diffMindsNeitherOrderNorOtherValues() throws IOException {
        Path old = Files.writeString(folder.resolve("old"), PAGE);
        assertThat(run(PAGE.replace("} 3", "} 7"), "diff", old.toString(), "-")).isEqualTo(new Run(0, "", ""));
    }

    @Test
    void convertWritesAllFormats() {
        String openMetrics = run(PAGE, "convert", "-").out();
        assertThat(openMetrics).contains("# TYPE jobs counter\n").endsWith("size_bytes_count 2\n# EOF\n");
        String second = run(openMetrics, "convert", "--to=openmetrics2", "-").out();
        assertThat(second).contains("size_bytes {count:2,sum:25,bucket:[10:1,+Inf:2]}\n");
        assertThat(run(second, "convert", "-", "--to", "text")).isEqualTo(new Run(0, PAGE, ""));
    }

    @Test
    void convertWritesJson() {
        Run run = run("""
                # HELP jobs Jobs done.
                # TYPE jobs counter
                jobs_total{queue="a\\"b"} 3 5 # {trace="x"} 1 4.5
                jobs_created{queue="a\\"b"} 1
                # TYPE size_bytes histogram
                # UNIT size_bytes bytes
                size_bytes_bucket{le="10.0"} 1
                size_bytes_bucket{le="+Inf"} 2 # {} 30
                size_bytes_count 2
                size_bytes_sum 25.5
                # TYPE wait summary
                wait{quantile="0.5"} NaN
                # EOF
                """, "convert", "-", "--to", "json");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .as("in the same order in each run")
                .contains("{\"quantile\": 0.5, \"value\": \"NaN\"}", "{\"le\": 10, \"count\": 1}");
        assertThat(Json.parse(run.out())).isEqualTo(Json.parse("""
                        [{"name": "jobs_total", "type": "counter", "help": "Jobs done.", "unit": "", "metrics": [
                          {"labels": {"queue": "a\\"b"}, "timestampMillis": 5000, "value": 3, "createdMillis": 1000,
                           "exemplar": {"labels": {"trace": "x"}, "value": 1, "timestampMillis": 4500}}]},
                         {"name": "size_bytes", "type": "histogram", "help": "", "unit": "bytes", "metrics": [
                          {"labels": {}, "count": 2, "sum": 25.5, "buckets": [
                            {"le": 10, "count": 1},
                            {"le": "+Inf", "count": 2, "exemplar": {"labels": {}, "value": 30}}]}]},
                         {"name": "wait", "type": "summary", "help": "", "unit": "", "metrics": [
                          {"labels": {}, "quantiles": [{"quantile": 0.5, "value": "NaN"}]}]}]
                        """));
    }

    @Test
    void topCountsSeriesAndLabelValues() {
        assertThat(run(PAGE, "top", "--limit", "1", "-")).isEqualTo(new Run(0, """
                6 series of 2 families

                SERIES  FAMILY
                     4  size_bytes

                VALUES  LABEL
                     2  queue
                """, ""));
    }

    @Test
    void catalogueWritesPagesDashboardsAndRules() {
        assertThat(run(PAGE, "catalogue", "-", "--title", "Mine").out())
                .startsWith("# Mine\n")
                .contains("| `jobs_total` | counter |  | `queue` | Jobs done. |\n");
        Map<String, Object> dashboard = Json.object(
                Json.parse(run(PAGE, "catalogue", "-", "--to", "dashboard").out()));
        assertThat(dashboard).containsEntry("title", "Metrics");
        assertThat(run(PAGE, "catalogue", "-", "--to", "rules").out()).startsWith("groups:\n  - name: recorded\n");
        String slow = run(
                        PAGE.replace("size_bytes", "request_seconds"), "catalogue", "-", "--to=rules", "--latency=2.5")
                .out();
        assertThat(slow).contains("_bucket{le=~\"10|10\\\\.0\"}", "alert: RequestSecondsSlowBurnFast");
        assertThat(run("", "catalogue", "-", "--to", "rules")).isEqualTo(new Run(0, "groups: []\n", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"convert", "top", "catalogue"})
    void whatCannotBeReadIsReportedBesideTheRest(String command) {
        Run run = run(PAGE + "oops\n", command, "-");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).contains("jobs_total");
        assertThat(run.err())
                .startsWith("fennel: -: ")
                .contains("line 11, column 5: ")
                .hasLineCount(1);
    }

    @Test
    void gzippedFilesAreRead() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(PAGE.getBytes(UTF_8));
        }
        assertThat(run(zipped.toByteArray(), "lint", "-")).isEqualTo(new Run(0, "", ""));
    }

    @Test
    void aReaderThatHasGoneIsNoFailure() {
        assertThat(runInto("Broken pipe")).isEqualTo(new Run(0, "", ""));
    }

    @Test
    void aFullDiskIsAFailure() {
        assertThat(runInto("No space left on device"))
                .isEqualTo(new Run(2, "", "fennel: cannot write: No space left on device\n"));
    }

    private static Run runInto(String failure) {
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = CommandLine.run(
                List.of("top", "-"),
                new ByteArrayInputStream(PAGE.getBytes(UTF_8)),
                out,
                new PrintStream(err, true, UTF_8));
        return new Run(status, "", err.toString(UTF_8));
    }
}
