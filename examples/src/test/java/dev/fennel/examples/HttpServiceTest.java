package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.Promtool;
import dev.fennel.testsupport.RealServer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpServiceTest {
    private RealServer program;

    @BeforeEach
    void start() {
        program = Example.serve(HttpService.class);
    }

    @AfterEach
    void stop() {
        program.close();
    }

    /** A request is counted last, after it was answered. */
    private String metricsAfter(int requests) {
        return Example.await(
                program,
                metrics -> metrics.lines()
                                .filter(line -> line.startsWith("http_server_requests_total{"))
                                .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
                                .sum()
                        == requests);
    }

    private int send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(program.uri(path))
                .method(method, BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    @ParameterizedTest
    @EnumSource
    void requestsAreCountedByMethodAndCodeAndTimed(Age age) throws Exception {
        assertThat(send("GET", "/hello")).isEqualTo(200);
        assertThat(send("GET", "/hello")).isEqualTo(200);
        assertThat(send("GET", "/nowhere")).isEqualTo(404);
        assertThat(send("POST", "/echo")).isEqualTo(200);
        assertThat(send("BREW", "/hello")).isEqualTo(200);
        assertThat(send("STEEP", "/hello")).isEqualTo(200);
        assertThat(send("PUT", "/fail")).isEqualTo(500);

        String metrics = metricsAfter(7);
        assertThat(metrics)
                .contains("""
                        http_server_requests_total{code="200",method="get"} 2
                        http_server_requests_total{code="200",method="post"} 1
                        http_server_requests_total{code="200",method="unknown"} 2
                        http_server_requests_total{code="404",method="get"} 1
                        http_server_requests_total{code="500",method="put"} 1
                        """)
                .contains("http_server_request_duration_seconds_count{code=\"200\",method=\"get\"} 2\n")
                .contains("http_server_response_size_bytes_sum{method=\"get\"} 36\n")
                .contains("http_server_request_size_bytes_count{method=\"post\"} 1\n")
                .contains("http_server_requests_in_flight 0\n");
        assertThat(Promtool.checkMetrics(age, metrics)).isEqualTo(new Promtool.Result(0, ""));
    }

    @Test
    void probesAndScrapesAreAnsweredAndNotMeasured() throws Exception {
        assertThat(program.get("/-/healthy")).isEqualTo("ok\n");
        program.get("/metrics");
        assertThat(send("GET", "/hello")).isEqualTo(200);

        assertThat(metricsAfter(1)).contains("http_server_requests_total{code=\"200\",method=\"get\"} 1\n");
    }

    @Test
    void theJvmAndTheProcessAreMeasuredToo() {
        assertThat(program.get("/metrics"))
                .contains("# TYPE jvm_memory_used_bytes gauge\n")
                .contains("# TYPE process_cpu_seconds_total counter\n");
    }

    @Test
    void aRequestIsInFlightUntilItIsAnswered() throws IOException {
        try (Socket client = new Socket("127.0.0.1", program.uri().getPort())) {
            write(client, "POST /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 4\r\n\r\nec");
            Example.await(program, metrics -> metrics.contains("http_server_requests_in_flight 1\n"));

            write(client, "ho");
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\necho");
        }
        assertThat(metricsAfter(1))
                .contains("http_server_requests_in_flight 0\n")
                .contains("http_server_requests_total{code=\"200\",method=\"post\"} 1\n");
    }

    private static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }
}
