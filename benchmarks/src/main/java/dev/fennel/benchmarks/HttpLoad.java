package dev.fennel.benchmarks;

import dev.fennel.benchmarks.answers.Answer;
import dev.fennel.benchmarks.answers.Comparison;
import dev.fennel.benchmarks.answers.Effort;
import dev.fennel.benchmarks.answers.Interview;
import dev.fennel.benchmarks.answers.Library;
import dev.fennel.benchmarks.answers.Measurement;
import dev.fennel.benchmarks.answers.Unit;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How long does a scrape over HTTP on loopback take, from the request to the last byte, and how large is its body? And
 * how much does the instrumentation add to a request of an application, whose floor is the same application without?
 *
 * <p>Each server runs in a JVM of its own, and this JVM is the client. It has two persistent connections with one
 * request at a time, and does not measure the first requests.
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar HttpLoad
 * }</pre>
 */
public final class HttpLoad implements Measurement {
    private static final List<Double> QUANTILES = List.of(0.5, 0.99);

    /** For {@link Question}. */
    HttpLoad() {}

    /**
     * Serves until its input ends.
     *
     * @param arguments the class of an {@link HttpService} and a number of lines
     * @throws Exception if it cannot be served
     */
    public static void main(String[] arguments) throws Exception {
        HttpService service =
                (HttpService) Class.forName(arguments[0]).getConstructor().newInstance();
        System.out.println(service.start(Integer.parseInt(arguments[1])));
        while (System.in.read() >= 0) {
            // the client lives
        }
        System.exit(0);
    }

    @Override
    public List<Comparison> measure(String title, Effort effort) throws IOException {
        List<Comparison> comparisons = new ArrayList<>();
        int requests = effort.scaled(20_000);
        HttpTimings bare = inOwnJvm(BareService.class.getName(), 0, "identity", requests);
        HttpTimings measured = inOwnJvm(BareService.Measured.class.getName(), 0, "identity", requests);
        for (double quantile : QUANTILES) {
            List<Answer> answers = List.of(
                    Library.FENNEL.answer(measured.quantile(quantile)),
                    new Answer("not instrumented", false, bare.quantile(quantile)));
            comparisons.add(times(title + " of an application, instrumented", quantile, answers));
        }
        for (int lines : List.of(1_000, 100_000)) {
            for (String coding : List.of("identity", "gzip")) {
                String operation = title + " for metrics, " + lines + " lines, " + coding;
                comparisons.addAll(scrapes(operation, lines, coding, effort.scaled(lines == 1_000 ? 3_000 : 150)));
            }
        }
        return comparisons;
    }

    private static List<Comparison> scrapes(String operation, int lines, String coding, int requests)
            throws IOException {
        Map<Library, HttpTimings> timings = new EnumMap<>(Library.class);
        for (Library library : Library.values()) {
            Optional<HttpService> service = library.find(HttpService.class, "Service");
            if (service.isPresent()) {
                timings.put(library, inOwnJvm(service.get().getClass().getName(), lines, coding, requests));
            }
        }
        List<Comparison> comparisons = new ArrayList<>();
        for (double quantile : QUANTILES) {
            comparisons.add(times(operation, quantile, answers(timings, each -> each.quantile(quantile))));
        }
        List<Answer> lengths = answers(timings, HttpTimings::bytes);
        comparisons.add(new Comparison(operation + ", body", HttpTimings.CONNECTIONS, Unit.BYTES, lengths));
        return comparisons;
    }

    private static List<Answer> answers(Map<Library, HttpTimings> timings, ToDoubleFunction<HttpTimings> figure) {
        List<Answer> answers = new ArrayList<>();
        timings.forEach((library, each) -> answers.add(library.answer(figure.applyAsDouble(each))));
        return answers;
    }

    private static Comparison times(String operation, double quantile, List<Answer> answers) {
        return new Comparison(
                operation + ", " + Interview.name(quantile), HttpTimings.CONNECTIONS, Unit.NANOSECONDS, answers);
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
}
