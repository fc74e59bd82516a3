package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Chromium;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The live page of a large service, as a person sees and works it in a real browser. */
class LivePageViewTest {
    private static final String FAMILIES = "document.querySelectorAll('.row.family').length";
    private static final String FOCUS = "document.activeElement.dataset.key";

    @TempDir
    static Path profile;

    private static Chromium browser;

    private final LargeService service = new LargeService();
    private MetricsServer server;

    @BeforeAll
    static void startBrowser() {
        browser = Chromium.start(profile);
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void serve() {
        server = service.serve();
    }

    @AfterEach
    void stop() {
        browser.show("light", 1280, 900);
        server.close();
    }

    /** Opens the page, which scrapes once and is paused then, so that each test says when it scrapes again. */
    private void open(String fragment) {
        browser.open(URI.create("http://127.0.0.1:" + server.port() + "/" + fragment));
        browser.await("live.scrapes > 0 && at('status').innerText + at('counted').innerText !== ''");
        browser.eval("paused = true");
    }

    /** Has the page scrape some times, and show what it has read. */
    private static void scrape(int times) {
        for (int i = 0; i < times; i++) {
            browser.eval("(() => { paused = false; const looked = look(); paused = true; return looked })()");
        }
    }

    /** The text of a part of a row. */
    private static Object row(String key, String part) {
        return browser.eval(find(key) + ".querySelector('." + part + "').innerText.trim()");
    }

    /** The row with a key, in JavaScript. */
    private static String find(String key) {
        return "[...document.querySelectorAll('.row')].find(row => row.dataset.key === '" + key + "')";
    }

    private static void key(String name, int code) {
        browser.press(name, code, name.equals("Enter") ? "\r" : "");
    }

    @Test
    void familiesAreInGroupsThatCloseAndHaveTheirSeriesInThem() {
        open("");
        assertThat(browser.eval("document.getElementById('status').innerText")).isEqualTo("50 families, 2,000 series");
        assertThat(browser.eval("document.querySelectorAll('.row.series').length"))
                .isEqualTo(0.0);
        assertThat(row("g cache", "count")).isEqualTo("7 families, 133 series");
        assertThat(row("f http_requests_total", "count")).isEqualTo("960 series");
        assertThat(row("f jvm_memory_max_bytes", "value")).isEqualTo("1 GiB\nnone for 1");

        browser.eval("document.querySelector('.row.group').click()");

        assertThat(browser.eval("document.querySelectorAll('.row')[1].dataset.key"))
                .isEqualTo("g db");
        assertThat(browser.eval("location.hash")).isEqualTo("#close=cache");
    }

    @Test
    void linkShowsTheSameAsWhatItWasTakenFrom() {
        open("");
        browser.type("/");
        browser.type("jvm_memory");
        browser.eval("document.querySelector('[data-sort=value]').click()");
        browser.eval(find("f jvm_memory_used_bytes") + ".click()");
        browser.eval("document.querySelector('.row.series').click()");
        Object seen = browser.eval("[...document.querySelectorAll('.row, div.detail')].map(r => r.dataset.key).join()");
        assertThat(seen)
                .asString()
                .startsWith("f jvm_memory_max_bytes,f jvm_memory_used_bytes,s jvm_memory_used_bytes{pool=\"")
                .contains(",d jvm_memory_used_bytes{pool=\"");
        String link = (String) browser.eval("location.hash");

        open(link);

        assertThat(browser.eval("[...document.querySelectorAll('.row, div.detail')].map(r => r.dataset.key).join()"))
                .isEqualTo(seen);
        assertThat(browser.eval("document.getElementById('search').value")).isEqualTo("jvm_memory");
        assertThat(browser.eval("document.querySelector('[aria-sort=descending]').innerText"))
                .asString()
                .startsWith("Value");
    }

    @Test
    void searchFindsLabelsAndShowsTheSeries() {
        open("");
        browser.type("/");
        browser.type("route=\"/api/v1/items/8\" GET 404");

        assertThat(browser.eval("[...document.querySelectorAll('.row')].map(row => row.dataset.key).join()"))
                .isEqualTo("g http,f http_requests_total,"
                        + "s http_requests_total{code=\"404\",method=\"GET\",route=\"/api/v1/items/8\"}");
        assertThat(browser.eval("document.getElementById('status').innerText"))
                .isEqualTo("1 of 50 families, 1 of 2,000 series");
        key("Escape", 27);
        assertThat(browser.eval("document.getElementById('status').innerText")).isEqualTo("50 families, 2,000 series");
    }

    /** A native bucket is at most 10 per cent wide here, a classic one 0.1 to 0.25. */
    @ParameterizedTest
    @CsvSource({
        "db_query_duration_seconds,table,orders,0.19,0.2103",
        "http_request_duration_seconds,route,/api/v1/orders/0,0.1,0.25"
    })
    void quantilesOfWhatWasObservedMeanwhileAreDrawn(String name, String label, String value, double low, double high) {
        service.durations.withLabelValues("/api/v1/orders/0").observe(10_000);
        service.nativeDurations.withLabelValues("orders").observe(10_000);
        String id = name + "{" + label + "=\"" + value + "\"}";
        open("#q=" + name + "+" + value + "&chart=quantiles");
        browser.eval(find("s " + id) + ".click()");
        scrape(1);
        for (int i = 0; i < 100; i++) {
            service.durations.withLabelValues("/api/v1/orders/0").observe(0.2);
            service.nativeDurations.withLabelValues("orders").observe(0.2);
        }
        scrape(2); // of one reading there is no line yet

        browser.await("live.series.get(" + "'" + id + "'" + ").value === 101"
                + " && document.querySelectorAll('div.detail path.line').length === 3");

        Number median =
                (Number) browser.eval("live.series.get(" + "'" + id + "'" + ").quantileLines()[0][1].at(-1)[1]");
        assertThat(median.doubleValue()).isBetween(low, high);
        assertThat(browser.eval("document.querySelector('div.detail .readout').innerText"))
                .asString()
                .matches("(?s)\\d\\d:\\d\\d:\\d\\d\\s*p50 \\d+ ms\\s*p90 \\d+ ms\\s*p99 \\d+ ms");

        browser.eval("[...document.querySelectorAll('.kinds button')].find(b => b.innerText === 'heat map').click()");
        browser.await("document.querySelectorAll('div.detail rect.cell').length === 1");
        assertThat(browser.eval("document.querySelector('div.detail .plot').getAttribute('aria-label')"))
                .asString()
                .startsWith("heat map of " + id + ", at ");
        assertThat(browser.eval("location.hash")).asString().contains("chart=heat+map");
    }

    @Test
    void heatMapCountsByTimeAndSizeAndHasAnAxisOfBounds() {
        open("#open=x");
        String counts = (String) browser.eval("(() => {"
                + " const readings = [[0, 0, 0], [10, 3, 5], [20, 3, 9]].map(([time, low, all]) =>"
                + " ({time, value: all, points: [[0.1, low], [1, all]], native: null}));"
                + " const map = heatMap(readings);"
                + " return JSON.stringify([map.rows, map.columns.map(c => [c.from, c.to, [...c.counts]])]) })()");

        assertThat(counts)
                .isEqualTo("[[{\"low\":0,\"high\":0.1},{\"low\":0.1,\"high\":1}],[[0,10,[3,2]],[10,20,[0,4]]]]");
    }

    @Test
    void infosStatesAndWhatThereIsNoneOfAreShownAsTheyAre() {
        browser.show("light", 1280, 4000); // all rows are in sight
        open("#turn=jvm_memory_max_bytes&open=process_virtual_memory_max_bytes&open=service_state");
        browser.await(find("f service_state") + " !== undefined");

        assertThat(row("f build_info{java=\"17.0.11\",revision=\"5f3c1e9\",version=\"2.14.0\"}", "labels"))
                .asString()
                .contains("version=2.14.0");
        assertThat(row("f build_info{java=\"17.0.11\",revision=\"5f3c1e9\",version=\"2.14.0\"}", "value"))
                .isEqualTo("");
        assertThat(row("f service_state", "value")).isEqualTo("running");
        assertThat(row("s jvm_memory_max_bytes{pool=\"Metaspace\"}", "value")).isEqualTo("none");
        assertThat(row("f process_virtual_memory_max_bytes", "value")).isEqualTo("none");
        assertThat(row("f cache_hit_ratio", "value")).isEqualTo("93.7 %");
        scrape(1);
        browser.await("document.querySelectorAll('div.detail rect.state').length > 0");
        service.health.setOnly("draining");
        scrape(1);
        browser.await(find("f service_state") + ".querySelector('.value').innerText === 'draining'");
    }

    @Test
    void cardinalityIsExactAndCountsWhatComesAndGoes() {
        open("#tab=cardinality&values=http_requests_total&rank=-growth");
        service.memory.withLabelValues("new 1").set(1);
        service.memory.withLabelValues("new 2").set(1);
        service.memory.withLabelValues("new 3").set(1);
        service.memory.deleteLabelValues("Metaspace");

        scrape(1);

        // 60 histograms with 11 buckets, 60 summaries with 2 quantiles, 4 native histograms, a summary, 4 states
        assertThat(browser.eval("document.getElementById('counted').innerText"))
                .asString()
                .startsWith("2,002 series in 50 families, which a Prometheus server stores as "
                        + String.format("%,d", 2002 + 60 * 13 + 60 * 3 + 1 + 3) + " time series.")
                .endsWith(": 3 born, 1 gone.");
        assertThat(browser.eval("document.querySelector('#counts tr').innerText.replace(/\\s+/g, ' ').trim()"))
                .isEqualTo("jvm_memory_used_bytes pool 6 6 6 3 1 +2");
        assertThat(browser.eval("document.querySelector('#counts tr.values').innerText.replace(/\\s+/g, ' ')"))
                .asString()
                .contains("route 60 values: /api/v1/carts/10 16")
                .contains("and 52 more")
                .contains("code 4 values: 200 240 201 240 404 240 500 240");
    }

    @Test
    void treeIsWalkedWithTheKeyboard() {
        open("");
        browser.eval("document.getElementById('search').focus()");
        for (int i = 0; i < 6; i++) { // the button, four that sort, the table
            key("Tab", 9);
        }
        assertThat(browser.eval(FOCUS)).isEqualTo("g cache");
        key("ArrowDown", 40);
        key("ArrowDown", 40);
        assertThat(browser.eval(FOCUS)).isEqualTo("f cache_shard_errors");
        key("ArrowRight", 39);
        key("ArrowRight", 39);
        assertThat(browser.eval(FOCUS)).isEqualTo("s cache_shard_errors{shard=\"0\"}");
        key("Enter", 13);
        assertThat(browser.eval("document.activeElement.ariaExpanded")).isEqualTo("true");
        assertThat(browser.eval("document.querySelectorAll('div.detail').length"))
                .isEqualTo(1.0);
        key("Escape", 27);
        assertThat(browser.eval("document.querySelectorAll('div.detail').length"))
                .isEqualTo(0.0);
        key("ArrowLeft", 37);
        assertThat(browser.eval(FOCUS)).isEqualTo("f cache_shard_errors");
        key("End", 35);
        assertThat(browser.eval(FOCUS)).isEqualTo("f service_state");
        key("Home", 36);
        assertThat(browser.eval(FOCUS)).isEqualTo("g cache");
    }

    /** Where the page was scrolled to has other rows in the document. */
    @Test
    void nextRowIsReachedThoughItIsNotInTheDocument() {
        open("#all=");
        browser.await("document.querySelectorAll('.row').length > 40");
        browser.eval("document.querySelectorAll('.row')[39].focus()");
        Object next = browser.eval("document.querySelectorAll('.row')[40].dataset.key");
        browser.eval("scrollTo(0, document.body.scrollHeight)");
        browser.await("!" + find((String) next));

        key("ArrowDown", 40);

        assertThat(browser.eval(FOCUS)).isEqualTo(next);
    }

    @Test
    void chartIsAsWideAsThereIsRoomAsSoonAsItOpens() {
        open("#q=queue_depth");
        scrape(2);

        browser.eval("document.querySelector('.row.family').click()");

        String widths =
                "[document.querySelector('.plot svg').clientWidth, document.querySelector('.plot').clientWidth].join()";
        assertThat(browser.eval("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done("
                        + widths + "))))"))
                .asString()
                .matches("(\\d{4}),\\1");
    }

    @Test
    void trendOfAFamilyThatCountsIsTheSumOfItsSeries() {
        open("#q=http_requests_total");
        service.requests.withLabelValues("GET", LargeService.route(0), "200").add(6);
        scrape(3);

        assertThat(browser.eval(find("f http_requests_total") + ".querySelectorAll('.trend polyline').length"))
                .isEqualTo(1.0);
        service.memory.withLabelValues("Metaspace").set(7);
        browser.eval("location.hash = '#q=jvm_memory_used_bytes'");
        scrape(1);
        // three have not moved
        assertThat(browser.eval(find("f jvm_memory_used_bytes") + ".querySelectorAll('.trend polyline').length"))
                .isEqualTo(1.0);
    }

    @Test
    void backLeadsToTheTabBefore() {
        open("");
        browser.eval("at('tab-cardinality').click()");
        assertThat(browser.eval("at('metrics-panel').hidden")).isEqualTo(true);

        browser.eval("history.back()");

        browser.await("!at('metrics-panel').hidden && at('cardinality-panel').hidden");
    }

    @Test
    void numberOfSeriesIsSaidOnlyToWhoSearches() {
        open("");
        browser.type("/");
        browser.type("queue");
        assertThat(browser.eval("at('status').ariaLive")).isEqualTo("polite");

        scrape(1);

        assertThat(browser.eval("at('status').ariaLive")).isEqualTo("off");
    }

    @Test
    void allRowsAreOnPaper() {
        open("#all=");
        browser.await("document.querySelectorAll('.row').length < 200");

        browser.eval("dispatchEvent(new Event('beforeprint'))");

        assertThat(browser.eval("document.querySelectorAll('.row').length")).isEqualTo(2000.0);
    }

    @Test
    void rowsThatAreGoneAreForgotten() {
        open("#all=");
        browser.eval("table.fillAll()");

        browser.type("/");
        browser.type("queue_depth");

        assertThat(browser.eval("table.rows.size")).isEqualTo(2.0); // the group and the family
    }

    @Test
    void onlyRowsNearTheScreenAreInTheDocument() {
        open("#all=");
        assertThat(browser.eval("Number(document.getElementById('table').getAttribute('aria-rowcount'))"))
                .isEqualTo(1 + 8 + 50 + 2000
                        - 8.0); // a head, groups, and eight families whose only series is in their row
        browser.await("document.querySelectorAll('.row').length < 200");

        browser.eval("scrollTo(0, document.body.scrollHeight)");

        browser.await(find("f service_state") + "?.getBoundingClientRect().top < innerHeight");
        assertThat(browser.eval("document.querySelector('.head').getBoundingClientRect().top"
                        + " <= at('tools').getBoundingClientRect().bottom"))
                .as("nothing shows between what stays on the screen")
                .isEqualTo(true);
        browser.await("document.querySelectorAll('.row').length < 200");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void nothingIsAskedOfOthers() {
        open("#open=queue_depth");
        scrape(1);

        assertThat(browser.eval("[...new Set(performance.getEntriesByType('resource')"
                        + ".map(one => one.name.replace(location.origin, '')))].join()"))
                .isEqualTo("/metrics,/-/errors");
        assertThat(browser.complaints()).isEmpty();
    }

    /** WCAG 2.2 AA asks 4.5 : 1 of text. */
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textHasContrast(String scheme) {
        browser.show(scheme, 1280, 900);
        open("");
        Number least = (Number) browser.eval("(() => {"
                + " const style = getComputedStyle(document.documentElement);"
                + " const light = name => style.getPropertyValue(name).match(/[0-9a-f]{2}/g).map(hex => parseInt(hex, 16) / 255)"
                + ".map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)"
                + ".reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0.05);"
                + " const ratio = (a, b) => Math.max(a, b) / Math.min(a, b);"
                + " return Math.min(...['--ink', '--quiet', '--accent', '--second', '--third', '--fourth', '--alarm'].flatMap(ink =>"
                + " ['--paper', '--raised'].map(paper => ratio(light(ink), light(paper))))) })()");

        assertThat(least.doubleValue()).isGreaterThan(4.5);
    }
}
