package dev.fennel.examples.adapters;

import dev.fennel.exposition.scrape.Scraper;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** The application as endpoints of Javalin. */
final class JavalinApplication {
    private JavalinApplication() {}

    static RunningServer start(Measuring measuring, Scraper scraper) {
        Shop shop = new Shop();
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.jetty.host = "127.0.0.1";
            config.jetty.port = 0;
            config.routes.before(new JavalinMetrics(measuring.requests()));
            JavalinMetrics.serve(config.routes, "/metrics", scraper);
            config.routes.get("/items/{id}", context -> context.result(Shop.item(context.pathParam("id"))));
            config.routes.head("/items/{id}", context -> context.result(Shop.item(context.pathParam("id"))));
            config.routes.post("/items", context -> context.status(201).result(context.bodyAsBytes()));
            config.routes.get("/fail", context -> {
                throw Shop.failure();
            });
            config.routes.get(
                    "/stream",
                    context -> context.future(() -> CompletableFuture.runAsync(() -> stream(context), shop.workers)));
            config.routes.get("/endless", context -> Shop.endless(context.outputStream()));
        });
        javalin.start();
        return new RunningServer(shop, javalin.port(), javalin::stop);
    }

    private static void stream(Context context) {
        try {
            Shop.stream(context.outputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
