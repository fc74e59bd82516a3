package dev.fennel.examples.adapters;

import dev.fennel.exposition.scrape.ScrapeAnswer;
import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.http.RequestInstrumentation;
import dev.fennel.http.RequestMeasurement;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.FilterOutputStream;
import java.io.IOException;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.monitoring.ApplicationEvent;
import org.glassfish.jersey.server.monitoring.ApplicationEventListener;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;
import org.glassfish.jersey.uri.UriTemplate;

/**
 * Measures the requests of Jersey, and answers scrapes in it. To use it, copy this file, and register both with the
 * application:
 *
 * <pre>{@code
 * resourceConfig.register(new JerseyMetrics(RequestInstrumentation.standard(registry)));
 * resourceConfig.register(new JerseyMetrics.Endpoint(scraper));
 * }</pre>
 *
 * <p>The route is the path template of resource and method, such as {@code /orders/{id}}. A request ends when its
 * answer is written, in whatever thread.
 */
public final class JerseyMetrics implements ApplicationEventListener {
    private final RequestInstrumentation<ContainerRequest> measured;

    public JerseyMetrics(RequestInstrumentation<ContainerRequest> measured) {
        this.measured = measured;
    }

    @Override
    public void onEvent(ApplicationEvent event) {}

    @Override
    public RequestEventListener onRequest(RequestEvent start) {
        ContainerRequest request = start.getContainerRequest();
        RequestMeasurement measurement = measured.begin(request, request.getMethod());
        measurement.requestSize(request.getLength());
        return event -> {
            switch (event.getType()) {
                case RESP_FILTERS_START -> measureBody(event, measurement);
                case FINISHED -> end(event, measurement);
                default -> {}
            }
        };
    }

    private static void measureBody(RequestEvent event, RequestMeasurement measurement) {
        measurement.sentBytes(0);
        if (event.getContainerRequest().getMethod().equals("HEAD")) { // a body is written, but goes nowhere
            return;
        }
        ContainerResponse response = event.getContainerResponse();
        response.setEntityStream(new FilterOutputStream(response.getEntityStream()) {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
                measurement.sentBytes(1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                measurement.sentBytes(length);
            }
        });
    }

    private static void end(RequestEvent event, RequestMeasurement measurement) {
        measurement.route(template(event.getUriInfo()));
        if (event.getContainerResponse() != null) { // even if it was made of an exception, such as that for 404
            measurement.status(event.getContainerResponse().getStatus());
        } else {
            measurement.failed(event.getException());
        }
        if (!event.isResponseWritten()) { // Jersey keeps to itself that the client is gone
            measurement.failed("closed");
        }
        measurement.end();
    }

    private static String template(ExtendedUriInfo uri) {
        StringBuilder template = new StringBuilder();
        for (UriTemplate part : uri.getMatchedTemplates()) { // the innermost first
            template.insert(0, part.getTemplate());
        }
        return template.isEmpty() ? null : template.toString().replace("//", "/");
    }

    /** Answers scrapes. */
    @Path("/metrics")
    public static final class Endpoint {
        private final Scraper scraper;

        public Endpoint(Scraper scraper) {
            this.scraper = scraper;
        }

        /** Jersey calls it for HEAD, too, and answers other methods with 405 itself. */
        @GET
        public Response scrape(@Context Request request, @Context HttpHeaders headers, @Context UriInfo uri) {
            try (ScrapeAnswer answer = scraper.scrape(
                    request.getMethod(),
                    headers::getRequestHeader,
                    uri.getRequestUri().getRawQuery())) {
                Response.ResponseBuilder response = Response.status(answer.status());
                answer.headers().forEach(response::header);
                return response.header(HttpHeaders.CONTENT_LENGTH, answer.contentLength())
                        .entity(answer.toByteArray())
                        .build();
            }
        }
    }
}
