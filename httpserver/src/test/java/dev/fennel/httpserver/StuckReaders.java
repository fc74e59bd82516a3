package dev.fennel.httpserver;

import dev.fennel.metrics.GaugeVec;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A program with little memory whose metrics 80 clients ask for, and do not read. Prints how an ordinary scrape ends,
 * and the health check, while they are there and when they have gone.
 */
public final class StuckReaders {
    private static final int CLIENTS = 80;
    private static final int SERIES = 30_000;
    private static final long PATIENCE_NANOS = 40_000_000_000L;

    private StuckReaders() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        Registry registry = Registry.create();
        GaugeVec wide =
                GaugeVec.builder("wide", "Many series with long names.", "name").register(registry);
        for (int i = 0; i < SERIES; i++) {
            wide.withLabelValues("x".repeat(80) + i).set(i);
        }
        try (MetricsServer server =
                MetricsServer.builder().host("127.0.0.1").registry(registry).start()) {
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(ask(server.port()));
            }
            System.out.println("while they are there: " + scrape(server.port()));
            System.out.println("health: " + get(server.port(), "/-/healthy"));
            for (Socket client : clients) {
                client.close();
            }
            System.out.println("when they have gone: " + scrape(server.port()));
            System.out.println("health: " + get(server.port(), "/-/healthy"));
        }
    }

    private static Socket ask(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        new RawClient(socket).send("GET /metrics HTTP/1.1");
        return socket;
    }

    /** As a Prometheus does: again and again, whatever comes of one scrape. */
    private static String scrape(int port) {
        long start = System.nanoTime();
        String status = "";
        while (!status.contains(" 200 ") && System.nanoTime() - start < PATIENCE_NANOS) {
            status = get(port, "/metrics");
        }
        return status;
    }

    private static String get(int port, String path) {
        try {
            return RawClient.answer(port, "GET " + path + " HTTP/1.0")
                    .lines()
                    .findFirst()
                    .orElse("nothing");
        } catch (IOException e) {
            return e.toString();
        } catch (OutOfMemoryError e) { // of this client, in the same memory
            return "no memory";
        }
    }
}
