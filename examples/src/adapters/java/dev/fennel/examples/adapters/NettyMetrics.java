package dev.fennel.examples.adapters;

import dev.fennel.exposition.scrape.ScrapeAnswer;
import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.http.RequestInstrumentation;
import dev.fennel.http.RequestMeasurement;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Measures the requests of a Netty server for HTTP/1.1, and answers scrapes in it. To use it, copy this file, and add
 * the handlers to the pipeline of each connection:
 *
 * <pre>{@code
 * pipeline.addLast(new HttpServerCodec());
 * pipeline.addLast(new NettyMetrics(requests));
 * pipeline.addLast(new HttpServerKeepAliveHandler(), new FlowControlHandler());
 * pipeline.addLast(new NettyMetrics.Endpoint("/metrics", scraper, executor));
 * pipeline.addLast(yourHandler);
 * }</pre>
 *
 * <p>The instrumentation is made once. As Netty knows no routes, a function of yours gives them: one of a fixed number,
 * or null, but never the path.
 *
 * <pre>{@code
 * RequestInstrumentation<HttpRequest> requests = RequestInstrumentation.<HttpRequest>builder()
 *         .route(request -> routeOf(request))
 *         .standardMetrics(registry)
 *         .build();
 * }</pre>
 *
 * <p>Metrics are gathered in the executor, while the event loop serves other connections; the
 * {@code FlowControlHandler} holds back what the client of the scrape asks for next, as answers keep the order of
 * requests.
 *
 * <p>A request ends when the last of its answer is written to the socket, or when the connection is closed.
 */
public final class NettyMetrics extends ChannelDuplexHandler {
    private final RequestInstrumentation<HttpRequest> measured;
    private final Queue<RequestMeasurement> unanswered = new ArrayDeque<>();

    public NettyMetrics(RequestInstrumentation<HttpRequest> measured) {
        this.measured = measured;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            RequestMeasurement measurement =
                    measured.begin(request, request.method().name());
            measurement.requestSize(HttpUtil.getContentLength(request, -1L));
            unanswered.add(measurement);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        RequestMeasurement measurement = unanswered.peek();
        if (measurement == null || isInterim(message)) {
            context.write(message, promise);
            return;
        }
        if (message instanceof HttpResponse response) {
            measurement.status(response.status().code());
        }
        if (message instanceof HttpContent content) {
            measurement.sentBytes(content.content().readableBytes());
        } else if (message instanceof FileRegion file) {
            measurement.sentBytes(file.count());
        }
        if (message instanceof LastHttpContent) {
            unanswered.remove();
            context.write(message, promise.unvoid().addListener(written -> {
                measurement.failed(written.cause());
                measurement.end();
            }));
        } else {
            context.write(message, promise);
        }
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                && !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        for (RequestMeasurement measurement : unanswered) {
            measurement.failed("closed");
            measurement.end();
        }
        unanswered.clear();
        context.fireChannelInactive();
    }

    /** Answers scrapes at one path. */
    public static final class Endpoint extends ChannelInboundHandlerAdapter {
        private final String path;
        private final Scraper scraper;
        private final Executor executor;
        private HttpRequest scrape;

        public Endpoint(String path, Scraper scraper, Executor executor) {
            this.path = path;
            this.scraper = scraper;
            this.executor = executor;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request
                    && request.uri().split("\\?", 2)[0].equals(path)) {
                scrape = request;
            }
            if (scrape == null) {
                context.fireChannelRead(message);
                return;
            }
            ReferenceCountUtil.release(message);
            if (message instanceof LastHttpContent) {
                HttpRequest request = scrape;
                scrape = null;
                CompletableFuture.supplyAsync(() -> answer(request), executor)
                        .whenCompleteAsync((answer, failure) -> send(context, answer, failure), context.executor());
                context.channel().config().setAutoRead(false); // until this is answered
            }
        }

        private ScrapeAnswer answer(HttpRequest request) {
            String[] uri = request.uri().split("\\?", 2);
            return scraper.scrape(request.method().name(), request.headers()::getAll, uri.length == 1 ? null : uri[1]);
        }

        private static void send(ChannelHandlerContext context, ScrapeAnswer answer, Throwable failure) {
            if (failure != null) {
                context.fireExceptionCaught(failure).close();
                return;
            }
            HttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(answer.status()),
                    Unpooled.wrappedBuffer(answer.toByteBuffer()));
            answer.headers().forEach(response.headers()::set);
            HttpUtil.setContentLength(response, answer.contentLength());
            context.writeAndFlush(response).addListener(written -> {
                answer.close();
                context.channel().config().setAutoRead(true);
            });
        }
    }
}
