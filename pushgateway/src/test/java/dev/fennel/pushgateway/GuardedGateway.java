package dev.fennel.pushgateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** A reverse proxy that passes on to a gateway what has the right credentials. */
final class GuardedGateway {
    private static final List<String> PASSED_ON = List.of("Content-Type", "Content-Encoding");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI gateway;
    private final String authorization;

    private GuardedGateway(URI gateway, String authorization) {
        this.gateway = gateway;
        this.authorization = authorization;
    }

    /** Starts the proxy. */
    static FakeGateway of(URI gateway, String authorization) throws IOException {
        return FakeGateway.answering(new GuardedGateway(gateway, authorization)::answer);
    }

    private void answer(HttpExchange exchange, byte[] body) throws IOException {
        if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"gateway\"");
            FakeGateway.write(exchange, 401, "who are you?");
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create(gateway + exchange.getRequestURI().toASCIIString()));
        for (String header : PASSED_ON) {
            if (exchange.getRequestHeaders().containsKey(header)) {
                request.header(header, exchange.getRequestHeaders().getFirst(header));
            }
        }
        request.method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        HttpResponse<String> answer = send(request.build());
        FakeGateway.write(exchange, answer.statusCode(), answer.body());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
