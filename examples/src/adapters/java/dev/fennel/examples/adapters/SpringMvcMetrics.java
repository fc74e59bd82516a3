package dev.fennel.examples.adapters;

import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.http.RequestInstrumentation;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Measures the requests of Spring MVC by the patterns of their handlers, and answers scrapes. To use it, copy this file
 * and {@link ServletMetrics}, and declare two beans; Spring Boot adds a filter that is a bean to the container:
 *
 * <pre>{@code
 * @Bean Filter requests() { return SpringMvcMetrics.filter(RequestInstrumentation.standard(registry)); }
 * @Bean SpringMvcMetrics.Endpoint metrics() { return new SpringMvcMetrics.Endpoint(scraper); }
 * }</pre>
 *
 * <p>A filter sees the status that the handlers of exceptions decide on, and requests that no handler is mapped to,
 * which an interceptor does not.
 */
public final class SpringMvcMetrics {
    private SpringMvcMetrics() {}

    public static Filter filter(RequestInstrumentation<HttpServletRequest> measured) {
        return new ServletMetrics(measured, SpringMvcMetrics::pattern);
    }

    private static String pattern(HttpServletRequest request) {
        return (String) request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    }

    /** Answers scrapes. */
    @Controller
    public static class Endpoint {
        private final Scraper scraper;

        public Endpoint(Scraper scraper) {
            this.scraper = scraper;
        }

        @RequestMapping("/metrics")
        public void scrape(HttpServletRequest request, HttpServletResponse response) throws IOException {
            ServletMetrics.answer(scraper, request, response);
        }
    }
}
