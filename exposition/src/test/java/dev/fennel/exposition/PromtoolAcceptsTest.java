package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.Promtool;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Prometheus' command-line tool reads the text format. */
@BothAges
class PromtoolAcceptsTest {
    @Parameter
    Age age;

    @ParameterizedTest
    @EnumSource
    void itReadsAllKindsOfMetrics(GoldenGroup group) {
        String text = Families.encode(Format.TEXT.newEncoder(), group.families());

        assertRead(Promtool.checkMetrics(age, text));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "ALLOW_UTF_8") // which not even the tool of 3.5 reads
    void itReadsEscapedNames(EscapingScheme scheme) {
        Metric[] metrics = {
            ConstMetric.of(Desc.counter("größe.jobs_total", "Jobs.", "my.label", "a:b"), 1, "1", "2"),
            ConstMetric.histogram(Desc.histogram("1-latency\n", "Latency.", "{}"), 1, 2, Map.of(1.0, 1L), "1"),
            ConstMetric.summary(Desc.summary("日本語", "Size.", "\""), 1, 2, Map.of(0.5, 1.0), "1")
        };
        String text = Families.encode(Format.TEXT.withEscaping(scheme).newEncoder(), Families.of(metrics));

        assertRead(Promtool.checkMetrics(age, text));
    }

    @Test
    void itReadsWhatIsLeftWithoutALabelThatBecomesTheMetricName() {
        Metric bad = ConstMetric.of(Desc.gauge("bad", "Bad.", "..name.."), 1, "v");
        Metric good = ConstMetric.of(Desc.gauge("good", "Good.", "a.b"), 1, "v");

        assertRead(Promtool.checkMetrics(age, Families.encode(Format.TEXT.newEncoder(), Families.of(bad, good))));
        assertThat(Promtool.checkMetrics(age, "# HELP bad Bad.\n# TYPE bad gauge\nbad{__name__=\"v\"} 1\n")
                        .status())
                .isEqualTo(1);
    }

    /** Checks that the tool complains about nothing but the names that were chosen. */
    private static void assertRead(Promtool.Result result) {
        assertThat(result.status()).as(result.output()).isIn(0, 3);
    }
}
