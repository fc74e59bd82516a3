package dev.fennel.soak;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What pushes arrive at, on loopback: a server that accepts and writes everything, and a socket that reads lines. */
final class SoakReceivers implements AutoCloseable {
    /** What a receiver of remote write 2.0 says it has written: a sender counts no more than it has sent. */
    private static final String ALL = "999999999";

    private final HttpServer gateway;
    private final ServerSocket carbon;
    final AtomicLong pushedBytes = new AtomicLong();
    final AtomicLong carbonBytes = new AtomicLong();

    SoakReceivers() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        gateway = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        gateway.createContext("/", this::accept);
        gateway.start();
        carbon = new ServerSocket(0, 50, loopback);
        Thread thread = new Thread(this::readLines, "soak-carbon");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(HttpExchange exchange) throws IOException {
        try (exchange) {
            pushedBytes.addAndGet(exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()));
            for (String kind : List.of("Samples", "Histograms", "Exemplars")) {
                exchange.getResponseHeaders().set("X-Prometheus-Remote-Write-" + kind + "-Written", ALL);
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void readLines() {
        while (!carbon.isClosed()) {
            try (Socket connection = carbon.accept();
                    InputStream in = connection.getInputStream()) {
                carbonBytes.addAndGet(in.transferTo(OutputStream.nullOutputStream()));
            } catch (IOException e) {
                // The bridge has closed its connection, or the soak is over.
            }
        }
    }

    String gatewayUrl() {
        return "http://127.0.0.1:" + gateway.getAddress().getPort();
    }

    InetSocketAddress carbonAddress() {
        return (InetSocketAddress) carbon.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        gateway.stop(0);
        carbon.close();
    }
}
