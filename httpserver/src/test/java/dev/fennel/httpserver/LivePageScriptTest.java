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
            plain(0)                                          | 0
            plain(1234567)                                    | 1,234,567
            plain(0.123456)                                   | 0.123
            plain(1234.5)                                     | 1,235
            plain(-1e20)                                      | -1.000e+20
            plain(0.00001)                                    | 1.000e-5
            bytes(1023)                                       | 1,023 B
            bytes(1536)                                       | 1.5 KiB
            bytes(3 * 2 ** 30)                                | 3 GiB
            duration(0)                                       | 0 s
            duration(2e-9)                                    | 2 ns
            duration(0.0000015)                               | 1.5 µs
            duration(0.25)                                    | 250 ms
            duration(90)                                      | 90 s
            duration(300)                                     | 5 min
            duration(7200)                                    | 2 h
            duration(259200)                                  | 3 d
            pretty({name: 'a_seconds_total'}, 0.5)            | 500 ms
            pretty({name: 'a_bytes'}, 2048)                   | 2 KiB
            pretty({name: 'a', unit: 'bytes'}, 2048)          | 2 KiB
            pretty({name: 'hit_ratio'}, 0.57)                 | 57 %
            pretty({name: 'milliseconds'}, 2048)              | 2,048
            pretty({name: 'a'}, -Infinity)                    | -Inf
            pretty({name: 'a_seconds'}, NaN)                  | NaN
            pretty({name: 'max_bytes', type: 'gauge'}, -1)    | none
            pretty({name: 'bytes_max', type: 'gauge'}, -1)    | none
            pretty({name: 'max_bytes', type: 'gauge'}, -2)    | -2 B
            pretty({name: 'celsius', type: 'gauge'}, -1)      | -1
            pretty({name: 'hit_ratio', type: 'gauge'}, -1)    | -100 %
            perSecond({name: 'a_bytes_total', type: 'counter'}, 2048) | 2 KiB/s
            perSecond({name: 'a_seconds_total', type: 'counter'}, .5) | 50 %
            perSecond({name: 'a_seconds', type: 'histogram'}, .5)     | 0.5/s
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
        assertThat(browser.eval("String(quantile(" + q + ", classicBuckets({points: " + buckets
                        + ".slice(0, -1), value: " + buckets + ".at(-1)[1]}, null), false))"))
                .isEqualTo(expected);
    }

    /** Bounds of schema 0 are powers of two; the bucket of index 1 is (1, 2]. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {schema: 0, threshold: 0, zero: 0, positive: [[1, 10]], negative: []}             | 0.5  | 1.4142
            {schema: 0, threshold: 0, zero: 0, positive: [[1, 10], [3, 10]], negative: []}    | 0.75 | 5.6569
            {schema: 3, threshold: 0, zero: 0, positive: [[8, 10]], negative: []}             | 1    | 2.0000
            {schema: 0, threshold: 1, zero: 10, positive: [], negative: []}                   | 0.5  | 0.5000
            {schema: 0, threshold: 1, zero: 10, positive: [], negative: [[2, 10]]}            | 0.75 | 0.0000
            {schema: 0, threshold: 0, zero: 0, positive: [], negative: [[2, 10]]}             | 0.5  | -2.8284
            {schema: 0, threshold: 0, zero: 0, positive: [], negative: []}                    | 0.5  | NaN
            """)
    void quantilesOfNativeBucketsAreInterpolatedExponentially(String histogram, double q, String expected) {
        assertThat(browser.eval("quantile(" + q + ", nativeBuckets(" + maps(histogram) + ", null), true).toFixed(4)"))
                .isEqualTo(expected);
    }

    /** What was observed between a reading with the first buckets and one with the second. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {schema: 0, threshold: 0, zero: 0, positive: [[1, 3]], negative: []} | {schema: 0, threshold: 0, zero: 0, \
            positive: [[1, 5], [2, 1]], negative: [[1, 1]]} | -2..-1:1 1..2:2 2..4:1
            {schema: 1, threshold: 0, zero: 1, positive: [[1, 3], [2, 4]], negative: []} | {schema: 0, threshold: 0, \
            zero: 3, positive: [[1, 9]], negative: []} | 0..0:2 1..2:2
            {schema: 0, threshold: 0, zero: 1, positive: [[-3, 4], [1, 1]], negative: []} | {schema: 0, threshold: 0.5, \
            zero: 7, positive: [[1, 1]], negative: []} | -0.5..0.5:2
            """)
    void nativeBucketsAreComparedInTheCoarserResolution(String before, String now, String expected) {
        String buckets = "nativeBuckets(" + maps(now) + ", " + maps(before) + ")";

        assertThat(browser.eval(buckets + ".map(b => `${b.low + 0}..${b.high}:${b.count}`).join(' ')"))
                .isEqualTo(expected);
    }

    private static String maps(String histogram) {
        return "(one => ({...one, positive: new Map(one.positive), negative: new Map(one.negative)}))(" + histogram
                + ")";
    }

    @Test
    void histogramThatBeganAnewCountsFromZero() {
        assertThat(browser.eval("observed({points: [[1, 2]], value: 5}, {points: [[1, 7]], value: 9})"
                        + ".map(b => `${b.low}..${b.high}:${b.count}`).join(' ')"))
                .isEqualTo("0..1:2 1..Infinity:3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ticks(0, 97, 4, '')             | 0,50,100
            ticks(0, 0.0123, 4, '')         | 0,0.005,0.01,0.015
            ticks(97, 103, 4, '')           | 96,98,100,102,104
            ticks(10, 103, 4, '')           | 0,50,100,150
            ticks(5, 5, 4, '')              | 0,2,4,6
            ticks(0, 0, 4, '')              | 0,0.5,1
            ticks(-3, 5, 4, '')             | -4,-2,0,2,4,6
            ticks(0, 3000, 4, 'bytes')      | 0,1024,2048,3072
            ticks(0, 100, 4, 'seconds')     | 0,30,60,90,120
            ticks(0, 0.1, 4, 'seconds')     | 0,0.05,0.1
            timeTicks(1003, 1060, 6)        | 1010,1020,1030,1040,1050,1060
            timeTicks(1000, 1600, 5)        | 1080,1200,1320,1440,1560
            ticks(9e15, 9e15 + 4, 4, '')    | 9000000000000000,9000000001000000
            ticks(-1.7e308, 1.7e308, 4, '') | -1.7e+308,1.7e+308
            ticks(0, 5e-324, 4, '')         | 0,5e-324
            ticks(605, 605, 4, 'time')      | 540,570,600,630,660,690
            logTicks(0.002, 0.03, 8, '')    | 0.005,0.01,0.02
            logTicks(0.0007, 7, 4, '')      | 0.001,0.01,0.1,1
            logTicks(1e-9, 7, 4, 'seconds') | 0.000001,0.001,1
            logTicks(0.2, 4e5, 8, 'seconds') | 1,10,60,600,3600,86400
            logTicks(100, 5000, 8, 'bytes') | 128,256,512,1024,2048,4096
            logTicks(Infinity, -Infinity, 8, '') | ''
            """)
    void axesHaveRoundNumbers(String expression, String expected) {
        assertThat(browser.eval(expression + ".join()")).isEqualTo(expected);
    }

    /** Values that are near to one another have marks of more digits, and times of one day do without the day. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [5.001, 5.002, 5.003], plain                     | 5.001 5.002 5.003
            [1234567.1, 1234567.2], plain                    | 1,234,567.1 1,234,567.2
            [1073741824, 1073745920], bytes                  | 1 GiB 1.000004 GiB
            [0, 0.5, 1], plain                               | 0 0.5 1
            [1e9, 1e9 + 30], v => inUnit('time', v)  | 01:46:40 01:47:10
            """)
    void marksOfAnAxisDiffer(String marks, String expected) {
        assertThat(browser.eval("distinct(" + marks + ").join(' ')")).isEqualTo(expected);
    }

    @Test
    void heatMapOfNativeBucketsHasRoundMarksAtTheirPlaces() {
        String rows = "Array.from({length: 12}, (_, i) => [nativeBound(0, i - 7), nativeBound(0, i - 6)])";
        String marks = "JSON.stringify(heatMarks([...rows.map(([low, high]) => ({low: -high, high: -low})).reverse(),"
                + " {low: -(2 ** -7), high: 2 ** -7}, ...rows.map(([low, high]) => ({low, high}))], plain, '')"
                + ".map(([part, text]) => [text, Number((part * 25).toFixed(3))]).sort((a, b) => a[1] - b[1]))";

        assertThat(browser.eval("(rows => " + marks + ")(" + rows + ")"))
                .isEqualTo("[[\"-10\",1.678],[\"-1\",5],[\"-0.1\",8.322],[\"-0.01\",11.644],[\"0\",12.5],"
                        + "[\"0.01\",13.356],[\"0.1\",16.678],[\"1\",20],[\"10\",23.322]]");
    }

    @Test
    void whatIsObservedLastIsInTheHeatMap() {
        String cells = "(() => {"
                + " const all = Array.from({length: 300}, (_, i) => ({time: 2 * i, value: 0, points: [[1, 0]], native: null}));"
                + " Object.assign(all.at(-1), {value: 3, points: [[1, 3]]});"
                + " const chart = heatChart(600, all, plain, '');"
                + " return [chart.picture.querySelectorAll('.cell').length, chart.at(600)[0][1], chart.at(600, 100)[0]].join() })()";

        assertThat(browser.eval(cells)).isEqualTo("1,3,0 to 1,3");
    }

    @Test
    void lineEndsWhereThereIsNoValueAndOnePointIsSeen() {
        String path = "path([[0, 1], [2, 2], [4, NaN], [6, 1], [8, Infinity], [10, 2], [100, 1]],"
                + " {x: time => time, y: value => value}, value => value)";

        assertThat(browser.eval(path)).isEqualTo("M0.0 1.0l0 0L2.0 2.0M6.0 1.0l0 0M10.0 2.0l0 0M100.0 1.0l0 0");
    }

    @Test
    void namesAtTheEndsOfLinesAreBesideOneAnother() {
        String places =
                "(() => { const lines = [5, 5, 5, 0, 0, 2].map((value, i) => ({name: String(i), points: [[0, value]]}));"
                        + " const plot = {top: 10, bottom: 196, right: 0, y: part => 196 - 186 * part};"
                        + " return ends(lines, plot, value => value / 5).map(text => text.textContent + '@' + text.getAttribute('y'))"
                        + ".join(' ') })()";

        assertThat(browser.eval(places)).isEqualTo("2@14.0 1@28.0 0@42.0 5@125.6 4@186.0 3@200.0");
    }

    @Test
    void stateIsOneBarForAsLongAsItIsOn() {
        assertThat(
                        browser.eval(
                                "JSON.stringify(spans([[0, 1], [2, 1], [4, 2], [6, 1], [8, 1], [90, 1], [92, 1]], v => v === 1))"))
                .isEqualTo("[[0,4],[6,8],[90,92]]");
    }

    /** As PromQL does, but not at the cost of a text that says less: quotes show where a value ends. */
    @Test
    void whatCannotBeSeenIsShown() {
        assertThat(
                        browser.eval(
                                "['', ' a', 'b ', 'c\\n', 'd\\u200be', '\\u202e<b>', '\\u{e0001}', 'ü 1'].map(shownValue).join('|')"))
                .isEqualTo("\"\"|\" a\"|\"b \"|\"c\\n\"|d\\u200be|\\u202e<b>|\\U000e0001|ü 1");
    }

    @Test
    void seriesHaveDifferentIds() {
        String ids = "[idOf('m', []), idOf('m', [['a', 'x'], ['b', 'y']]), idOf('m', [['a', 'x\",b=\"y']]),"
                + " idOf('m', [['a=\"x\",b', 'y']]), idOf('m{a=\"x\"}', []), idOf('größe', [['a', 'x']])].join(' ')";

        assertThat(browser.eval(ids))
                .isEqualTo("m m{a=\"x\",b=\"y\"} m{a=\"x\\\",b=\\\"y\"} m{\"a=\\\"x\\\",b\"=\"y\"}"
                        + " {\"m{a=\\\"x\\\"}\"} {\"größe\",a=\"x\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "tab=nonsense&sort=nonsense&rank=nonsense, #rank=samples",
        "tab=__proto__&sort=-constructor&rank=-toString, #sort=-name",
        "%%&&==&q, #",
        "q=%E0%A4%A, #q=%EF%BF%BD%25A"
    })
    void whatNobodyCanChooseIsNotRead(String fragment, String read) {
        assertThat(browser.eval("new Address('#" + fragment + "').toString()")).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "q=a%26b+%22c%22&sort=-rate&all=&turn=x&turn=y&close=jvm&open=a%7Bb%3D%22c%22%7D&chart=heat+map",
                "tab=cardinality&rank=-growth&values=x"
            })
    void theAddressIsWrittenAsItIsRead(String fragment) {
        assertThat(browser.eval("new Address('#" + fragment + "').toString()")).isEqualTo("#" + fragment);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            counter | [10, 16]    | 3     | [3]
            counter | [10, 4, 8]  | 2     | [2,2]
            gauge   | [10, 4, 8]  | NaN   | [10,4,8]
            """)
    void ratesAndTrendsFollowTheScrapes(String type, String values, String rate, String trend) {
        String steps = "(() => { const live = new Live(new Set()); " + values + ".forEach((value, i) => live.update("
                + family(type, "[{labels: [], value, sum: NaN, points: [], native: null}]") + ", 2 * i));"
                + " const one = live.series.get('m');"
                + " const trend = isCounting(one.family) ? totalRates([one]) : one.history();"
                + " return String(one.rate) + ' ' + JSON.stringify(trend.map(p => p[1])) })()";

        assertThat(browser.eval(steps)).isEqualTo(rate + " " + trend);
    }

    @Test
    void histogramWhoseBucketsBecomeNativeIsDrawnFromThenOn() {
        String steps = "(() => { const live = new Live(new Set(['m'])); const series = (value, native) =>"
                + " [{labels: [], value, sum: NaN, points: native ? [] : [[1, 2]], native}];"
                + " const update = (time, series) => live.update(" + family("histogram", "series") + ", time);"
                + " const native = count => ({schema: 0, threshold: 0, zero: 0, positive: new Map([[1, count]]),"
                + " negative: new Map()});"
                + " update(0, series(3, null)); update(2, series(5, null)); update(4, series(9, native(9)));"
                + " update(6, series(12, native(12)));"
                + " const {rows, columns} = heatMap(live.series.get('m').snapshots);"
                + " return JSON.stringify([rows, columns.map(c => [c.from, c.to, ...c.counts])]) })()";

        assertThat(browser.eval(steps)).isEqualTo("[[{\"low\":1,\"high\":2}],[[4,6,3]]]");
    }

    /** Bucket 1025 has what is infinite. */
    @Test
    void heatMapEndsThoughWhatWasObservedDoesNot() {
        String rows = "(counts => heatMap([{time: 0, value: 0, points: [], native: {...counts, positive: new Map()}},"
                + " {time: 2, value: 3, points: [], native: counts}]).rows)"
                + "({schema: 0, threshold: 0, zero: 0, positive: new Map([[1, 1], [3, 1], [1025, 1]]), negative: new Map()})";

        assertThat(browser.eval(rows + ".map(row => row.low + ' ' + row.high).join()"))
                .isEqualTo("1 2,2 4,4 8,Infinity Infinity");
    }

    /** A series that is born has no rate yet. */
    @Test
    void ratesOfSeriesAddUpAsFarAsTheyAreKnown() {
        String steps =
                "(() => { const live = new Live(new Set()); const series = (...values) => values.map((value, i) =>"
                        + " ({labels: [['i', String(i)]], value, sum: NaN, points: [], native: null}));"
                        + " const update = (time, series) => live.update(" + family("counter", "series") + ", time);"
                        + " update(0, series(1, 1)); update(2, series(3, 2)); update(4, series(5, 1, 7));"
                        + " const [family] = live.present;"
                        + " return sum(family.series, one => one.rate) + ' ' + totalRates(family.series).map(p => p[1]).join() })()";

        assertThat(browser.eval(steps)).isEqualTo("1.5 1.5,1.5");
    }

    @Test
    void valuesAreKeptForTheFirstSeriesAndForThoseWithAChart() {
        Object kept = browser.eval("(() => { const live = new Live(new Set(['m{i=\"12001\"}']));"
                + " const series = Array.from({length: 12002}, (_, i) =>"
                + " ({labels: [['i', String(i)]], value: i, sum: NaN, points: [], native: null}));"
                + " for (const time of [0, 2, 4]) live.update(" + family("gauge", "series") + ", time);"
                + " return [0, 11999, 12000, 12001].map(i => live.series.get(`m{i=\"${i}\"}`).history().length).join()"
                + " })()");

        assertThat(kept).isEqualTo("3,3,0,3");
    }

    @Test
    void whatIsKeptIsBoundedInTime() {
        Object kept = browser.eval("(() => { const live = new Live(new Set(['m']));"
                + " for (let i = 0; i < 1000; i++) live.update("
                + family("histogram", "[{labels: [], value: i, sum: i, points: [[1, i]], native: null}]") + ", 3 * i);"
                + " const one = live.series.get('m'); return [one.values.length, one.history()[0][0], one.snapshots[0].time].join()"
                + " })()");

        assertThat(kept).isEqualTo("300,2397,2397");
    }

    private static String family(String type, String series) {
        return "[{name: 'm', help: '', type: '" + type + "', unit: '', series: " + series + "}]";
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
            browser.await("document.getElementById('tab-errors').innerText === 'Errors 1'");
            browser.eval("document.getElementById('tab-errors').click()");
            browser.await("/^gauge \"broken\"\\s+\\d+\\s+in the last scrape$/"
                    + ".test(document.getElementById('errors').innerText.trim())");
            assertThat(browser.eval("document.documentElement.innerHTML.includes('secret')"))
                    .isEqualTo(false);
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
            browser.await("document.getElementById('problem').innerText === " + "'No answer for 5 seconds.'");
            gathers.open();
            browser.await("document.getElementById('problem').hidden");
        } finally {
            openThePage();
        }
    }
}
