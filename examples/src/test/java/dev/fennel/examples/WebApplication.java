package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;

import com.sun.net.httpserver.HttpServer;
import dev.fennel.collectors.BuildInfoCollector;
import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.collectors.JmxCollector;
import dev.fennel.collectors.JmxMetric;
import dev.fennel.collectors.JvmCollector;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.Textfile;
import dev.fennel.exposition.graphite.GraphiteBridge;
import dev.fennel.exposition.lint.Problem;
import dev.fennel.exposition.parser.TextParser;
import dev.fennel.http.ClientInstrumentation;
import dev.fennel.http.ServerInstrumentation;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Summary;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.pushgateway.BatchJob;
import dev.fennel.pushgateway.PeriodicPush;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a web application does with the library between its start and its stop. {@link RedeployTest} loads it in a class
 * loader of its own.
 */
public final class WebApplication {
    private static final CounterVec REQUESTS =
            CounterVec.builder("requests_total", "Requests.", "method").register();

    private WebApplication() {}

    /**
     * Uses a part of the library and closes what can be closed.
     *
     * @param part the name of a {@link RedeployTest.Part}
     * @param gateway where a Pushgateway listens
     * @param folder for files
     */
    public static void run(String part, String gateway, String folder) throws Exception {
        switch (part) {
            case "INSTRUMENTS" -> useInstruments();
            case "DEFAULT_REGISTRY" -> useDefaultRegistry();
            case "COLLECTORS" -> useCollectors();
            case "FORMATS" -> useFormats(Path.of(folder));
            case "PARSER" -> useParser();
            case "TEST_KIT" -> useTestKit();
            case "RECORDS" -> useRecords();
            case "GRAPHITE" -> useGraphite();
            case "SERVER" -> useServer();
            case "HTTP_SERVER_METRICS" -> useHttpServerMetrics();
            case "HTTP_CLIENT_METRICS" -> useHttpClientMetrics(gateway);
            case "PUSH" -> Pusher.to(gateway, "job").gatherer(someMetrics()).push();
            case "PERIODIC_PUSH" -> usePeriodicPush(gateway);
            case "BATCH_JOB" -> useBatchJob(gateway);
            default -> throw new IllegalArgumentException("expected a part of the library, got \"" + part + "\"");
        }
    }

