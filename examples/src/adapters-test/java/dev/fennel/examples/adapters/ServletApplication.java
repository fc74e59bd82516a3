package dev.fennel.examples.adapters;

import dev.fennel.exposition.scrape.Scraper;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.servlets.DefaultServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;

/** The application as plain servlets. */
final class ServletApplication {
    private ServletApplication() {}

    static RunningServer onTomcat(Measuring measuring, Scraper scraper, Path folder) throws LifecycleException {
        Shop shop = new Shop();
        return TomcatServer.start(shop, folder, context -> {
            add(context, "default", new DefaultServlet(), "/");
            setUp(context, measuring, scraper, shop);
        });
    }

    static RunningServer onJetty(Measuring measuring, Scraper scraper) throws Exception {
        Shop shop = new Shop();
        Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
        ServletContextHandler handler = new ServletContextHandler("/");
        handler.addServletContainerInitializer((classes, context) -> setUp(context, measuring, scraper, shop));
        server.setHandler(handler);
        server.start();
        return new RunningServer(shop, server.getURI().getPort(), () -> {
            server.stop();
            return null;
        });
    }

    private static void setUp(ServletContext context, Measuring measuring, Scraper scraper, Shop shop) {
        FilterRegistration.Dynamic filter = context.addFilter("requests", new ServletMetrics(measuring.requests()));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(null, false, "/*");
        context.addServlet("metrics", new ServletMetrics.Endpoint(scraper)).addMapping("/metrics");
        add(context, "item", new Item(), "/items/*");
        add(context, "items", new Items(), "/items");
        add(context, "fail", new Fail(), "/fail");
        add(context, "stream", new Stream(shop), "/stream");
        add(context, "endless", new Endless(), "/endless");
        add(context, "text", new Text(), "/text");
        add(context, "lines", new Lines(), "/lines");
        add(context, "late", new Late(), "/late");
    }

    private static void add(ServletContext context, String name, Servlet servlet, String pattern) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.setAsyncSupported(true);
        registration.addMapping(pattern);
    }

    /** Writes text, where others write bytes. */
    private static final class Item extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setCharacterEncoding("UTF-8");
            response.getWriter().write(Shop.item(request.getPathInfo().substring(1)));
        }
    }

    private static final class Items extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] body = request.getInputStream().readAllBytes();
            response.setStatus(201);
            response.getOutputStream().write(body);
        }
    }

    private static final class Fail extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            throw Shop.failure();
        }
    }

    private static final class Stream extends HttpServlet {
        private static final long serialVersionUID = 1;
        private final transient Shop shop;

        Stream(Shop shop) {
            this.shop = shop;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext async = request.startAsync();
            shop.workers.submit(() -> {
                Shop.stream(response.getOutputStream());
                async.complete();
                return null;
            });
        }
    }

    private static final class Endless extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Shop.endless(response.getOutputStream());
        }
    }

    /** Writes characters that take several bytes. */
    private static final class Text extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setCharacterEncoding("UTF-8");
            response.getWriter().print('\u20ac');
            response.getWriter().print("\u00e9\ud83d\ude00");
            response.getWriter().write("  \u00e9".toCharArray(), 2, 1);
        }
    }

    /** Writes text until its writer says that nobody reads it, which is all that a writer says. */
    private static final class Lines extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            PrintWriter out = response.getWriter();
            while (!out.checkError()) {
                out.println("x".repeat(1000));
            }
        }
    }

    /** Begins what nobody completes in time. */
    private static final class Late extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            // Jetty keeps the task of the timeout only after it has scheduled it, and drops one that runs before that.
            request.startAsync().setTimeout(500);
        }
    }
}
