package dev.fennel.testsupport;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real Pushgateway that keeps its metrics in memory. */
public final class Pushgateway implements AutoCloseable {
    private static final String PROGRAM = "prometheus-pushgateway";
    private static final String READY = "/-/ready";

    private final RealServer server;

    private Pushgateway(RealServer server) {
        this.server = server;
    }

    /**
     * Starts an empty gateway. Skips or fails the test on a machine without the program.
     *
     * @param age which gateway
     * @param flags flags in addition to those for the address and the persistence file
     * @return the running gateway
     */
    public static Pushgateway start(Age age, String... flags) {
        Path program = RealProgram.find(age, PROGRAM);
        return new Pushgateway(RealServer.start(port -> command(program, port, flags), READY));
    }

    /**
     * Starts an empty gateway at the address of one that is closed now.
     *
     * @param age which gateway
     * @param uri the address
     * @return the running gateway
     */
    public static Pushgateway startAgain(Age age, URI uri) {
        List<String> command = command(RealProgram.find(age, PROGRAM), uri.getPort());
        return new Pushgateway(RealServer.startAgain(command, uri.getPort(), READY));
    }

    private static List<String> command(Path program, int port, String... flags) {
        List<String> command = new ArrayList<>(
                List.of(program.toString(), "--web.listen-address=127.0.0.1:" + port, "--persistence.file="));
        command.addAll(List.of(flags));
        return command;
    }

    /**
     * The address to push to.
     *
     * @return a URL without a path
     */
    public URI uri() {
        return server.uri();
    }

    /**
     * The page that Prometheus would scrape: what was pushed, and the gateway's metrics about itself.
     *
     * @return its URL
     */
    public URI page() {
        return server.uri("/metrics");
    }

    /**
     * The content of the page.
     *
     * @return the text format
     */
    public String metrics() {
        return server.get("/metrics");
    }

    /**
     * The groups, from the gateway's API.
     *
     * @return for each group a map that has the grouping key under {@code labels}, and what the gateway stores of a
     *     metric under the name of the metric
     */
    public List<Map<String, Object>> groups() {
        return Json.objects(
                Json.object(Json.parse(server.get("/api/v1/metrics"))).get("data"));
    }

    /** Stops the gateway. */
    @Override
    public void close() {
        server.close();
    }
}
