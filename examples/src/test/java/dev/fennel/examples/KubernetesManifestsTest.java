package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.RealServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KubernetesManifestsTest {
    private final Node manifests = MonitoringFolder.documents("kubernetes/http-service.yml");
    private final Node deployment = manifests.item("kind", "Deployment");
    private final Node service = manifests.item("kind", "Service");
    private final Node monitor = MonitoringFolder.yaml("kubernetes/service-monitor.yml");
    private final Node pods = deployment.at("spec", "template");
    private final Node container = pods.at("spec", "containers", 0);

    @Test
    void selectorsSelectWhatIsThere() {
        Object labels = Map.of("app.kubernetes.io/name", "http-service");
        assertThat(pods.at("metadata", "labels").value()).isEqualTo(labels);
        assertThat(deployment.at("spec", "selector", "matchLabels").value()).isEqualTo(labels);
        assertThat(service.at("spec", "selector").value()).isEqualTo(labels);
        assertThat(service.at("metadata", "labels").value()).isEqualTo(labels);
        assertThat(monitor.at("spec", "selector", "matchLabels").value()).isEqualTo(labels);
    }

    @Test
    void portsLeadToTheService() {
        Node containerPort = container.at("ports", 0);
        assertThat(containerPort.at("containerPort").number()).isEqualTo(HttpService.DEFAULT_PORT);
        Node servicePort = service.at("spec", "ports", 0);
        assertThat(servicePort.at("targetPort")).isEqualTo(containerPort.at("name"));
        assertThat(monitor.at("spec", "endpoints", 0, "port")).isEqualTo(servicePort.at("name"));
        for (String probe : new String[] {"readinessProbe", "livenessProbe"}) {
            assertThat(container.at(probe, "httpGet", "port")).isEqualTo(containerPort.at("name"));
        }
    }

    @Test
    void theServiceAnswersAtAllPaths() {
        Node annotations = service.at("metadata", "annotations");
        try (RealServer running = Example.serve(HttpService.class)) {
            assertThat(running.get(annotations.at("prometheus.io/path").text())).contains("# TYPE jvm_");
            assertThat(running.get(monitor.at("spec", "endpoints", 0, "path").text()))
                    .contains("# TYPE jvm_");
            for (String probe : new String[] {"readinessProbe", "livenessProbe"}) {
                assertThat(running.get(container.at(probe, "httpGet", "path").text()))
                        .isEqualTo("ok\n");
            }
        }
    }

    /** Annotations are strings; Kubernetes refuses a number or a boolean. */
    @Test
    void theAnnotationsAreThoseThatPrometheusIsUsuallySetUpFor() {
        assertThat(service.at("metadata", "annotations").value())
                .isEqualTo(Map.of(
                        "prometheus.io/scrape",
                        "true",
                        "prometheus.io/port",
                        String.valueOf(HttpService.DEFAULT_PORT),
                        "prometheus.io/path",
                        "/metrics"));
    }

    @Test
    void theImageIsTheOneThatComposeBuildsAndRunsAsItsUser() {
        assertThat(container.at("image"))
                .isEqualTo(MonitoringFolder.yaml("docker-compose.yml").at("services", "http-service", "image"));
        Node security = pods.at("spec", "securityContext");
        assertThat(MonitoringFolder.text("Dockerfile"))
                .contains("\nUSER %d:%d\n"
                        .formatted(
                                security.at("runAsUser").number(),
                                security.at("runAsGroup").number()));
    }

    @Test
    void theContainerMayDoNoMoreThanItMust() {
        assertThat(pods.at("spec", "securityContext", "runAsNonRoot").value()).isEqualTo(true);
        Node security = container.at("securityContext");
        assertThat(security.at("allowPrivilegeEscalation").value()).isEqualTo(false);
        assertThat(security.at("readOnlyRootFilesystem").value()).isEqualTo(true);
        assertThat(container.at("volumeMounts", 0, "mountPath").text()).isEqualTo("/tmp");
        assertThat(container.at("resources").names()).containsExactly("requests", "limits");
    }
}
