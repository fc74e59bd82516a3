package dev.fennel.examples.adapters;

import dev.fennel.exposition.scrape.ScrapeAnswer;
import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.http.RequestInstrumentation;
import dev.fennel.http.RequestMeasurement;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.util.Collections;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * Measures the requests of Javalin 7, and answers scrapes in it. To use it, copy this file, and add the handlers to the
 * routes, this one first:
 *
 * <pre>{@code
 * Javalin.create(config -> {
 *     config.routes.before(new JavalinMetrics(RequestInstrumentation.standard(registry)));
 *     JavalinMetrics.serve(config.routes, "/metrics", scraper);
 * });
 * }</pre>
 *
 * <p>The route is the path of the endpoint that answered, such as {@code /orders/{id}}. Javalin sends an answer after
 * its last handler, so Jetty, which it stands on, reports the end of the request and how much was sent.
 */
public final class JavalinMetrics implements Handler {
    private final RequestInstrumentation<Context> measured;

    public JavalinMetrics(RequestInstrumentation<Context> measured) {
        this.measured = measured;
    }

    @Override
    public void handle(Context context) {
        RequestMeasurement measurement = measured.begin(context, context.req().getMethod());
        measurement.requestSize(context.req().getContentLengthLong());
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
        boolean isHead = context.req().getMethod().equals("HEAD"); // which has no body, though one is written
        Request.addCompletionListener(request, failure -> {
            Response response = request.getServletContextResponse();
            Endpoint endpoint = context.endpoints().lastHttpEndpoint();
            measurement.route(endpoint == null ? null : endpoint.path);
            measurement.status(response.getStatus());
            measurement.sentBytes(isHead ? 0 : Response.getContentBytesWritten(response));
            measurement.failed(failure);
            measurement.end();
        });
    }

    /** Answers scrapes. */
    public static void serve(RoutesConfig routes, String path, Scraper scraper) {
        for (HandlerType method : HandlerType.commonHttp()) {
            routes.addHttpHandler(method, path, context -> answer(scraper, context));
        }
    }

    private static void answer(Scraper scraper, Context context) throws IOException {
        try (ScrapeAnswer answer = scraper.scrape(
                context.req().getMethod(),
                name -> Collections.list(context.req().getHeaders(name)),
                context.queryString())) {
            context.disableCompression().status(answer.status());
            answer.headers().forEach(context::header);
            context.res().setContentLength(answer.contentLength());
            answer.writeTo(context.outputStream());
        }
    }
}
