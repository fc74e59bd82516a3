package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.NumberPrinter;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExemplarPrinterTest {
    private static String print(EscapingScheme scheme, double value, Instant time, String... labels) {
        ByteBuf out = new ByteBuf(0);
        new ExemplarPrinter(scheme, NumberPrinter.openMetrics())
                .print(new Exemplar(Labels.of(labels), value, time), out);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    private static String print(EscapingScheme scheme, String... labels) {
        return print(scheme, 1, Instant.EPOCH, labels);
    }

    @Test
    void labelsAreSorted() {
        assertThat(print(EscapingScheme.UNDERSCORES, "trace_id", "ab", "span_id", "c\"d\n"))
                .isEqualTo(" # {span_id=\"c\\\"d\\n\",trace_id=\"ab\"} 1.0 0.0");
    }

    @ParameterizedTest
    @CsvSource({
        "2023-11-14T22:13:20.123456789Z, 1.7000000001234567e+09",
        "1969-12-31T23:59:59.5Z, -0.5",
        "2262-04-11T23:47:15.5Z, 9.2233720355e+09",
        "2023-11-14T22:13:20.123Z, 1.700000000123e+09",
        "1970-04-15T05:59:59.999999999Z, 9.007199999999998e+06",
        "1970-01-01T00:00:01.000000001Z, 1.000000001",
        "2262-04-11T23:47:16.999Z, 9.223372036999e+09",
        "1677-09-21T00:12:43.5Z, -9.2233720365e+09",
        "2500-01-01T00:00:00.25Z, 1.672522560025e+10",
        "-9999-01-01T00:00:00Z, -3.777051168e+11"
    })
    void timeIsInSeconds(Instant time, String seconds) {
        assertThat(print(EscapingScheme.UNDERSCORES, 0.25, time, "a", "b")).isEqualTo(" # {a=\"b\"} 0.25 " + seconds);
    }

    @Test
    void timeMayBeUnknown() {
        assertThat(print(EscapingScheme.UNDERSCORES, 0.25, null, "a", "b")).isEqualTo(" # {a=\"b\"} 0.25");
    }

    @Test
    void exemplarWithoutLabelsIsLeftOut() {
        assertThat(print(EscapingScheme.ALLOW_UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ALLOW_UTF_8, \"trace.id\"", "UNDERSCORES, trace_id", "DOTS, trace_dot_id", "VALUES, U__trace_2e_id"})
    void labelNamesAreEscaped(EscapingScheme scheme, String name) {
        assertThat(print(scheme, "trace.id", "ü")).isEqualTo(" # {" + name + "=\"ü\"} 1.0 0.0");
    }

    @Test
    void exemplarWhoseLabelsBecomeTheSameIsLeftOut() {
        assertThat(print(EscapingScheme.UNDERSCORES, "a.b", "1", "a-b", "2")).isEmpty();
        assertThat(print(EscapingScheme.VALUES, "a.b", "1", "a-b", "2")).isNotEmpty();
    }

    @Test
    void exemplarThatEscapingMakesTooLongIsLeftOut() {
        String value = "\uD83D\uDD25".repeat(Exemplar.MAX_CODE_POINTS - "trace.id".length());

        assertThat(print(EscapingScheme.UNDERSCORES, "trace.id", value)).isNotEmpty();
        assertThat(print(EscapingScheme.VALUES, "trace.id", value)).isEmpty();
    }
}
