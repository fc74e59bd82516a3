package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.fennel.testsupport.NativeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares native histograms, after each observation, with what client_golang's were then.
 *
 * <p>In the resource, a line {@code new} has the options factor, max buckets, zero threshold and max zero threshold;
 * the other lines have an observation and what {@link NativeText} tells, with the threshold in decimal. They were
 * written by client_golang 1.14 with one correction that later releases have, too: keys below zero are rounded up in
 * schemas below zero.
 */
class NativeStepsTest {
    static Stream<List<String>> histories() throws IOException {
        List<List<String>> histories = new ArrayList<>();
        try (InputStream in = NativeStepsTest.class.getResourceAsStream("native-steps.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                if (line.startsWith("new ")) {
                    histories.add(new ArrayList<>());
                }
                histories.get(histories.size() - 1).add(line);
            });
        }
        return histories.stream();
    }

    @ParameterizedTest
    @MethodSource("histories")
    void eachObservationDoesWhatTheReferenceDoes(List<String> history) {
        String[] options = history.get(0).split(" ");
        Histogram histogram = Histogram.builder("h", "")
                .nativeBuckets(Double.parseDouble(options[1]))
                .maxBuckets(Integer.parseInt(options[2]))
                .zeroThreshold(Double.parseDouble(options[3]))
                .maxZeroThreshold(Double.parseDouble(options[4]))
                .build();
        for (String step : history.subList(1, history.size())) {
            String[] fields = step.split("\\|", -1);
            histogram.observe(Double.parseDouble(fields[0].replace("Inf", "Infinity")));
            String[] told = NativeText.of(histogram.snapshot()).split("\\|", -1);
            // The reference's table of bounds is off by a few units in the last place, and so is what it widens to.
            double threshold = Double.parseDouble(fields[2]);
            assertThat(Double.parseDouble(told[1])).isCloseTo(threshold, offset(1e-15 * threshold));
            fields[2] = told[1];
            assertThat(told).as("after %s", fields[0]).containsExactly(Arrays.copyOfRange(fields, 1, fields.length));
        }
    }
}
