package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.StateSet;
import dev.fennel.metrics.Summary;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Chromium;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the live page reads of the bytes that the encoder writes, in a real browser. */
class LivePageReadTest {
    @TempDir
    static Path profile;

    private static MetricsServer server;
    private static Chromium browser;

    private final Registry registry = Registry.create();

    @BeforeAll
    static void start() {
        browser = Chromium.start(profile);
        server = MetricsServer.builder()
                .host("127.0.0.1")
                .registry(Registry.create())
                .start();
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

    /** What an expression says of the families that were read, as JSON; maps are written as lists. */
    private String read(String ofFamilies) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Format.PROTOBUF.withEscaping(EscapingScheme.ALLOW_UTF_8).write(registry.gather(), out);
        String bytes = Base64.getEncoder().encodeToString(out.toByteArray());
        return (String) browser.eval("(families => JSON.stringify(" + ofFamilies
                + ", (_, value) => value instanceof Map ? [...value] : value))(readFamilies(Uint8Array.from(atob('"
                + bytes + "'), c => c.charCodeAt(0)).buffer))");
    }

    @Test
    void namesTextsAndValuesAreExact() throws IOException {
        GaugeVec.builder("größe.x", "Zwei\nZeilen \\ \"ü\"", "wo 🌿")
                .register(registry)
                .withLabelValues("<ä>\"\\\n")
                .set(-0.1);
        Counter.builder("jobs_total", "").register(registry).add(9007199254740991.0);

        assertThat(read("families.map(f => [f.name, f.help, f.type, f.series.map(s => [s.labels, s.value])])"))
                .isEqualTo("[[\"größe.x\",\"Zwei\\nZeilen \\\\ \\\"ü\\\"\",\"gauge\","
                        + "[[[[\"wo 🌿\",\"<ä>\\\"\\\\\\n\"]],-0.1]]],"
                        + "[\"jobs_total\",\"\",\"counter\",[[[],9007199254740991]]]]");
        assertThat(read("families[1].series[0].created > Date.now() / 1000 - 600"))
                .isEqualTo("true");
    }

    @Test
    void classicHistogramsAndSummariesAreRead() throws IOException {
        Histogram histogram = Histogram.builder("h_seconds", "").buckets(0.1, 1).register(registry);
        Summary summary = Summary.builder("s", "").objective(0.5, 0.01).register(registry);
        for (double value : new double[] {0.05, 0.5, 5}) {
            histogram.observe(value);
            summary.observe(value);
        }

        assertThat(read("families.map(f => [f.type, f.series[0].value, f.series[0].sum, f.series[0].points])"))
                .isEqualTo("[[\"histogram\",3,5.55,[[0.1,1],[1,2]]],[\"summary\",3,5.55,[[0.5,0.5]]]]");
    }

    @Test
    void nativeBucketsHaveTheirIndexes() throws IOException {
        Histogram histogram =
                Histogram.builder("n", "").nativeBuckets(2).zeroThreshold(0.25).register(registry);
        for (double value : new double[] {0, 0.1, 1, 1.5, 1.6, 100, -3, -0.3}) {
            histogram.observe(value);
        }

        assertThat(read("families[0].series[0].native"))
                .isEqualTo("{\"schema\":0,\"threshold\":0.25,\"zero\":2,"
                        + "\"negative\":[[-1,1],[2,1]],\"positive\":[[0,1],[1,2],[7,1]]}");
    }

    /** Wherever it ends, and however long it says that its parts are. */
    @Test
    void answerThatEndsTooEarlyIsRefusedAtOnce() {
        browser.eval("globalThis.cut = (...bytes) => { try { return readFamilies(new Uint8Array(bytes).buffer).length }"
                + " catch (e) { return e.message } }");

        assertThat(browser.eval("cut(2, 10, 0)")).isEqualTo(1.0);
        assertThat(browser.eval("cut(2, 10)")).isEqualTo("the answer ends too early");
        assertThat(browser.eval("cut(255, 255, 255, 255, 255, 255, 255, 15)")).isEqualTo("the answer ends too early");
        // a span of 2^49 buckets, of which none is there
        assertThat(browser.eval("cut(17, 34, 15, 58, 13, 40, 0, 98, 9, 16, 128, 128, 128, 128, 128, 128, 128, 1)"))
                .isEqualTo(1.0);
    }

    @Test
    void infosAndStateSetsAreRecognised() throws IOException {
        Info.builder("build_info", "", "version").register(registry).setLabelValues("7");
        StateSet<String> state =
                StateSet.builder("mode", "", "off", "idle", "on").register(registry);
        state.setTrue("off");
        state.setTrue("on");
        GaugeVec.builder("seen_info", "", "a")
                .register(registry)
                .withLabelValues("2")
                .set(2);

        assertThat(read("families.map(f => [f.name, f.type, f.series.map(s => [s.labels, s.value, s.states])])"))
                .isEqualTo("[[\"build_info\",\"info\",[[[[\"version\",\"7\"]],1,null]]],"
                        + "[\"mode\",\"stateset\",[[[],6,[[\"idle\",false],[\"off\",true],[\"on\",true]]]]],"
                        + "[\"seen_info\",\"gauge\",[[[[\"a\",\"2\"]],2,null]]]]");
    }
}
