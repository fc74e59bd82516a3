package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.registry.GatherError;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the native buckets of a histogram become spans and deltas. */
class ProtobufNativeTest {
    private static final Desc DESC = Desc.histogram("h", "Help.");

    private final Encoder encoder = Format.PROTOBUF.newEncoder();

    private Message encode(
            double zeroThreshold, long zeroCount, Map<Integer, Long> positive, Map<Integer, Long> negative) {
        long count = zeroCount
                + positive.values().stream().mapToLong(c -> c).sum()
                + negative.values().stream().mapToLong(c -> c).sum();
        ConstMetric metric =
                ConstMetric.nativeHistogram(DESC, count, 0, 0, zeroThreshold, zeroCount, positive, negative);
        Message family = DecodedProtobuf.of(encoder, Families.of(metric)).get(0);
        return DecodedProtobuf.message(
                DecodedProtobuf.messages(family, "metric").get(0), "histogram");
    }

    private static String spans(Message histogram, String sign) {
        return DecodedProtobuf.messages(histogram, sign + "_span").stream()
                .map(span -> DecodedProtobuf.field(span, "offset") + "+" + DecodedProtobuf.field(span, "length"))
                .collect(Collectors.joining(" "));
    }

    @Test
    void exemplarsOfAConstHistogramMakeNoClassicBucket() {
        Exemplar exemplar = new Exemplar(Labels.of("trace_id", "a"), 2, Instant.ofEpochSecond(1_700_000_000));
        ConstMetric metric = ConstMetric.nativeHistogram(DESC, 3, 4, 0, 0.5, 1, Map.of(1, 2L), Map.of())
                .withExemplars(exemplar);

        Message family = DecodedProtobuf.of(encoder, Families.of(metric)).get(0);
        Message histogram = DecodedProtobuf.message(
                DecodedProtobuf.messages(family, "metric").get(0), "histogram");

        assertThat(DecodedProtobuf.list(histogram, "bucket")).isEmpty();
        assertThat(ProtobufLines.of(family)).contains("[exemplar, " + exemplar + "]");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "one bucket, 5:3, 5+1, [3]",
        "the key may be negative, -5:3, -5+1, [3]",
        "neighbours, 0:3 1:1 2:4, 0+3, '[3, -2, 3]'",
        "a gap of one, 0:3 2:1, 0+3, '[3, -3, 1]'",
        "a gap of two, 0:3 3:1, 0+4, '[3, -3, 0, 1]'",
        "a gap of three, 0:3 4:1, 0+1 3+1, '[3, -2]'",
        "several, -9:1 -8:1 -6:5 10:2 11:7, -9+4 15+2, '[1, 0, -1, 5, -3, 5]'",
        "a wide gap, -2147483647:1 -1:1, -2147483647+1 2147483645+1, '[1, 0]'",
        "large counts, 0:4611686018427387903 1:1, 0+2, '[4611686018427387903, -4611686018427387902]'"
    })
    void gapsOfOneOrTwoAreFilled(String what, String buckets, String spans, String deltas) {
        Map<Integer, Long> counts = new TreeMap<>();
        for (String bucket : buckets.split(" ")) {
            String[] keyAndCount = bucket.split(":");
            counts.put(Integer.valueOf(keyAndCount[0]), Long.valueOf(keyAndCount[1]));
        }

        Message positive = encode(0.5, 0, counts, Map.of());
        assertThat(spans(positive, "positive")).isEqualTo(spans);
        assertThat(DecodedProtobuf.list(positive, "positive_delta")).hasToString(deltas);
        assertThat(spans(positive, "negative")).isEmpty();

        Message negative = encode(0.5, 0, Map.of(), counts);
        assertThat(spans(negative, "negative")).isEqualTo(spans);
        assertThat(DecodedProtobuf.list(negative, "negative_delta")).hasToString(deltas);
        assertThat(spans(negative, "positive")).isEmpty();
    }

    @Test
    void aGapThatTheSchemaCannotSayIsAnError() {
        Map<Integer, Long> apart = Map.of(Integer.MIN_VALUE, 1L, Integer.MAX_VALUE, 1L);
        ConstMetric metric = ConstMetric.nativeHistogram(DESC, 2, 0, 0, 0, 0, apart, Map.of());

        assertThat(DecodedProtobuf.of(encoder, Families.of(metric))).isEmpty();
        assertThat(encoder.errors())
                .extracting(GatherError::message)
                .containsExactly("histogram \"h\" {}: threw java.lang.IllegalStateException: expected keys of native"
                        + " buckets that increase by at most 2147483648, got 2147483647 after -2147483648");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, false, 0+0", "0.5, 0, false, ''", "0, 1, false, ''", "0, 0, true, ''"})
    void aSpanWithoutBucketsMarksABlankNativeHistogram(
            double zeroThreshold, long zeroCount, boolean negative, String expected) {
        Message histogram = encode(zeroThreshold, zeroCount, Map.of(), negative ? Map.of(1, 1L) : Map.of());

        assertThat(spans(histogram, "positive")).isEqualTo(expected);
        assertThat(DecodedProtobuf.list(histogram, "positive_delta")).isEmpty();
    }
}
