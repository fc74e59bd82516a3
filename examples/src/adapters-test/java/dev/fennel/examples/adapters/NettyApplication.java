package dev.fennel.examples.adapters;

import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.http.RequestInstrumentation;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.flow.FlowControlHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The application as a handler of Netty. */
final class NettyApplication extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int MAX_BODY = 1 << 20;

    private final Shop shop;

    private NettyApplication(Shop shop) {
        this.shop = shop;
    }

    static RunningServer start(Measuring measuring, Scraper scraper) {
        Shop shop = new Shop();
        RequestInstrumentation<HttpRequest> requests =
                measuring.<HttpRequest>builder().route(NettyApplication::route).build();
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Channel server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        ChannelPipeline pipeline = channel.pipeline();
                        pipeline.addLast(new HttpServerCodec());
                        pipeline.addLast(new NettyMetrics(requests));
                        pipeline.addLast(new HttpServerKeepAliveHandler(), new FlowControlHandler());
                        pipeline.addLast(new NettyMetrics.Endpoint("/metrics", scraper, shop.workers));
                        pipeline.addLast(new HttpObjectAggregator(MAX_BODY), new NettyApplication(shop));
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", 0))
                .syncUninterruptibly()
                .channel();
        return new RunningServer(
                shop,
                ((InetSocketAddress) server.localAddress()).getPort(),
                () -> group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly());
    }

    private static String route(HttpRequest request) {
        String path = request.uri().split("\\?", 2)[0];
        return switch (path) {
            case "/items", "/fail", "/stream", "/endless", "/metrics" -> path;
            default -> path.startsWith("/items/") ? "/items/{id}" : null;
        };
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        String route = route(request);
        switch (route == null ? "" : route) {
            case "/items/{id}" ->
                send(context, request, 200, Shop.item(request.uri().substring("/items/".length())));
            case "/items" -> send(context, request, 201, request.content().toString(StandardCharsets.UTF_8));
            case "/fail" -> throw Shop.failure();
            case "/stream" -> shop.workers.execute(() -> stream(context));
            case "/endless" -> {
                context.write(chunked());
                endless(context);
            }
            default -> send(context, request, 404, "nothing here");
        }
    }

    private static void send(ChannelHandlerContext context, HttpRequest request, int code, String body) {
        boolean head = request.method().name().equals("HEAD");
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(code), head ? Unpooled.EMPTY_BUFFER : buffer(body));
        HttpUtil.setContentLength(response, body.length());
        context.writeAndFlush(response);
    }

    private static ByteBuf buffer(String text) {
        return Unpooled.wrappedBuffer(Shop.bytes(text));
    }

    private static HttpResponse chunked() {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpUtil.setTransferEncodingChunked(response, true);
        return response;
    }

    private static void stream(ChannelHandlerContext context) {
        context.write(chunked());
        for (String piece : Shop.STREAM) {
            context.writeAndFlush(new DefaultHttpContent(buffer(piece)));
        }
        context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private static void endless(ChannelHandlerContext context) {
        context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(Shop.PIECE)))
                .addListener(written -> {
                    if (written.isSuccess()) {
                        endless(context);
                    }
                });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (context.channel().isActive()) {
            HttpResponse response =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.INTERNAL_SERVER_ERROR);
            HttpUtil.setContentLength(response, 0);
            context.writeAndFlush(response);
        }
    }
}
