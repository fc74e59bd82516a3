package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.GaugeFunc;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Chromium;
import dev.fennel.testsupport.GatedGatherer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The functions of the live page's script, called in a real browser. */
class LivePageScriptTest {
    @TempDir
    static Path profile;

    private static MetricsServer server;
    private static Chromium browser;

    @BeforeAll
    static void start() {
        browser = Chromium.start(profile);
        server = MetricsServer.builder()
                .host("127.0.0.1")
                .registry(Registry.create())
                .start();
        openThePage();
    }

    private static void openThePage() {
        browser.open(URI.create("http://127.0.0.1:" + server.port() + "/"));
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plain(0)                                 | 0
            plain(1234567)                           | 1,234,567
            plain(0.123456)                          | 0.1235
            plain(-1e20)                             | -1.000e+20
            plain(0.00001)                           | 1.000e-5
            bytes(1023)                              | 1,023 B
            bytes(1536)                              | 1.5 KiB
            bytes(3 * 2 ** 30)                       | 3 GiB
            duration(0)                              | 0 s
            duration(2e-9)                           | 2 ns
            duration(0.0000015)                      | 1.5 µs
            duration(0.25)                           | 250 ms
            duration(90)                             | 90 s
            duration(300)                            | 5 min
            duration(7200)                           | 2 h
            duration(259200)                         | 3 d
            pretty({name: 'a_seconds_total'}, 0.5)   | 500 ms
            pretty({name: 'a_bytes'}, 2048)          | 2 KiB
            pretty({name: 'milliseconds'}, 2048)     | 2,048
            pretty({name: 'a'}, -Infinity)           | -Inf
            pretty({name: 'a_seconds'}, NaN)         | NaN
            """)
    void numbersAreShort(String expression, String expected) {
        assertThat(browser.eval(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [[1, 0], [2, 0], [Infinity, 0]]          | 0.5  | NaN
            [[1, 10], [2, 20], [Infinity, 20]]       | 0.5  | 1
            [[1, 10], [2, 20], [Infinity, 20]]       | 0.75 | 1.5
            [[1, 10], [2, 20], [Infinity, 20]]       | 0.25 | 0.5
            [[1, 10], [2, 20], [Infinity, 100]]      | 0.99 | 2
            [[-1, 10], [2, 20], [Infinity, 20]]      | 0.1  | -1
            [[-1, 10], [2, 20], [Infinity, 20]]      | 0.75 | 0.5
            """)
    void quantilesAreInterpolatedAsPrometheusDoes(String buckets, double q, String expected) {
        assertThat(browser.eval("String(quantile(" + q + ", " + buckets + "))")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a 1\\n                                        | [["a","untyped","",[],1]]
            a -Inf 1700000000000\\n                       | [["a","untyped","",[],"-Infinity"]]
            a{b="x y",c="\\\\"\\\\\\\\\\\\n,}"} 2\\n      | [["a","untyped","",[["b","x y"],["c","\\"\\\\\\n,}"]],2]]
            {"a.b","c.d"="e",f="g"} 3\\n                  | [["a.b","untyped","",[["c.d","e"],["f","g"]],3]]
            # HELP a b\\\\nc\\n# TYPE a gauge\\na 4\\n     | [["a","gauge","b\\nc",[],4]]
            # TYPE "a.b" counter\\n{"a.b"} 5\\n           | [["a.b","counter","",[],5]]
            # TYPE a gauge\\na 1\\na_sum 2\\n             | [["a","gauge","",[],1],["a_sum","untyped","",[],2]]
            # HELP a \\n# TYPE a gauge\\n# comment\\n\\n   | []
            """)
    void theTextFormatIsRead(String text, String expected) {
        String read = "JSON.stringify([...parse('" + text + "').values()].flatMap(f => [...f.series.values()].map("
                + "s => [f.name, f.type, f.help, s.labels, Number.isFinite(s.value) ? s.value : String(s.value)])))";

        assertThat(browser.eval(read)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"histogram,le,_bucket", "summary,quantile,"})
    void theSamplesOfADistributionAreOneSeries(String kind) {
        String[] parts = kind.split(",", -1);
        String text = "# TYPE a " + parts[0] + "\\n"
                + "a" + parts[2] + "{b=\"c\"," + parts[1] + "=\"0.5\"} 3\\n"
                + "a" + parts[2] + "{b=\"c\"," + parts[1] + "=\"1\"} 4\\n"
                + "a_sum{b=\"c\"} 7\\na_count{b=\"c\"} 5\\n";

        assertThat(browser.eval("JSON.stringify([...parse('" + text + "').get('a').series.values()])"))
                .isEqualTo("[{\"labels\":[[\"b\",\"c\"]],\"value\":5,\"sum\":7,\"points\":[[0.5,3],[1,4]]}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            counter | [10, 16]    | 3     | [3]
            counter | [10, 4, 8]  | 2     | [2]
            gauge   | [10, 4, 8]  | NaN   | [10,4,8]
            """)
    void ratesAndTrendsFollowTheScrapes(String type, String values, String rate, String trend) {
        String steps = "(() => { const s = new Series('a'); " + values
                + ".forEach((v, i) => s.update({name: 'a', help: '', type: '"
                + type + "'}, {labels: [], value: v, sum: NaN, points: []}, 2 * i, true));"
                + " return String(s.rate) + ' ' + JSON.stringify(s.trend.map(p => p[1])) })()";

        assertThat(browser.eval(steps)).isEqualTo(rate + " " + trend);
    }

    @Test
    void trendsAreKeptForTheFirstSeriesAndForThoseShown() {
        Object trends = browser.eval("""
                (() => {
                  const series = new Map(Array.from({ length: 5002 }, (_, i) =>
                      [String(i), { labels: [["i", String(i)]], value: i, sum: NaN, points: [] }]));
                  const families = new Map([["m", { name: "m", help: "", type: "gauge", series }]]);
                  const live = new Live();
                  const view = new View(document.createElement("tbody"), document.createElement("button"));
                  view.words = ['i="5001"'];
                  for (const time of [0, 2, 4]) {
                    live.update(families, time);
                    view.draw(live.order);
                  }
                  return [0, 4999, 5000, 5001].map(i => live.order[i].trend.length).join();
                })()""");

        assertThat(trends).isEqualTo("3,3,0,2");
    }

    @Test
    void whoFailsIsShown() {
        Registry registry = Registry.create();
        GaugeFunc.builder("broken", "Cannot be read.", () -> {
                    throw new IllegalStateException("password=secret");
                })
                .register(registry);
        try (MetricsServer failing = MetricsServer.builder()
                .host("127.0.0.1")
                .registry(registry)
                .handlerOptions(options -> options.errorLog(error -> {}))
                .start()) {
            browser.open(URI.create("http://127.0.0.1:" + failing.port() + "/"));
            browser.await("!document.getElementById('failed').hidden"
                    + " && / errors?, the last /.test(document.getElementById('errors').innerText)"
                    + " && !document.body.innerText.includes('secret')");
        } finally {
            openThePage();
        }
    }

    @Test
    void scrapeThatHangsIsTold() {
        GatedGatherer gathers = new GatedGatherer(Registry.create());
        gathers.shut();
        try (MetricsServer hanging = MetricsServer.builder()
                .host("127.0.0.1")
                .handler(MetricsHandler.builder().gatherer(gathers).build())
                .closeGrace(Duration.ZERO)
                .start()) {
            browser.open(URI.create("http://127.0.0.1:" + hanging.port() + "/"));
            browser.await("document.getElementById('problem').innerText === "
                    + "'No answer for 5 seconds. What is shown is older.'");
            gathers.open();
            browser.await("document.getElementById('problem').hidden");
        } finally {
            openThePage();
        }
    }
}
