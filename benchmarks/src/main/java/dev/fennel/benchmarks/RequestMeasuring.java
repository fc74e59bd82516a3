package dev.fennel.benchmarks;

import dev.fennel.http.RequestInstrumentation;
import dev.fennel.http.RequestMeasurement;
import dev.fennel.registry.Registry;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to measure a request of some server with the standard metrics: one in flight, and at its end one
 * more, its time and two sizes, by method, route and code?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar RequestMeasuring
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestMeasuring {
    /** The route of each request. */
    public static final String ROUTE = "/orders/{id}";

    /** The bytes of each request. */
    public static final int REQUEST_SIZE = 300;

    /** The bytes of each answer. */
    public static final int RESPONSE_SIZE = 5000;

    private final RequestInstrumentation<RequestLabels> measured = RequestInstrumentation.standard(Registry.create());

    /**
     * Our library.
     *
     * @param labels the label values
     */
    @Benchmark
    public void fennel(RequestLabels labels) {
        RequestMeasurement request = measured.begin(labels, labels.method());
        request.requestSize(REQUEST_SIZE);
        request.route(ROUTE);
        request.status(200);
        request.sentBytes(RESPONSE_SIZE);
        request.end();
    }
}
