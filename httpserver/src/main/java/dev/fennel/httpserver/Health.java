package dev.fennel.httpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;

/** Tells that the server answers, without a look at the metrics. */
final class Health implements HttpHandler {
    /** Where Prometheus and its own exporters have it. */
    static final String PATH = "/-/healthy";

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            Answer.text(exchange, 200, "ok\n");
        } else {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            Answer.text(exchange, 405, "health is read with GET or HEAD\n");
        }
    }
}
