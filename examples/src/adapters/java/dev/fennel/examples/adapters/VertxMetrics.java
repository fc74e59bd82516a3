package dev.fennel.examples.adapters;

import dev.fennel.exposition.scrape.ScrapeAnswer;
import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.http.RequestInstrumentation;
import dev.fennel.http.RequestMeasurement;
import io.vertx.core.Handler;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Measures the requests of all HTTP servers of a Vert.x 5, and answers scrapes in a router. To use it, copy this file:
 *
 * <pre>{@code
 * Vertx vertx = Vertx.builder().withMetrics(new VertxMetrics(RequestInstrumentation.standard(registry))).build();
 * router.route("/metrics").handler(VertxMetrics.endpoint(scraper));
 * }</pre>
 *
 * <p>The route is the path of the last route that a router tried, such as {@code /orders/:id}, or its name. A handler
 * at the head of the router would not do: when another fails, the context has forgotten the route by the time the
 * answer is sent. A request ends when its answer is sent, or when the connection is closed. Metrics are gathered in a
 * worker thread.
 */
public final class VertxMetrics implements VertxMetricsFactory {
    private final RequestInstrumentation<HttpRequest> measured;

    public VertxMetrics(RequestInstrumentation<HttpRequest> measured) {
        this.measured = measured;
    }

    @Override
    public io.vertx.core.spi.metrics.VertxMetrics metrics(VertxOptions vertxOptions) {
        return new io.vertx.core.spi.metrics.VertxMetrics() {
            @Override
            public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
                    HttpServerOptions options, SocketAddress address) {
                return new Requests(measured);
            }
        };
    }

    private record Requests(RequestInstrumentation<HttpRequest> measured)
            implements HttpServerMetrics<RequestMeasurement, Void, Void> {
        @Override
        public RequestMeasurement requestBegin(Void socket, HttpRequest request) {
            return measured.begin(request, request.method().name());
        }

        @Override
        public void requestEnd(RequestMeasurement measurement, HttpRequest request, long bytes) {
            measurement.requestSize(bytes);
        }

        @Override
        public void requestRouted(RequestMeasurement measurement, String route) {
            measurement.route(route);
        }

        @Override
        public void responseBegin(RequestMeasurement measurement, HttpResponse response) {
            measurement.status(response.statusCode());
        }

        @Override
        public void responseEnd(RequestMeasurement measurement, HttpResponse response, long bytes) {
            measurement.sentBytes(bytes);
            measurement.end();
        }

        @Override
        public void requestReset(RequestMeasurement measurement) {
            measurement.failed("closed");
            measurement.end();
        }
    }

    /** Answers scrapes. */
    public static Handler<RoutingContext> endpoint(Scraper scraper) {
        return context -> {
            HttpServerRequest request = context.request();
            context.vertx()
                    .executeBlocking(
                            () -> scraper.scrape(request.method().name(), request.headers()::getAll, request.query()),
                            false)
                    .onSuccess(answer -> send(context.response(), answer))
                    .onFailure(context::fail);
        };
    }

    private static void send(HttpServerResponse response, ScrapeAnswer answer) {
        try (answer) {
            response.setStatusCode(answer.status());
            answer.headers().forEach(response::putHeader);
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(answer.contentLength()));
            response.end(Buffer.buffer(answer.toByteArray()));
        }
    }
}
