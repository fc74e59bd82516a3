package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.RealServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The parts that the compose file starts fit together. */
class ComposeFileTest {
    private static final String FILE = "docker-compose.yml";
    private static final Pattern IMAGE = Pattern.compile("([a-z-]+/)?[a-z-]+:v?\\d+\\.\\d+\\.\\d+");
    private static final Pattern VOLUME = Pattern.compile("(\\./[a-z/]+):(/[a-z/]+):ro");
    private static final Pattern LOAD_URL =
            Pattern.compile("http://http-service:" + HttpService.DEFAULT_PORT + "(/\\w+)");

    private final Node services = MonitoringFolder.yaml(FILE).at("services");

    /** The folders of the examples that are mounted in a container, by their paths in the container. */
    private Map<String, Path> mounts(String service) {
        Map<String, Path> mounts = new HashMap<>();
        for (Node volume : services.at(service, "volumes").items()) {
            Matcher matcher = matched(VOLUME, volume.text());
            mounts.put(matcher.group(2), MonitoringFolder.PATH.resolve(matcher.group(1)));
        }
        return mounts;
    }

    /** The file of the examples that has this path in a container. */
    private Path mounted(String service, String path) {
        return mounts(service).entrySet().stream()
                .filter(mount -> path.startsWith(mount.getKey() + "/"))
                .map(mount ->
                        mount.getValue().resolve(path.substring(mount.getKey().length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(path + " is in no volume of " + service));
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.matches()).as(text).isTrue();
        return matcher;
    }

    @Test
    void composeAcceptsTheFile() throws Exception {
        Assumptions.assumeTrue(compose("version").status() == 0, "there is no \"docker compose\"");
        Example.Ended checked =
                compose("--file", MonitoringFolder.PATH.resolve(FILE).toString(), "config", "--quiet");
        assertThat(checked.status()).as(checked.output()).isEqualTo(0);
    }

    private static Example.Ended compose(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker", "compose"));
        command.addAll(List.of(arguments));
        try {
            return Example.end(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            return new Example.Ended(-1, e.toString());
        }
    }

    @Test
    void imagesAreOfOneVersionEach() {
        assertThat(services.names()).containsExactly("http-service", "load", "prometheus", "grafana");
        for (String service : services.names()) {
            matched(IMAGE, services.at(service, "image").text());
        }
    }

    @Test
    void portsAreReachedFromThisMachineOnly() {
        Map<String, Object> ports = new HashMap<>();
        for (String service : services.names()) {
            if (services.at(service).has("ports")) {
                ports.put(service, services.at(service, "ports").value());
            }
        }
        assertThat(ports)
                .isEqualTo(Map.of(
                        "http-service", List.of("127.0.0.1:%1$d:%1$d".formatted(HttpService.DEFAULT_PORT)),
                        "prometheus", List.of("127.0.0.1:9090:9090"),
                        "grafana", List.of("127.0.0.1:3000:3000")));
    }

    @Test
    void theServiceIsBuiltFromThisRepository() throws IOException {
        Path root = MonitoringFolder.PATH.resolve(
                services.at("http-service", "build", "context").text());
        assertThat(root.toRealPath()).isEqualTo(Path.of("..").toRealPath());
        assertThat(root.resolve(
                        services.at("http-service", "build", "dockerfile").text()))
                .hasSameTextualContentAs(MonitoringFolder.PATH.resolve("Dockerfile"));
    }

    @Test
    void prometheusFindsItsConfigurationWhereTheImageLooksForIt() {
        assertThat(mounted("prometheus", "/etc/prometheus/prometheus.yml")).isRegularFile();
        assertThat(mounted("prometheus", "/etc/prometheus/alerts.yml")).isRegularFile();
    }

    @Test
    void grafanaFindsTheServerAndTheDashboard() {
        assertThat(mounts("grafana")).containsKey("/etc/grafana/provisioning");
        Node source = MonitoringFolder.yaml("grafana/provisioning/datasources/prometheus.yml")
                .at("datasources", 0);
        assertThat(source.at("url").text()).isEqualTo("http://prometheus:9090");
        assertThat(source.at("jsonData", "timeInterval"))
                .isEqualTo(MonitoringFolder.yaml("prometheus/prometheus.yml").at("global", "scrape_interval"));

        Node provider = MonitoringFolder.yaml("grafana/provisioning/dashboards/fennel.yml")
                .at("providers", 0);
        String home = services.at("grafana", "environment", "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")
                .text();
        assertThat(home).startsWith(provider.at("options", "path").text() + "/");
        assertThat(mounted("grafana", home)).hasSameTextualContentAs(MonitoringFolder.PATH.resolve(Dashboard.FILE));
    }

    @Test
    void theLoadGetsWhatTheServiceHas() throws Exception {
        String script = services.at("load", "command", 2).text();
        Map<String, Integer> codes = new HashMap<>();
        try (RealServer service = Example.serve(HttpService.class)) {
            for (MatchResult url : LOAD_URL.matcher(script).results().toList()) {
                codes.put(url.group(1), status(service.uri(url.group(1))));
            }
        }
        assertThat(codes).isEqualTo(Map.of("/hello", 200, "/echo", 200, "/nowhere", 404, "/fail", 500));
    }

    private static int status(URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void theLoadIsAScriptThatAShellCanRead() throws Exception {
        String script = services.at("load", "command", 2).text().replace("$$", "$");
        Process shell = new ProcessBuilder("sh", "-n").redirectErrorStream(true).start();
        try (OutputStream input = shell.getOutputStream()) {
            input.write(script.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Example.end(shell)).isEqualTo(new Example.Ended(0, ""));
    }
}
