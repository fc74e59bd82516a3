package dev.fennel.httpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the handler of a path, and answers 404 where there is none. The contexts of the JDK's server match by prefix,
 * so that {@code /metrics} would answer {@code /metricsfoo} as well.
 */
final class Routes implements HttpHandler {
    private final Map<String, HttpHandler> handlers;

    /**
     * Routes to these handlers.
     *
     * @param handlers the handlers by their path, decoded
     */
    Routes(Map<String, HttpHandler> handlers) {
        this.handlers = new TreeMap<>(handlers);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        HttpHandler handler = handlers.get(exchange.getRequestURI().getPath());
        if (handler == null) {
            Answer.text(exchange, 404, "nothing is here, look at " + String.join(" ", handlers.keySet()) + "\n");
        } else {
            handler.handle(exchange);
        }
    }
}