    private static Registry someMetrics() {
        Registry registry = Registry.create();
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry).set(7);
        return registry;
    }

    private static void useInstruments() throws InterruptedException {
        Registry registry = Registry.create();
        Histogram classic = Histogram.builder("classic", "Classic.").register(registry);
        Histogram nativ =
                Histogram.builder("nativ", "Native.").nativeBuckets(1.1).register(registry);
        Summary summary =
                Summary.builder("summary", "Summary.").objective(.5, .05).register(registry);
        Runnable observe = () -> {
            for (int i = 0; i < 10_000; i++) {
                classic.observe(i);
                nativ.observe(i);
                summary.observe(i);
            }
        };
        Thread other = new Thread(observe);
        other.start();
        observe.run();
        other.join();
        registry.gather();
    }

    private static void useDefaultRegistry() {
        REQUESTS.withLabelValues("GET").inc();
        System.gc(); // the beans notify
        GatheredMetrics.from(Registry.defaultRegistry()).encode(Format.TEXT);
    }

    private static void useCollectors() {
        Registry registry = Registry.create();
        registry.register(new JvmCollector());
        registry.register(BuildInfoCollector.of("app", WebApplication.class));
        registry.register(JmxCollector.of(
                JmxMetric.gauge("heap_bytes", "Heap.", "java.lang:type=Memory", "HeapMemoryUsage.used"),
                JmxMetric.gauge("nothing", "Nothing.", "java.lang:type=Nothing", "Nothing")));
        registry.gather();
    }

    private static void useFormats(Path folder) throws IOException {
        Format[] formats = {
            Format.TEXT, Format.OPENMETRICS_0_0_1, Format.OPENMETRICS, Format.OPENMETRICS_2_0, Format.PROTOBUF
        };
        for (Format format : formats) {
            GatheredMetrics.from(someMetrics()).encode(format);
        }
        Textfile.write(someMetrics(), folder.resolve("metrics.prom"));
    }

    private static void useParser() {
        TextParser.text().parse("queue_depth{name=\"a\"} 7\nqueue_depth{name=\"b\"} 8\n");
        TextParser.openMetrics().parse("# TYPE jobs counter\njobs_total 7 # {trace_id=\"1\"} 1\n# EOF\n");
    }

    private static void useTestKit() {
        String expected = "# HELP queue_depth Jobs waiting.\n# TYPE queue_depth gauge\nqueue_depth 7\n";
        GatheredMetrics metrics = GatheredMetrics.from(someMetrics());
        assertThatMetrics(metrics).isEqualTo(expected);
        assertThatMetrics(metrics).contains("queue_depth 7\n");
        assertThatMetrics(metrics).hasNoLintProblems();
        try {
            assertThatMetrics(metrics).isEqualTo(expected.replace('7', '8'));
            throw new IllegalStateException("expected a difference");
        } catch (AssertionError difference) {
            return;
        }
    }

    private static void useRecords() {
        useRecord(new Exemplar(Labels.of("trace_id", "1"), 1, null), new Exemplar(Labels.of("trace_id", "1"), 1, null));
        useRecord(new GatherError("down"), new GatherError("down"));
        useRecord(new Problem("queue_depth", "no unit"), new Problem("queue_depth", "no unit"));
        GatherResult result = someMetrics().gather();
        useRecord(result, new GatherResult(result.families(), result.errors()));
    }

    private static void useRecord(Record one, Record same) {
        if (!one.equals(same)
                || one.hashCode() != same.hashCode()
                || !one.toString().equals(same.toString())) {
            throw new IllegalStateException("expected " + one + ", got " + same);
        }
    }

    private static void useGraphite() throws IOException {
        try (ServerSocket carbon = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
                GraphiteBridge bridge = GraphiteBridge.builder("127.0.0.1", carbon.getLocalPort())
                        .registry(someMetrics())
                        .pushOnClose(true)
                        .build()) {
            bridge.start();
            bridge.push();
        }
    }

    private static void useServer() throws IOException {
        Registry registry = someMetrics();
        registry.register(FunctionalCollector.unchecked(out -> {
            throw new IllegalStateException("down");
        }));
        try (MetricsServer server = MetricsServer.builder()
                .host("127.0.0.1")
                .registry(registry)
                .handlerOptions(options -> options.timeout(Duration.ofSeconds(60)))
                .start()) {
            for (String path : new String[] {
                "/metrics", "/metrics", "/metrics?name%5B%5D=queue_depth", "/", "/-/errors", "/-/healthy"
            }) {
                read(server.uri().resolve(path));
            }
        }
    }

    private static void read(URI uri) throws IOException {
        try (InputStream in = uri.toURL().openStream()) {
            in.readAllBytes();
        }
    }

    private static void useHttpServerMetrics() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ServerInstrumentation metrics = ServerInstrumentation.standard(Registry.create());
        server.createContext("/", metrics.wrap(exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        }));
        server.start();
        try {
            read(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        } finally {
            server.stop(0);
        }
    }

    private static void useHttpClientMetrics(String gateway) throws IOException, InterruptedException {
        HttpClient client = ClientInstrumentation.standard(Registry.create()).wrap(HttpClient.newHttpClient());
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + gateway)).build();
        client.send(request, HttpResponse.BodyHandlers.discarding());
    }

    @SuppressWarnings("try") // the pushes are there to be closed
    private static void usePeriodicPush(String gateway) {
        Pusher pusher = Pusher.to(gateway, "job").gatherer(someMetrics());
        try (PeriodicPush pushes = pusher.start(Duration.ofHours(1))) {
            REQUESTS.withLabelValues("GET").inc();
        }
    }

    private static void useBatchJob(String gateway) throws IOException {
        try (BatchJob job = Pusher.to(gateway, "job").startJob("app")) {
            job.succeed();
        }
    }
}
