package dev.fennel.examples.adapters;

import dev.fennel.exposition.scrape.Scraper;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Where the adapters are tried. */
enum Framework {
    TOMCAT("/items/*", "io") {
        @Override
        RunningServer start(Measuring measuring, Scraper scraper, Path folder) throws Exception {
            return ServletApplication.onTomcat(measuring, scraper, folder);
        }
    },
    JETTY("/items/*", "io") {
        @Override
        RunningServer start(Measuring measuring, Scraper scraper, Path folder) throws Exception {
            return ServletApplication.onJetty(measuring, scraper);
        }
    },
    SPRING_MVC("/items/{id}", "io") {
        @Override
        RunningServer start(Measuring measuring, Scraper scraper, Path folder) throws Exception {
            return SpringMvcApplication.start(measuring, scraper, folder);
        }
    },
    NETTY("/items/{id}", "closed") {
        @Override
        RunningServer start(Measuring measuring, Scraper scraper, Path folder) throws Exception {
            return NettyApplication.start(measuring, scraper);
        }
    },
    VERTX("/items/:id", "closed") {
        @Override
        RunningServer start(Measuring measuring, Scraper scraper, Path folder) throws Exception {
            return VertxApplication.start(measuring, scraper);
        }
    },
    JAVALIN("/items/{id}", "io") {
        @Override
        RunningServer start(Measuring measuring, Scraper scraper, Path folder) throws Exception {
            return JavalinApplication.start(measuring, scraper);
        }
    },
    JERSEY("/items/{id}", "closed") {
        @Override
        RunningServer start(Measuring measuring, Scraper scraper, Path folder) throws Exception {
            return JerseyApplication.start(measuring, scraper, folder);
        }
    };

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

    Framework(String itemRoute, String reasonOfAbort) {
        this.itemRoute = itemRoute;
        this.reasonOfAbort = reasonOfAbort;
    }

    /**
     * Starts the application, measured and with its metrics at {@code /metrics}.
     *
     * @param folder an empty folder
     */
    abstract RunningServer start(Measuring measuring, Scraper scraper, Path folder) throws Exception;
}
