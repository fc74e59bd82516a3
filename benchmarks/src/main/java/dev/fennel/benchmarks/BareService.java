package dev.fennel.benchmarks;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.fennel.http.ServerInstrumentation;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;

/** A handler of an application that does next to nothing, in the JDK's server, without instrumentation. */
public class BareService implements HttpService {
    private static final byte[] BODY = {'o', 'k', '\n'};

    /** For {@link HttpLoad}. */
    public BareService() {}

    /** The same handler with instrumentation. */
    public static final class Measured extends BareService {
        /** For {@link HttpLoad}. */
        public Measured() {}

        @Override
        HttpHandler handler() {
            return ServerInstrumentation.standard(Registry.create()).wrap(super.handler());
        }
    }

    HttpHandler handler() {
        return exchange -> {
            exchange.sendResponseHeaders(200, BODY.length);
            exchange.getResponseBody().write(BODY);
            exchange.close();
        };
    }

    @Override
    public URI start(int lines) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // as in our own server
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler());
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.start();
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }
}
