package dev.fennel.examples.adapters;

import dev.fennel.exposition.scrape.Scraper;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Where the adapters are tried. */
enum Framework {
    TOMCAT("/items/*", "io", ServletApplication::onTomcat),
    JETTY("/items/*", "io", (measuring, scraper, folder) -> ServletApplication.onJetty(measuring, scraper)),
    SPRING_MVC("/items/{id}", "io", SpringMvcApplication::start),
    NETTY("/items/{id}", "closed", (measuring, scraper, folder) -> NettyApplication.start(measuring, scraper)),
    VERTX("/items/:id", "closed", (measuring, scraper, folder) -> VertxApplication.start(measuring, scraper)),
    JAVALIN("/items/{id}", "io", (measuring, scraper, folder) -> JavalinApplication.start(measuring, scraper)),
    JERSEY("/items/{id}", "closed", JerseyApplication::start);

    /** The requests that fail by intent, and the noise of starting and stopping, would fill the log. */
    private static final List<Logger> SILENCED = Stream.of(
                    "org.apache", "org.glassfish", "org.springframework", "io.vertx", "io.netty")
            .map(Logger::getLogger)
            .toList();

    static {
        SILENCED.forEach(logger -> logger.setLevel(Level.OFF));
    }

    /** The route of an item, as the framework spells it. */
    final String itemRoute;

    /** Why a request failed whose client went away. */
    final String reasonOfAbort;

    private final Application application;

    Framework(String itemRoute, String reasonOfAbort, Application application) {
        this.itemRoute = itemRoute;
        this.reasonOfAbort = reasonOfAbort;
        this.application = application;
    }

    /** The same application in each framework. */
    @FunctionalInterface
    private interface Application {
        RunningServer start(Measuring measuring, Scraper scraper, Path folder) throws Exception;
    }

    /**
     * Starts the application, measured and with its metrics at {@code /metrics}.
     *
     * @param folder an empty folder
     */
    RunningServer start(Measuring measuring, Scraper scraper, Path folder) throws Exception {
        return application.start(measuring, scraper, folder);
    }
}
