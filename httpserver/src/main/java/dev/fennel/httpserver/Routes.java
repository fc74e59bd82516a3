package dev.fennel.httpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

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

    /** Reports whether the server would serve a scrape, without gathering any metrics. */
    static final class Health implements HttpHandler {
        /** The path that Prometheus and its own exporters use. */
        static final String PATH = "/-/healthy";

        private final BooleanSupplier servesScrapes;

        /**
         * Reports on a server.
         *
         * @param servesScrapes whether a scrape would be served; does not wait
         */
        Health(BooleanSupplier servesScrapes) {
            this.servesScrapes = servesScrapes;
        }

        @Override
        public void handle(HttpExchange exchange) throws IOException {
            if (Answer.refusesMethod(exchange, "health is")) {
                return;
            }
            if (servesScrapes.getAsBoolean()) {
                Answer.text(exchange, 200, "ok\n");
            } else {
                Answer.text(exchange, 503, "no scrape can be served: as many as are allowed do not come to an end\n");
            }
        }
    }
}
