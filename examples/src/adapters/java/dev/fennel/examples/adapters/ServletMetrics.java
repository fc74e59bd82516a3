package dev.fennel.examples.adapters;

import dev.fennel.exposition.scrape.ScrapeAnswer;
import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.http.RequestInstrumentation;
import dev.fennel.http.RequestMeasurement;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.function.Function;

/**
 * Measures the requests of a servlet container (Jakarta Servlet 6: Tomcat, Jetty, Undertow), and answers scrapes in it.
 * To use it, copy this file, and add filter and servlet to the context, here in a {@code ServletContainerInitializer}:
 *
 * <pre>{@code
 * Filter requests = new ServletMetrics(RequestInstrumentation.standard(registry));
 * FilterRegistration.Dynamic filter = context.addFilter("requests", requests);
 * filter.setAsyncSupported(true);
 * filter.addMappingForUrlPatterns(null, false, "/*");
 * context.addServlet("metrics", new ServletMetrics.Endpoint(scraper)).addMapping("/metrics");
 * }</pre>
 *
 * <p>The route is the pattern that the servlet is mapped to, {@code unknown} for the default servlet. An asynchronous
 * request ends when it is completed. The size of an answer does not include what the container writes itself, such as
 * its error pages, nor what goes through the response of an {@code AsyncContext} that was started without one.
 */
public final class ServletMetrics implements Filter {
    private final RequestInstrumentation<HttpServletRequest> measured;
    private final Function<HttpServletRequest, String> route;

    public ServletMetrics(RequestInstrumentation<HttpServletRequest> measured) {
        this(measured, ServletMetrics::pattern);
    }

    /**
     * With routes other than those of the container.
     *
     * @param route called when the filters and the servlet have returned, must not throw; null for {@code unknown}
     */
    ServletMetrics(RequestInstrumentation<HttpServletRequest> measured, Function<HttpServletRequest, String> route) {
        this.measured = measured;
        this.route = route;
    }

    private static String pattern(HttpServletRequest request) {
        HttpServletMapping mapping = request.getHttpServletMapping();
        return mapping.getMappingMatch() == MappingMatch.DEFAULT ? null : mapping.getPattern();
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        RequestMeasurement measurement = measured.begin(request, request.getMethod());
        measurement.requestSize(request.getContentLengthLong());
        Throwable failure = null;
        try {
            chain.doFilter(request, measured(response, measurement, request.getMethod()));
        } catch (Throwable thrown) {
            failure = thrown;
            throw thrown;
        } finally {
            measurement.route(route.apply(request));
            Ending ending = new Ending(measurement, response);
            if (failure == null && request.isAsyncStarted()) {
                request.getAsyncContext().addListener(ending);
            } else {
                ending.end(failure);
            }
        }
    }

    private static HttpServletResponse measured(
            HttpServletResponse response, RequestMeasurement measurement, String method) {
        if (method.equals("HEAD")) {
            measurement.sentBytes(0); // a body may be written, but goes nowhere
            return response;
        }
        return new MeasuredResponse(response, measurement);
    }

    private record Ending(RequestMeasurement measurement, HttpServletResponse response) implements AsyncListener {
        void end(Throwable failure) {
            measurement.failed(failure);
            if (failure == null || response.isCommitted()) { // otherwise the container answers with 500
                measurement.status(response.getStatus());
            }
            measurement.end();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            end(null);
        }

        @Override
        public void onError(AsyncEvent event) { // Tomcat may not complete it when the client is gone
            end(event.getThrowable());
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            measurement.failed("timeout");
        }

        @Override
        public void onStartAsync(AsyncEvent event) { // again, which takes the listeners away
            event.getAsyncContext().addListener(this);
        }
    }

    /** Counts the bytes of the body. Keeps none of them back, so there is nothing to flush. */
    private static final class MeasuredResponse extends HttpServletResponseWrapper {
        private final RequestMeasurement measurement;

        MeasuredResponse(HttpServletResponse response, RequestMeasurement measurement) {
            super(response);
            this.measurement = measurement;
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            ServletOutputStream out = super.getOutputStream();
            return new ServletOutputStream() {
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

                @Override
                public void flush() throws IOException {
                    out.flush();
                }

                @Override
                public void close() throws IOException {
                    out.close();
                }

                @Override
                public boolean isReady() {
                    return out.isReady();
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    out.setWriteListener(listener);
                }
            };
        }

        @Override
        public PrintWriter getWriter() throws IOException {
            PrintWriter writer = super.getWriter(); // decides on the encoding
            Charset charset = Charset.forName(getCharacterEncoding());
            return new PrintWriter(new Writer() {
                @Override
                public void write(char[] chars, int offset, int length) {
                    writer.write(chars, offset, length);
                    measurement.sentBytes(new String(chars, offset, length).getBytes(charset).length);
                }

                @Override
                public void flush() {
                    writer.flush();
                }

                @Override
                public void close() {
                    writer.close();
                }
            }) {
                @Override
                public boolean checkError() { // a PrintWriter throws nothing that the one around it could notice
                    return super.checkError() || writer.checkError();
                }
            };
        }
    }

    /** Answers scrapes. */
    public static final class Endpoint extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient Scraper scraper;

        public Endpoint(Scraper scraper) {
            this.scraper = scraper;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            answer(scraper, request, response);
        }
    }

    static void answer(Scraper scraper, HttpServletRequest request, HttpServletResponse response) throws IOException {
        try (ScrapeAnswer answer = scraper.scrape(
                request.getMethod(), name -> Collections.list(request.getHeaders(name)), request.getQueryString())) {
            response.setStatus(answer.status());
            answer.headers().forEach(response::setHeader);
            response.setContentLength(answer.contentLength());
            answer.writeTo(response.getOutputStream());
        }
    }
}
