package dev.fennel.examples;

import dev.fennel.collectors.ContainerCollector;
import dev.fennel.collectors.ExecutorCollector;
import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.collectors.ProcessCollector;
import dev.fennel.exposition.catalogue.Catalogue;
import dev.fennel.http.RequestInstrumentation;
import dev.fennel.http.RequestMeasurement;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.httpserver.Tls;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.ExemplarSupplier;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.LongTasks;
import dev.fennel.metrics.StateSet;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.otlp.OtlpPush;
import dev.fennel.pushgateway.BatchJob;
import dev.fennel.pushgateway.MetricsPush;
import dev.fennel.pushgateway.PeriodicPush;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registry;
import dev.fennel.remotewrite.RemoteWrite;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A web application that uses more of the library than most; {@link RedeployTest} loads it as it does the other. */
public final class LargeWebApplication {
    private LargeWebApplication() {}

    /**
     * Uses a part of the library and closes what can be closed.
     *
     * @param part the name of a {@link RedeployTest.Part}
     * @param receiver where somebody accepts pushes
     * @param folder where the files of a {@link KeyPairFiles} are
     */
    public static void run(String part, String receiver, String folder) throws Exception {
        switch (part) {
            case "SPECIAL_INSTRUMENTS" -> useSpecialInstruments();
            case "GATHERERS" -> useGatherers();
            case "EXECUTORS" -> useExecutors();
            case "CATALOGUE" -> useCatalogue();
            case "SECURE_SERVER" -> useSecureServer(Path.of(folder));
            case "MEASURED_REQUESTS" -> useMeasuredRequests();
            case "REMOTE_WRITE" ->
                pushInAllWays(RemoteWrite.to(receiver + "/api/v1/write", "job").staleMarkers());
            case "OTLP" -> pushInAllWays(OtlpPush.to(receiver, "job").gzip());
            default -> throw new IllegalArgumentException("expected a part of the library, got \"" + part + "\"");
        }
    }

    private static Registry someMetrics() {
        Registry registry = Registry.create();
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry).set(7);
        return registry;
    }

    @SuppressWarnings("try") // the task is there to be closed
    private static void useSpecialInstruments() {
        Registry registry = Registry.create();
        ExemplarSupplier.setDefault(() -> Labels.of("trace_id", "1"));
        Counter.builder("counted_total", "Counted.").register(registry).inc();
        HistogramVec.builder("seconds", "Latency.", "route")
                .expireAfter(Duration.ofHours(1))
                .maxSeries(1)
                .register(registry)
                .withLabelValues("/")
                .observe(1);
        Info.builder("build_info", "Build.", "version").register(registry).setLabelValues("1");
        StateSet.builder("phase", "Phase.", Thread.State.class)
                .register(registry)
                .set(Thread.State.NEW, true);
        try (LongTasks.Task task =
                LongTasks.builder("backup", "Backups.").register(registry).start()) {
            registry.gather();
        }
    }

    private static void useGatherers() {
        Registry registry = someMetrics();
        registry.register(new ContainerCollector());
        registry.withPrefix("p_").register(new ProcessCollector());
        Desc desc = Desc.gauge("custom", "Custom.");
        registry.register(FunctionalCollector.of(desc, out -> out.accept(ConstMetric.of(desc, 1))));
        Gatherer coalesced = Gatherers.coalesced(Gatherers.filterByLabels(
                Gatherers.filterByName(registry, name -> !name.isEmpty()), labels -> labels.size() < 9));
        Gatherer merged = Gatherers.merge(coalesced, Gatherers.withLabels(registry, Labels.of("zone", "east")));
        merged.gather(Duration.ofSeconds(5)).done();
        try (Registry.Replacement replaced = Registry.replaceDefault(registry)) {
            Counter.builder("elsewhere_total", "Elsewhere.").register().inc();
            replaced.registry().gather();
        }
    }

    private static void useExecutors() throws Exception {
        Registry registry = Registry.create();
        Runnable gather = registry::gather;
        ExecutorCollector executors = registry.registerOrGet(new ExecutorCollector());
        ScheduledExecutorService scheduler = executors.measure("scheduler", Executors.newScheduledThreadPool(1));
        scheduler.schedule(gather, 1, TimeUnit.NANOSECONDS).get();
        List<ExecutorService> own = List.of(
                executors.measure("pool", Executors.newFixedThreadPool(2)),
                executors.measure("single", Executors.newSingleThreadExecutor()),
                executors.measure("forks", new ForkJoinPool(1)),
                scheduler);
        for (ExecutorService executor : own) {
            executor.submit(gather).get();
            executor.shutdown();
            executor.awaitTermination(60, TimeUnit.SECONDS);
        }
        executors.measure("common", ForkJoinPool.commonPool()).submit(gather).get();
    }

    private static void useCatalogue() {
        Catalogue.of(someMetrics()).markdown("Metrics");
    }

    /** Serves with a keystore, and then with the same in PEM files. */
    private static void useSecureServer(Path folder) throws Exception {
        Path keystore = folder.resolve("server.p12");
        char[] password = KeyPairFiles.PASSWORD.toCharArray();
        SSLContext trusting = trusting(folder.resolve("server-trust.p12"), password);
        serve(trusting, Tls.keystore(keystore, password));
        serve(trusting, Tls.pem(folder.resolve("server.crt"), folder.resolve("server.key")));
    }

    private static SSLContext trusting(Path truststore, char[] password) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(KeyStore.getInstance(truststore.toFile(), password));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static void serve(SSLContext trusting, Tls tls) throws IOException {
        try (MetricsServer server = MetricsServer.builder()
                .host("localhost")
                .tls(tls)
                .basicAuth("prometheus", "secret")
                .registry(someMetrics())
                .start()) {
            for (String path : new String[] {"/metrics", "/"}) {
                get(trusting, server.uri().getPort(), path);
            }
        }
    }

    /** Over a socket of its own: a client would keep the connection for a while, and that the class loader. */
    private static void get(SSLContext trusting, int port, String path) throws IOException {
        String credentials = Base64.getEncoder().encodeToString("prometheus:secret".getBytes(StandardCharsets.UTF_8));
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic " + credentials
                + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = trusting.getSocketFactory().createSocket("localhost", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.startsWith("HTTP/1.1 200 ")) {
                throw new IllegalStateException(answer);
            }
        }
    }

    private static void useMeasuredRequests() {
        Registry registry = Registry.create();
        CounterVec calls = CounterVec.builder("calls_total", "Calls.", "route", "tenant", "reason")
                .register(registry);
        RequestInstrumentation<String> measured = RequestInstrumentation.<String>builder()
                .requests(calls)
                .label("tenant", call -> call)
                .exemplars(call -> Labels.of("trace_id", call))
                .build();
        RequestMeasurement request = measured.begin("acme", "POST");
        request.failed(new TimeoutException("no answer from the database"));
        request.end();
        registry.gather();
    }

    @SuppressWarnings("try") // the pushes are there to be closed
    private static void pushInAllWays(MetricsPush<?> push) throws IOException {
        push.gatherer(someMetrics());
        try (BatchJob job = push.startJob("app");
                PeriodicPush pushes = push.start(Duration.ofHours(1))) {
            job.succeed();
        }
    }
}
