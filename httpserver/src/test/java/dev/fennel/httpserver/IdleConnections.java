package dev.fennel.httpserver;

import dev.fennel.registry.Registry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A program whose metrics server many clients connect to and say nothing. Prints what becomes of them, and of a scrape
 * afterwards. With the property {@code leave}, they have gone by then.
 */
public final class IdleConnections {
    private static final int LIMIT = 20;

    private IdleConnections() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        try (MetricsServer server = MetricsServer.builder()
                .host("127.0.0.1")
                .registry(Registry.create())
                .maxConnections(LIMIT)
                .start()) {
            List<RawClient> idle = new ArrayList<>();
            for (int i = 0; i < 10 * LIMIT; i++) {
                idle.add(new RawClient(server.port()));
            }
            int closed = 0;
            while (LIMIT + closed < idle.size() && idle.get(LIMIT + closed).isEnded()) {
                closed++;
            }
            System.out.println("closed: " + closed);
            if (Boolean.getBoolean("leave")) {
                close(idle);
            }
            String status = "";
            while (!status.equals("HTTP/1.1 200 OK")) { // until the server has closed the others as well
                status = status(server.port());
            }
            System.out.println("scrape: " + status);
            close(idle);
        }
    }

    private static void close(List<RawClient> clients) throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
    }

    private static String status(int port) {
        try {
            return RawClient.answer(port, "GET /metrics HTTP/1.0")
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
