package dev.fennel.exposition.graphite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Format;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines that metrics become, in both styles. */
class GraphiteLinesTest {
    private static final GraphiteLines NODES = new GraphiteLines(PathStyle.NODES, "prefix");
    private static final GraphiteLines TAGS = new GraphiteLines(PathStyle.TAGS, "prefix");

    private static String lines(GraphiteLines lines, Metric... metrics) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        List<MetricFamily> families = List.of(new MetricFamily(metrics[0].desc(), List.of(metrics)));
        assertThat(Format.TEXT.write(new GatherResult(families, List.of()), text))
                .isEmpty();
        List<GatherError> errors = new ArrayList<>();
        String written = new String(lines.of(text.toString(UTF_8), 1477043083, errors), UTF_8);
        assertThat(errors).isEmpty();
        return written;
    }

    private static ConstMetric labelled(String value) {
        return ConstMetric.of(Desc.gauge("name", "help", "label"), 1, value);
    }

    @Test
    void summaryIsItsQuantilesSumAndCount() throws IOException {
        Desc desc = Desc.summary("name", "help", "labelname").withConstLabels(Labels.of("constname", "constvalue"));
        ConstMetric summary = ConstMetric.summary(desc, 3, 60, Map.of(0.5, 20.0, 0.99, 30.5), "val1");
        assertThat(lines(NODES, summary)).isEqualTo("""
                        prefix.name.constname.constvalue.labelname.val1.quantile.0_5 20 1477043083
                        prefix.name.constname.constvalue.labelname.val1.quantile.0_99 30.5 1477043083
                        prefix.name_sum.constname.constvalue.labelname.val1 60 1477043083
                        prefix.name_count.constname.constvalue.labelname.val1 3 1477043083
                        """);
        assertThat(lines(TAGS, summary)).isEqualTo("""
                        prefix.name;constname=constvalue;labelname=val1;quantile=0.5 20 1477043083
                        prefix.name;constname=constvalue;labelname=val1;quantile=0.99 30.5 1477043083
                        prefix.name_sum;constname=constvalue;labelname=val1 60 1477043083
                        prefix.name_count;constname=constvalue;labelname=val1 3 1477043083
                        """);
    }

    @Test
    void histogramIsItsBucketsSumAndCountWithTheBoundAmongTheLabels() throws IOException {
        Desc desc = Desc.histogram("name", "help", "a", "z");
        ConstMetric histogram = ConstMetric.histogram(desc, 4, 5e6, Map.of(0.01, 1L, 1e6, 2L), "x", "y");
        assertThat(lines(NODES, histogram)).isEqualTo("""
                        prefix.name_bucket.a.x.le.0_01.z.y 1 1477043083
                        prefix.name_bucket.a.x.le.1e_06.z.y 2 1477043083
                        prefix.name_bucket.a.x.le._Inf.z.y 4 1477043083
                        prefix.name_sum.a.x.z.y 5e+06 1477043083
                        prefix.name_count.a.x.z.y 4 1477043083
                        """);
        assertThat(lines(TAGS, histogram)).isEqualTo("""
                        prefix.name_bucket;a=x;le=0.01;z=y 1 1477043083
                        prefix.name_bucket;a=x;le=1e+06;z=y 2 1477043083
                        prefix.name_bucket;a=x;le=+Inf;z=y 4 1477043083
                        prefix.name_sum;a=x;z=y 5e+06 1477043083
                        prefix.name_count;a=x;z=y 4 1477043083
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1.5, -1.5",
        "1234567, 1.234567e+06",
        "0.1, 0.1",
        "1e-5, 1e-05",
        "Infinity, +Inf",
        "-Infinity, -Inf"
    })
    void valueIsShortestDigits(double value, String written) throws IOException {
        ConstMetric metric = ConstMetric.of(Desc.untyped("name", "help"), value);
        assertThat(lines(NODES, metric)).isEqualTo("prefix.name " + written + " 1477043083\n");
        assertThat(lines(TAGS, metric)).isEqualTo("prefix.name " + written + " 1477043083\n");
    }

    @Test
    void valueThatIsNotANumberIsLeftOut() throws IOException {
        Desc desc = Desc.gauge("name", "help", "label");
        assertThat(lines(NODES, ConstMetric.of(desc, Double.NaN, "a"), ConstMetric.of(desc, 1, "b")))
                .isEqualTo("prefix.name.label.b 1 1477043083\n");
    }

    @ParameterizedTest
    @CsvSource({"1999, 1", "2000, 2", "0, 0", "-1, 0", "-1999, -1"})
    void timestampOfAMetricIsCutToSeconds(long millis, long seconds) throws IOException {
        ConstMetric old = ConstMetric.of(Desc.gauge("name", "help"), 7).withTimestamp(Instant.ofEpochMilli(millis));
        assertThat(lines(NODES, old)).isEqualTo("prefix.name 7 " + seconds + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "hello,hello",
                "hE/l1o,hE_l1o",
                "'he,*ll(.o',he_ll_o",
                "hello_there%^&,hello_there_",
                "a:b-c,a:b-c",
                "a b,a_b",
                "'  a  b  ',_a_b_",
                "grün,gr_n",
                "_ _,_",
                "../../etc,_etc",
                "x;y=z,x_y_z",
                "'a\nb\tc',a_b_c",
                "'',_",
                "'  ',_",
                "\uD83D\uDE00,_"
            })
    void labelValueBecomesNodes(String value, String nodes) throws IOException {
        assertThat(lines(NODES, labelled(value))).isEqualTo("prefix.name.label." + nodes + " 1 1477043083\n");
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "hello,hello",
                "/user/{id}?a=b,/user/{id}?a=b",
                "a__b..c,a__b..c",
                "grün \uD83D\uDE00,grün_\uD83D\uDE00",
                "x;y,x_y",
                "~x~,_x~",
                "'a\nb\tc\u0001d',a_b_c_d",
                "'\u00A0\u0085\u2028\u3000\u001C',_____",
                "'{x=\"y\"}',{x=_y_}",
                "back\\slash,back\\slash"
            })
    void labelValueBecomesTheValueOfATag(String value, String written) throws IOException {
        assertThat(lines(TAGS, labelled(value))).isEqualTo("prefix.name;label=" + written + " 1 1477043083\n");
    }

    @Test
    void emptyTagIsLeftOut() throws IOException {
        assertThat(lines(TAGS, labelled(""))).isEqualTo("prefix.name 1 1477043083\n");
    }

    @Test
    void tagThatGraphiteKeepsForItselfIsRenamed() throws IOException {
        Desc one = Desc.gauge("x", "help", "name");
        assertThat(lines(TAGS, ConstMetric.of(one, 1, "v"))).isEqualTo("prefix.x;exported_name=v 1 1477043083\n");
        Desc both = Desc.gauge("x", "help", "name", "exported_name");
        assertThat(lines(TAGS, ConstMetric.of(both, 1, "v", "w")))
                .isEqualTo("prefix.x;exported_exported_name=v;exported_name=w 1 1477043083\n");
        assertThat(lines(NODES, ConstMetric.of(one, 1, "v"))).isEqualTo("prefix.x.name.v 1 1477043083\n");
    }

    @Test
    void namesOfAnyUnicodeAreMadeFit() throws IOException {
        ConstMetric metric = ConstMetric.of(Desc.gauge("my.metric__größe", "help", "http.method"), 1, "GET");
        assertThat(lines(NODES, metric)).isEqualTo("prefix.my_metric_gr_e.http_method.GET 1 1477043083\n");
        assertThat(lines(TAGS, metric)).isEqualTo("prefix.my_metric_gr_e;http_method=GET 1 1477043083\n");
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"shop,shop.", "shop.eu,shop.eu.", ".shop..eu.,shop.eu.", "my shop,my_shop.", "a;b=c,a_b_c.", "~,_."
            })
    void prefixIsMadeFit(String prefix, String written) throws IOException {
        for (PathStyle style : PathStyle.values()) {
            String lines = lines(new GraphiteLines(style, prefix), ConstMetric.of(Desc.gauge("x", "help"), 1));
            assertThat(lines).isEqualTo(written + "x 1 1477043083\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", " . "})
    void emptyPrefixIsNone(String prefix) throws IOException {
        assertThat(lines(new GraphiteLines(PathStyle.NODES, prefix), ConstMetric.of(Desc.gauge("x", "help"), 1)))
                .isEqualTo("x 1 1477043083\n");
    }

    @Test
    void nothingBecomesNothing() {
        assertThat(NODES.of("", 1, List.of())).isEmpty();
    }
}
