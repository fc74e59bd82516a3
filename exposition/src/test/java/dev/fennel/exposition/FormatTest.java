package dev.fennel.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.testsupport.Allocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FormatTest {
    @Test
    void contentTypeNamesVersionAndEscaping() {
        assertThat(Format.TEXT.contentType())
                .isEqualTo("text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
        assertThat(Format.OPENMETRICS.withEscaping(EscapingScheme.ALLOW_UTF_8).contentType())
                .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8");
        assertThat(Format.PROTOBUF.withEscaping(EscapingScheme.DOTS))
                .hasToString("application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
                        + " encoding=delimited; escaping=dots");
    }

    @ParameterizedTest
    @EnumSource
    void escapingIsThatOfTheEncoder(EscapingScheme scheme) throws IOException {
        GatherResult result = new GatherResult(Families.of(ConstMetric.of(Desc.gauge("a.b", ""), 1)), List.of());
        for (Format format : List.of(Format.TEXT, Format.OPENMETRICS, Format.OPENMETRICS_2_0, Format.PROTOBUF)) {
            Format escaped = format.withEscaping(scheme);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            escaped.write(result, out);

            assertThat(escaped.escaping()).isEqualTo(scheme);
            assertThat(out.toString(UTF_8)).contains(scheme.metricName("a.b"));
        }
    }

    @Test
    void formatsThatWriteTheSameAreEqual() {
        Format created = Format.OPENMETRICS.withCreatedSamples();

        assertThat(Format.OPENMETRICS.withEscaping(EscapingScheme.UNDERSCORES))
                .isEqualTo(Format.OPENMETRICS)
                .hasSameHashCodeAs(Format.OPENMETRICS)
                .isNotEqualTo(Format.OPENMETRICS.withEscaping(EscapingScheme.DOTS))
                .isNotEqualTo(Format.TEXT)
                .isNotEqualTo(created);
        assertThat(created.withEscaping(EscapingScheme.DOTS))
                .isEqualTo(Format.OPENMETRICS.withEscaping(EscapingScheme.DOTS).withCreatedSamples());
        assertThat(created.contentType()).isEqualTo(Format.OPENMETRICS.contentType());
    }

    @Test
    void onlyOpenMetricsHasCreatedSamples() {
        assertThat(Format.TEXT.withCreatedSamples()).isSameAs(Format.TEXT);
        assertThat(Format.PROTOBUF.withCreatedSamples()).isSameAs(Format.PROTOBUF);
    }

    @Test
    void nullSchemeIsRefused() {
        assertThatThrownBy(() -> Format.TEXT.withEscaping(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("scheme");
    }

    @Test
    void bodyIsEnded() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Format.OPENMETRICS.write(new GatherResult(List.of(), List.of()), out);
        assertThat(out.toString(UTF_8)).isEqualTo("# EOF\n");
    }

    @Test
    void writesFamiliesAndTellsAllErrors() throws IOException {
        GatherError gatherError = new GatherError("lost");
        GatherResult result = new GatherResult(
                Families.of(
                        ConstMetric.of(Desc.gauge("a", "A."), 1),
                        ConstMetric.invalid(Desc.gauge("b", "B."), new IllegalStateException("down"))),
                List.of(gatherError));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        List<GatherError> errors = Format.TEXT.write(result, out);

        assertThat(out.toString(UTF_8)).isEqualTo("# HELP a A.\n# TYPE a gauge\na 1\n");
        assertThat(errors).hasSize(2).first().isSameAs(gatherError);
        assertThat(errors.get(1).message()).contains("\"b\"", "down");
    }

    private static GatherResult many(String help) {
        Desc desc = Desc.gauge("g", help, "a");
        return new GatherResult(
                Families.of(IntStream.range(0, 5000)
                        .mapToObj(i -> ConstMetric.of(desc, i, "" + i))
                        .toArray(ConstMetric[]::new)),
                List.of());
    }

    private static String written(Format format, GatherResult result) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(result, out);
        return out.toString(UTF_8);
    }

    private static String encoded(Format format, GatherResult result) {
        return Families.encode(format.newEncoder(), result.families());
    }

    private static void write(Format format, GatherResult result) {
        try {
            format.write(result, OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void writingAgainAllocatesNothingPerSeries() {
        GatherResult result = many("");
        // Made anew each time, as in a handler that chooses the scheme by the request.
        long bytes = Allocation.bytes(
                20,
                () -> write(Format.OPENMETRICS.withEscaping(EscapingScheme.DOTS).withCreatedSamples(), result));

        assertThat(bytes / 20).isLessThan(2048);
    }

    @Test
    void writesToAStreamThatWrites() throws IOException {
        GatherResult outer = many("outer");
        GatherResult inner = many("inner");
        String[] innerBody = new String[1];
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void write(byte[] bytes, int from, int length) {
                try {
                    innerBody[0] = written(Format.TEXT, inner);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                super.write(bytes, from, length);
            }
        };
        Format.TEXT.write(outer, out);

        assertThat(innerBody[0]).isEqualTo(encoded(Format.TEXT, inner));
        assertThat(out.toString(UTF_8)).isEqualTo(encoded(Format.TEXT, outer));
    }

    @Test
    void failureLeavesNothingForTheNextCall() throws IOException {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("full");
            }
        };
        GatherResult good = many("good");
        GatherResult bad = new GatherResult(
                Families.of(ConstMetric.invalid(Desc.gauge("g", ""), new IllegalStateException("down"))), List.of());

        assertThatThrownBy(() -> Format.TEXT.write(many("lost"), full)).hasMessage("full");
        assertThat(Format.TEXT.write(bad, OutputStream.nullOutputStream())).hasSize(1);

        assertThat(written(Format.TEXT, good)).isEqualTo(encoded(Format.TEXT, good));
        assertThat(Format.TEXT.write(good, OutputStream.nullOutputStream())).isEmpty();
    }

    @Test
    void onlyAFewEncodersAreKept() {
        Encoder[] given = new Encoder[2 * SpareEncoders.CAPACITY];
        for (int i = 0; i < given.length; i++) {
            given[i] = Format.TEXT.newEncoder();
            SpareEncoders.giveBack(Format.TEXT, given[i]);
        }
        for (int i = 1; i <= SpareEncoders.CAPACITY; i++) {
            assertThat(SpareEncoders.take(Format.TEXT)).isSameAs(given[given.length - i]);
        }

        assertThat(SpareEncoders.take(Format.TEXT)).isNotIn((Object[]) given);
    }

    @Test
    void encoderIsKeptForItsFormat() {
        Encoder text = Format.TEXT.newEncoder();
        SpareEncoders.giveBack(Format.TEXT, text);

        assertThat(SpareEncoders.take(Format.PROTOBUF)).isNotSameAs(text);
        assertThat(SpareEncoders.take(Format.TEXT.withEscaping(EscapingScheme.DOTS)))
                .isNotSameAs(text);
        assertThat(SpareEncoders.take(Format.TEXT)).isSameAs(text);
    }
}
