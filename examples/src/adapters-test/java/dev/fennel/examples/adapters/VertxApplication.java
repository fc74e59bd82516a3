package dev.fennel.examples.adapters;

import dev.fennel.exposition.scrape.Scraper;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** The application as routes of Vert.x. */
final class VertxApplication {
    private VertxApplication() {}

    static RunningServer start(Measuring measuring, Scraper scraper) {
        Shop shop = new Shop();
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(1))
                .withMetrics(new VertxMetrics(measuring.requests()))
                .build();
        Router router = Router.router(vertx);
        router.route("/metrics").handler(VertxMetrics.endpoint(scraper));
        router.get("/items/:id").handler(context -> context.end(Shop.item(context.pathParam("id"))));
        router.head("/items/:id").handler(VertxApplication::head);
        router.post("/items").handler(BodyHandler.create(false)).handler(context -> context.response()
                .setStatusCode(201)
                .end(context.body().buffer()));
        router.get("/fail").handler(context -> {
            throw Shop.failure();
        });
        router.get("/stream").handler(context -> {
            HttpServerResponse response = context.response().setChunked(true);
            shop.workers.execute(() -> stream(response));
        });
        router.get("/endless").handler(context -> endless(context.response().setChunked(true)));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await();
        return new RunningServer(shop, server.actualPort(), () -> vertx.close().await());
    }

    private static void head(RoutingContext context) {
        String body = Shop.item(context.pathParam("id"));
        context.response()
                .putHeader("Content-Length", Integer.toString(body.length()))
                .end();
    }

    private static void stream(HttpServerResponse response) {
        for (String piece : Shop.STREAM) {
            response.write(piece);
        }
        response.end();
    }

    private static void endless(HttpServerResponse response) {
        response.write(Buffer.buffer(Shop.PIECE)).onSuccess(written -> endless(response));
    }
}
