package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Chromium;
import dev.fennel.testsupport.RealServer;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page of a metrics server, in a real browser. */
class LivePageTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";
    private static final String SERIES = "Number(/([0-9]+) series$/.exec(at('status').innerText)?.[1])";
    private static final String RPC = "#rows .row[data-key=\"f rpc_latency_seconds\"]";
    private static final String POINTS = "document.querySelector('" + RPC + " polyline')?.getAttribute('points') ?? ''";

    @TempDir
    static Path profile;

    private static Chromium browser;

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

    @Test
    void theRandomExampleIsShownLive() {
        try (RealServer random = Example.serve(Random.class)) {
            browser.open(random.uri("/"));
            browser.await(SERIES + " === 10");
            assertThat(text(RPC + " .name")).isEqualTo("rpc_latency_seconds");
            assertThat(text(RPC + " .help")).contains("RPC latency distribution");
            assertThat(text(RPC + " .type")).isEqualTo("histogram");
            browser.await("Number(document.querySelector('" + RPC + " .value .number').title) > 0");
            browser.await("/^[0-9.]+\\/s$/.test(document.querySelector('" + RPC + " .rate .number').innerText)");
            browser.await("/p50\\s.+\\sp90\\s.+\\sp99/.test(document.querySelector('" + RPC + " .rate').innerText)");

            browser.await("(" + POINTS + ").split(' ').length > 1");
            String before = (String) browser.eval(POINTS);
            browser.await("(" + POINTS + ") !== '" + before + "'");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void searchNarrowsAsItIsTyped() {
        try (RealServer random = Example.serve(Random.class)) {
            browser.open(random.uri("/"));
            browser.await(SERIES + " === 10");

            browser.type("/"); // the key that leads to the search
            browser.type("rpc unif");

            browser.await("document.querySelectorAll('#rows .row.series').length === 1");
            assertThat(text("#rows .row.series .labels")).isEqualTo("service=uniform");
            assertThat(text("#status")).isEqualTo("1 of 5 families, 1 of 10 series");
        }
    }

    @Test
    void columnsSortAndPauseHoldsByKeyboard() {
        try (RealServer random = Example.serve(Random.class)) {
            browser.open(random.uri("/"));
            browser.await(SERIES + " === 10");
            countLooks();

            browser.eval("document.querySelector('#tab-metrics').focus()");
            browser.press("Tab", 9, "");
            browser.press("Enter", 13, "\r");
            assertThat(browser.eval("document.querySelector('#pause').getAttribute('aria-pressed')"))
                    .isEqualTo("true");
            for (int i = 0; i < 3; i++) { // the search, a button, the first column
                browser.press("Tab", 9, "");
            }
            browser.press("Enter", 13, "\r");

            assertThat(text("#rows .row.family .name")).isEqualTo("rpc_latency_seconds");
            assertThat(browser.eval("document.querySelector('.head [aria-sort]').ariaSort"))
                    .isEqualTo("descending");
            browser.eval("lastLook"); // may have begun before the pause
            String held = text("#rows");
            Object scrapes = browser.eval("live.scrapes");
            browser.await("looks > " + browser.eval("looks + 1"));
            browser.eval("lastLook");
            assertThat(text("#rows")).isEqualTo(held);
            assertThat(browser.eval("live.scrapes")).isEqualTo(scrapes);
        }
    }

    /** Has the page count how often it looks for something new, and keep what becomes of the last time. */
    private static void countLooks() {
        browser.eval("(() => { const original = look; window.looks = 0;"
                + " look = () => { looks++; return window.lastLook = original(); } })()");
        browser.await("looks > 0"); // so none goes on that began before
    }

    @Test
    void whatMetricsSayIsShownAsText() {
        Registry registry = Registry.create();
        CounterVec.builder("hostile_total", "Help " + HOSTILE + " \\ of\ntwo lines", "label")
                .register(registry)
                .withLabelValues(HOSTILE + "\"}\\ 7\n")
                .add(3);
        GaugeVec.builder("other", "", "a").register(registry).withLabelValues("");
        try (MetricsServer server =
                MetricsServer.builder().host("127.0.0.1").registry(registry).start()) {
            browser.open(URI.create("http://127.0.0.1:" + server.port() + "/"));
            browser.await(SERIES + " === 8");

            assertThat(text("#rows .row[data-key^=\"f hostile_total\"] .name")).isEqualTo("hostile_total");
            assertThat(text("#rows .row[data-key^=\"f hostile_total\"] .help"))
                    .isEqualTo("Help " + HOSTILE + " \\ of two lines");
            assertThat(text("#rows .row[data-key^=\"f hostile_total\"] .labels"))
                    .isEqualTo("label=\"" + HOSTILE + "\"}\\ 7\\n\"");
            assertThat(text("#rows .row[data-key^=\"f hostile_total\"] .value")).isEqualTo("3");
            assertThat(text("#rows .row[data-key^=\"f other\"] .labels")).isEqualTo("a=\"\"");
            assertThat(browser.eval("document.images.length")).isEqualTo(0.0);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void aServerThatIsGoneIsReported() {
        URI uri;
        try (MetricsServer server = MetricsServer.builder()
                .host("127.0.0.1")
                .registry(Registry.create())
                .start()) {
            uri = URI.create("http://127.0.0.1:" + server.port() + "/");
            browser.open(uri);
            browser.await(SERIES + " === 6");
        }

        browser.await("document.querySelector('#problem').innerText.startsWith('The metrics cannot be read: ')");
        assertThat(browser.eval(SERIES)).isEqualTo(6.0);
    }

    @Test
    void itFitsAPhoneInBothColourSchemes() {
        try (RealServer random = Example.serve(Random.class)) {
            browser.open(random.uri("/"));
            browser.await(SERIES + " === 10");
            for (String scheme : new String[] {"light", "dark"}) {
                browser.show(scheme, 360, 740);
                assertThat(browser.eval("document.documentElement.scrollWidth")).isEqualTo(360.0);
                boolean dark = scheme.equals("dark");
                assertThat(browser.eval("matchMedia('(prefers-color-scheme: dark)').matches"))
                        .isEqualTo(dark);
                assertThat(browser.eval("getComputedStyle(document.body).backgroundColor"))
                        .isEqualTo(dark ? "rgb(20, 24, 22)" : "rgb(252, 252, 250)");
            }
            browser.show("light", 1280, 900);
        }
    }

    private static String text(String selector) {
        return (String) browser.eval("document.querySelector(" + quoted(selector) + ").innerText.trim()");
    }

    private static String quoted(String selector) {
        return "'" + selector + "'";
    }
}
