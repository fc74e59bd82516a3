package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.RealServer;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RandomTest {
    private static final Pattern BOUND = Pattern.compile("rpc_latency_seconds_bucket\\{le=\"([^\"]+)\"");
    private static final Pattern UNIFORM =
            Pattern.compile("(?m)^rpc_durations_seconds\\{service=\"uniform\",quantile=\"[0-9.]+\"\\} (.+)$");

    private static final int OBSERVATIONS = 20;

    @Test
    void theBucketsAreTheReferencesToTheLastDigit() {
        assertThat(bounds(metrics()))
                .containsExactly(
                        "-0.00099",
                        "-0.00089",
                        "-0.0007899999999999999",
                        "-0.0006899999999999999",
                        "-0.0005899999999999998",
                        "-0.0004899999999999998",
                        "-0.0003899999999999998",
                        "-0.0002899999999999998",
                        "-0.0001899999999999998",
                        "-8.999999999999979e-05",
                        "1.0000000000000216e-05",
                        "0.00011000000000000022",
                        "0.00021000000000000023",
                        "0.0003100000000000002",
                        "0.0004100000000000002",
                        "0.0005100000000000003",
                        "0.0006100000000000003",
                        "0.0007100000000000003",
                        "0.0008100000000000004",
                        "0.0009100000000000004",
                        "+Inf");
    }

    @Test
    void theOptionsShapeTheDistributions() {
        String metrics = metrics("-Duniform-domain=1e6", "-Dnormal-mean=100", "-Dnormal-domain=1");

        assertThat(bounds(metrics)).hasSize(21).startsWith("95", "95.5").endsWith("104.5", "+Inf");
        // The probability that twenty observations are nearer to 0 than this is 1 in 10^18.
        assertThat(values(UNIFORM, metrics)).hasSize(3).allSatisfy(value -> assertThat(Double.parseDouble(value))
                .isBetween(1e6 * 0.001, 1e6));
    }

    private static String metrics(String... options) {
        String[] all = new String[options.length + 1];
        System.arraycopy(options, 0, all, 1, options.length);
        all[0] = "-Dobservations=" + OBSERVATIONS;
        try (RealServer program = Example.serve(Random.class, all)) {
            return Example.await(
                    program,
                    metrics ->
                            metrics.contains("rpc_durations_seconds_count{service=\"uniform\"} " + OBSERVATIONS + "\n")
                                    && metrics.contains("rpc_latency_seconds_count " + OBSERVATIONS + "\n"));
        }
    }

    private static List<String> bounds(String metrics) {
        return values(BOUND, metrics);
    }

    private static List<String> values(Pattern pattern, String metrics) {
        return pattern.matcher(metrics).results().map(match -> match.group(1)).toList();
    }
}
