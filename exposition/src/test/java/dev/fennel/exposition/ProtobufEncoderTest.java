package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.SummaryValue;
import dev.fennel.registry.GatherError;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProtobufEncoderTest {
    private static final Desc GAUGE = Desc.gauge("g_bytes", "Help.", "a").withUnit("bytes");
    private static final Desc SUMMARY = Desc.summary("s", "Help.", "a");

    private final Encoder encoder = Format.PROTOBUF.newEncoder();

    private List<String> encode(Metric... metrics) {
        return DecodedProtobuf.of(encoder, Families.of(metrics)).stream()
                .flatMap(family -> ProtobufLines.of(family).stream())
                .toList();
    }

    private static SummaryValue summary(double value) {
        return new SummaryValue() {
            @Override
            public long count() {
                return 1;
            }

            @Override
            public double sum() {
                return value;
            }

            @Override
            public int quantileCount() {
                return 1;
            }

            @Override
            public double quantile(int index) {
                return 0.5;
            }

            @Override
            public double quantileValue(int index) {
                if (value == 0) {
                    throw new IllegalStateException("quantile is lost");
                }
                return value;
            }
        };
    }

    @Test
    void aFamilyIsAMessageAfterItsLength() {
        Families.of(ConstMetric.of(GAUGE, 1, "x")).forEach(encoder::encode);

        assertThat(HexFormat.of().formatHex(encoder.toByteArray()))
                .isEqualTo(
                        "2e" // 46 bytes
                                + "0a07675f6279746573" // name "g_bytes"
                                + "120548656c702e" // help "Help."
                                + "1801" // type GAUGE
                                + "2213" // metric, 19 bytes
                                + "0a060a0161120178" // label a="x"
                                + "1209" + "09000000000000f03f" // gauge, value 1
                                + "2a056279746573"); // unit "bytes"
    }

    @Test
    void exemplarWhoseTimeIsUnknownHasNone() {
        Exemplar exemplar = new Exemplar(Labels.of("trace_id", "x"), 1, null);

        assertThat(encode(ConstMetric.of(Desc.counter("c_total", "Help."), 1).withExemplars(exemplar)))
                .contains("[counter, 1.0, " + exemplar + ", null]");
        assertThat(encoder.errors()).isEmpty();
    }

    @Test
    void metricThatThrowsHalfWayIsRolledBack() {
        assertThat(encode(
                        Families.custom(SUMMARY, Labels.of("a", "1"), visitor -> visitor.summary(summary(7))),
                        Families.custom(SUMMARY, Labels.of("a", "2"), visitor -> visitor.summary(summary(0))),
                        Families.custom(SUMMARY, Labels.of("a", "3"), visitor -> visitor.summary(summary(9)))))
                .containsExactly(
                        "[family, s, Help., summary, ]",
                        "[metric, {a=\"1\"}, null]",
                        "[summary, 1, 7.0, null]",
                        "[quantile, 0.5, 7.0]",
                        "[metric, {a=\"3\"}, null]",
                        "[summary, 1, 9.0, null]",
                        "[quantile, 0.5, 9.0]");
        assertThat(encoder.errors())
                .extracting(GatherError::message)
                .containsExactly("summary \"s\" {a=\"2\"}: threw java.lang.IllegalStateException: quantile is lost");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void metricThatHidesItsFailureIsRolledBackToo(Format format) {
        Metric hiding = Families.custom(SUMMARY, Labels.of("a", "1"), visitor -> {
            try {
                visitor.summary(summary(0));
            } catch (IllegalStateException hidden) {
                // as a careless library author does
            }
        });
        Encoder any = format.newEncoder();
        String nothing = Families.encode(any, List.of());

        assertThat(Families.encode(any, Families.of(hiding))).isEqualTo(nothing);
        assertThat(any.errors())
                .extracting(GatherError::message)
                .containsExactly("summary \"s\" {a=\"1\"}: expected a value, got one that failed half-way");
    }

    static List<Format> formats() {
        return List.of(Format.TEXT, Format.OPENMETRICS, Format.PROTOBUF);
    }

    @Test
    void familyWithoutAnyWrittenMetricLeavesNothing() {
        assertThat(encode(ConstMetric.invalid(GAUGE, new IllegalStateException("down"))))
                .isEmpty();
        assertThat(encoder.size()).isZero();
        assertThat(encoder.errors()).hasSize(1);
    }

    @Test
    void familyWithoutMetricsIsNotWritten() {
        encoder.encode(new MetricFamily(GAUGE, List.of()));

        assertThat(encoder.size()).isZero();
        assertThat(encoder.errors()).isEmpty();
    }

    @Test
    void metricThatWritesNothingOrTwiceOrAnotherTypeIsLeftOut() {
        Metric nothing = Families.custom(GAUGE, Labels.of("a", "1"), visitor -> {});
        Metric twice = Families.custom(GAUGE, Labels.of("a", "2"), visitor -> {
            visitor.gauge(1);
            visitor.gauge(2);
        });
        Metric other = Families.custom(GAUGE, Labels.of("a", "3"), visitor -> visitor.untyped(3));

        assertThat(encode(nothing, twice, other, ConstMetric.of(GAUGE, 4, "4")))
                .containsExactly("[family, g_bytes, Help., gauge, bytes]", "[metric, {a=\"4\"}, null]", "[gauge, 4.0]");
        assertThat(encoder.errors()).hasSize(3);
    }

    @Test
    void resetForgetsBodyAndErrors() {
        Metric other = ConstMetric.of(Desc.gauge("other", "Help."), 1);
        encode(ConstMetric.invalid(GAUGE, new IllegalStateException("down")), other);
        encoder.reset();

        assertThat(encoder.size()).isZero();
        assertThat(encoder.errors()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void namesAreEscaped(EscapingScheme scheme) {
        Metric metric = ConstMetric.of(Desc.gauge("a.\u00fc", "Help.", "l.\u00fc"), 1, "v.\u00fc");
        Message family = DecodedProtobuf.of(new ProtobufEncoder(scheme, false), Families.of(metric))
                .get(0);

        assertThat(ProtobufLines.of(family))
                .containsExactly(
                        "[family, " + scheme.metricName("a.\u00fc") + ", Help., gauge, ]",
                        "[metric, {" + scheme.labelName("l.\u00fc") + "=\"v.\u00fc\"}, null]",
                        "[gauge, 1.0]");
    }

    @Test
    void namesThatBecomeTheSameAreReported() {
        Desc dotted = Desc.gauge("a.b", "Help.");
        Desc dashed = Desc.gauge("a-b", "Help.");
        Desc labels = Desc.gauge("c", "Help.", "x.y", "x_y");

        Metric clashing = ConstMetric.of(labels, 3, "1", "2");
        assertThat(encode(ConstMetric.of(dotted, 1), ConstMetric.of(dashed, 2), clashing))
                .containsExactly("[family, a_b, Help., gauge, ]", "[metric, {}, null]", "[gauge, 2.0]");
        assertThat(encoder.errors())
                .extracting(GatherError::message)
                .containsExactly(
                        "gauge \"a.b\": after escaping, \"a_b\" is also a name of another family",
                        "gauge \"c\": after escaping, two of its label names are \"x_y\"");
    }
}
