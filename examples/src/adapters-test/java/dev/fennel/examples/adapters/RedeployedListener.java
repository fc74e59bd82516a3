package dev.fennel.examples.adapters;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.http.RequestInstrumentation;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.Summary;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.pushgateway.PeriodicPush;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.Registry;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/** Sets a web application up that has the library among its own classes, and closes what it has opened. */
public final class RedeployedListener implements ServletContextListener {
    private static final CounterVec ITEMS =
            CounterVec.builder("items_total", "Items.", "kind").register();
    private static final Gauge DEPTH = Gauge.builder("depth", "Items waiting.").register();
    private static final Histogram CLASSIC =
            Histogram.builder("classic", "Classic.").register();
    private static final HistogramVec NATIVE =
            HistogramVec.builder("nativ", "Native.", "kind").nativeBuckets(1.1).register();
    private static final Summary SUMMARY =
            Summary.builder("summary", "Summary.").objective(.5, .05).register();

    private MetricsServer server;
    private PeriodicPush pushes;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Registry registry = Registry.defaultRegistry();
        Desc desc = Desc.gauge("custom", "Custom.");
        registry.register(FunctionalCollector.of(desc, out -> out.accept(ConstMetric.of(desc, 1))));
        FilterRegistration.Dynamic filter =
                context.addFilter("requests", new ServletMetrics(RequestInstrumentation.standard(registry)));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(null, false, "/*");
        context.addServlet(
                        "metrics",
                        new ServletMetrics.Endpoint(
                                Scraper.builder().registry(registry).build()))
                .addMapping("/metrics");
        context.addServlet("work", new Work()).addMapping("/work");
        server = MetricsServer.builder().host("127.0.0.1").registry(registry).start();
        pushes = Pusher.to(context.getInitParameter("gateway"), "app")
                .gatherer(registry)
                .start(Duration.ofHours(1));
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        pushes.close();
        server.close();
    }

    /** Uses instruments so often in the container's thread that it gets cells of its own. */
    private static final class Work extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            for (int i = 0; i < 100_000; i++) {
                ITEMS.withLabelValues("a").inc();
                DEPTH.add(1);
                CLASSIC.observe(i);
                NATIVE.withLabelValues("a").observe(i);
                SUMMARY.observe(i);
            }
            response.getWriter().write("done");
        }
    }
}
