package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fennel.collectors.JvmCollector;
import dev.fennel.collectors.ProcessCollector;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EnvironmentSettingsTest {
    private final Registry registry = Registry.create();

    @TempDir
    Path folder;

    private MetricsServer.Builder builder(Map<String, String> properties, Map<String, String> variables) {
        return new EnvironmentSettings(properties, variables).builder(registry).registry(registry);
    }

    private MetricsServer.Builder builder(Map<String, String> variables) {
        return builder(Map.of(), variables);
    }

    private List<String> names() {
        return registry.gather().families().stream().map(MetricFamily::name).toList();
    }

    @Test
    void variablesSetUpTheServer() throws Exception {
        Map<String, String> variables = Map.of(
                "FENNEL_HOST", "127.0.0.1",
                "FENNEL_PORT", "0",
                "FENNEL_PATH", "/m",
                "FENNEL_LABELS", "env=prod, url=a=b",
                "FENNEL_OTHER", "of another program");
        try (MetricsServer server = builder(variables).start()) {
            assertThat(server.uri()).hasHost("127.0.0.1").hasPath("/m");
            assertThat(Scraped.get(server.uri()).body())
                    .contains("promhttp_metric_handler_requests_in_flight{env=\"prod\",url=\"a=b\"} 1\n");
        }
    }

    @Test
    void propertiesWinAndWhatIsEmptyIsNotSet() {
        Map<String, String> properties =
                Map.of("fennel.host", "127.0.0.1", "fennel.path", "/property", "fennel.labels", "", "user.dir", "/");
        Map<String, String> variables = Map.of("FENNEL_PATH", "/variable", "FENNEL_PORT", "", "FENNEL_LABELS", "a=b");
        try (MetricsServer server = builder(properties, variables).start()) {
            assertThat(server.uri()).hasPath("/property");
        }
    }

    @Test
    void passwordsAndCertificatesAreAskedFor() throws Exception {
        Path keystore = SelfSigned.keystore(folder.resolve("server.p12"));
        Map<String, String> variables = Map.of(
                "FENNEL_HOST", "127.0.0.1",
                "FENNEL_USER", "prometheus",
                "FENNEL_PASSWORD", "secret",
                "FENNEL_TLS_CERTIFICATE",
                        SelfSigned.certificatePem(keystore, folder.resolve("crt"))
                                .toString(),
                "FENNEL_TLS_KEY",
                        SelfSigned.keyPem(keystore, folder.resolve("key")).toString());
        try (MetricsServer server = builder(variables).start()) {
            assertThat(Scraped.get(SelfSigned.context(keystore, keystore), server.uri())
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    static Stream<Arguments> wrongSettings() {
        return Stream.of(
                arguments("FENNEL_PORT", "http", "expected a port from 0 to 65535, got \"http\""),
                arguments(
                        "FENNEL_PORT",
                        "65536",
                        "expected a port from 0 to 65535, got \"65536\" (port 65536: expected 0 to 65535)"),
                arguments(
                        "FENNEL_PATH",
                        "m",
                        "expected a path with one slash in front, got \"m\" (path \"m\": expected a slash in front,"
                                + " and just one)"),
                arguments(
                        "FENNEL_LABELS",
                        "env",
                        "expected names and values as in env=prod,zone=eu, got \"env\"" + " (no = in \"env\")"),
                arguments(
                        "FENNEL_LABELS",
                        "a=1,a=2",
                        "expected names and values as in env=prod,zone=eu, got" + " \"a=1,a=2\" (\"a\" twice)"),
                arguments(
                        "FENNEL_LABELS",
                        "le=1",
                        "expected names and values as in env=prod,zone=eu, got \"le=1\""
                                + " (expected labels that every type can have, got \"le\")"),
                arguments("FENNEL_USER", "prometheus", "expected FENNEL_PASSWORD beside it"),
                arguments("FENNEL_PASSWORD", "secret", "expected FENNEL_USER beside it"),
                arguments("FENNEL_TLS_KEY", "/key", "expected FENNEL_TLS_CERTIFICATE beside it"));
    }

    @ParameterizedTest
    @MethodSource("wrongSettings")
    void wrongSettingIsNamed(String variable, String value, String problem) {
        assertThatThrownBy(() -> builder(Map.of(variable, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(variable + ": " + problem);
    }

    @Test
    void allProblemsAreReportedAtOnceWithoutPasswords() {
        Map<String, String> variables = Map.of(
                "FENNEL_PORT", "a",
                "FENNEL_USER", "pro:metheus",
                "FENNEL_PASSWORD", "secret",
                "FENNEL_TLS_CERTIFICATE", "/no/such/file",
                "FENNEL_TLS_KEY", "/no/such/key");

        assertThatThrownBy(() -> builder(Map.of("fennel.prot", "1", "fennel.collectors", "heap"), variables))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith("fennel.prot: expected one of fennel.collectors, fennel.host, ")
                .contains(
                        "; FENNEL_PORT: expected a port from 0 to 65535, got \"a\"; fennel.collectors: expected none,")
                .contains(" (no collector heap); FENNEL_USER, FENNEL_PASSWORD: ")
                .contains("; FENNEL_TLS_CERTIFICATE, FENNEL_TLS_KEY: ")
                .contains("/no/such/file")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"process,classes", "-process,threads", "-", ","})
    void wrongCollectorsChangeNothing(String collectors) {
        registry.register(new ProcessCollector());
        List<String> before = names();
        assertThatThrownBy(() -> builder(Map.of("FENNEL_COLLECTORS", collectors)))
                .hasMessageStartingWith("FENNEL_COLLECTORS: expected none, or some of process,memory,");
        assertThat(names()).isEqualTo(before).isNotEmpty();
    }

    static Stream<Arguments> collectors() {
        return Stream.of(
                arguments("process, class_loading", List.of("jvm_classes", "process")),
                arguments("runtime_info", List.of("jvm_runtime")),
                arguments(
                        "-process,-threads,-memory,-memory_pools,-allocation,-buffer_pools,-native_memory,-gc,-gc_pauses,"
                                + "-virtual_threads,-compilation,-runtime_info",
                        List.of("jvm_classes")),
                arguments("none", List.of()));
    }

    @ParameterizedTest
    @MethodSource("collectors")
    void defaultRegistryKeepsTheCollectorsThatAreNamed(String collectors, List<String> prefixes) {
        registry.register(new ProcessCollector());
        registry.register(new JvmCollector());

        builder(Map.of("FENNEL_COLLECTORS", collectors));
        builder(Map.of("FENNEL_COLLECTORS", collectors)); // nothing is left to take out

        assertThat(names().stream().map(name -> prefix(name)).distinct()).containsExactlyElementsOf(prefixes);
    }

    private static String prefix(String name) {
        return name.startsWith("process_")
                ? "process"
                : String.join("_", List.of(name.split("_")).subList(0, 2));
    }

    @Test
    void aCollectorThatTheProgramTookOutStaysOut() {
        builder(Map.of("FENNEL_COLLECTORS", "memory"));
        assertThat(names()).isEmpty();
    }

    @Test
    void theDefaultRegistryIsServedAsItIsUnlessSomethingIsSet() {
        registry.register(new ProcessCollector());
        List<String> before = names();
        builder(Map.of());
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void labelsBesideAHandlerAreRefused() {
        MetricsHandler handler = MetricsHandler.builder()
                .gatherer(Gatherers.withLabels(registry, Labels.of("a", "b")))
                .build();
        assertThatThrownBy(() -> MetricsServer.builder()
                        .handler(handler)
                        .labels(Labels.of("a", "b"))
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("got both labels and a handler, expected one of them");
    }
}
