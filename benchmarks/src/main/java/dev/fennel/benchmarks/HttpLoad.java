package dev.fennel.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * How long does a scrape over HTTP on loopback take, from the request to the last byte, and how much does the
 * instrumentation add to the requests of an application?
 *
 * <p>Each server runs in a JVM of its own, and this JVM is the client. It has two persistent connections with one
 * request at a time, and does not measure the first requests. With the profile {@code peers}, the server of the
 * Prometheus client for Java is measured as well.
 *
 * <pre>{@code
 * java -cp benchmarks/target/benchmarks.jar dev.fennel.benchmarks.HttpLoad
 * }</pre>
 */
public final class HttpLoad {
    private static final List<String> METRICS =
            List.of("dev.fennel.benchmarks.FennelService", "dev.fennel.benchmarks.peers.ClientJavaService");
    private static final List<Class<?>> APPLICATIONS = List.of(BareService.class, BareService.Measured.class);

    private HttpLoad() {}

    /**
     * The program. With the class of a service and a number of lines, it serves these until its input ends.
     *
     * @param arguments none, or the class of an {@link HttpService} and a number of lines
     * @throws Exception if a JVM cannot be started or fails
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2) {
            serve(arguments[0], Integer.parseInt(arguments[1]));
            return;
        }
        for (Class<?> service : APPLICATIONS) {
            measure(service.getName(), 0, "identity", 20_000);
        }
        for (int lines : List.of(1_000, 100_000)) {
            for (String coding : List.of("identity", "gzip")) {
                for (String service : METRICS) {
                    if (ByName.exists(service)) {
                        measure(service, lines, coding, lines == 1_000 ? 3_000 : 60);
                    }
                }
            }
        }
    }

    private static void measure(String service, int lines, String coding, int requests) throws IOException {
        HttpTimings timings = inOwnJvm(service, lines, coding, requests);
        String name = service.substring(service.lastIndexOf('.') + 1);
        System.out.printf("%-20s %,9d lines  %-8s %s%n", name, lines, coding, timings);
    }

    /** Measures this number of requests, after a warm-up of half as many. */
    static HttpTimings inOwnJvm(String service, int lines, String coding, int requests) throws IOException {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms1g",
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HttpLoad.class.getName(),
                        service,
                        Integer.toString(lines))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = server.inputReader()) {
            String uri = said.readLine();
            if (uri == null) {
                throw new IOException(service + " did not start");
            }
            return HttpTimings.measure(URI.create(uri), coding, requests / 2, requests);
        } finally {
            server.destroyForcibly();
        }
    }

    private static void serve(String service, int lines) throws Exception {
        System.out.println(ByName.make(HttpService.class, service).start(lines));
        while (System.in.read() >= 0) {
            // the client lives
        }
        System.exit(0);
    }
}
