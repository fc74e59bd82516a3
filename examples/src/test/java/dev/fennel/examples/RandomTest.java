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

    /** OpenMetrics allows no sum beside negative buckets, and strict readers refuse the whole scrape. */
    @Test
    void theBucketsOfALatencyArePositive() {
        assertThat(bounds(metrics())).hasSize(21).startsWith("0.0001", "0.0002").allSatisfy(bound -> assertThat(
                        bound.equals("+Inf") ? Double.MAX_VALUE : Double.parseDouble(bound))
                .isPositive());
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
