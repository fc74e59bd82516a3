package dev.fennel.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
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
        for (Format format : List.of(Format.TEXT, Format.OPENMETRICS, Format.PROTOBUF)) {
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
}
