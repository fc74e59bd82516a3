package dev.fennel.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.fennel.http.ServerInstrumentation;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to measure a handler of the JDK's server with the standard metrics by route, with an exchange that
 * has no network behind it?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar HandlerMeasuring
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandlerMeasuring {
    private static final byte[] BODY = new byte[RequestMeasuring.RESPONSE_SIZE];

    private final HttpHandler handler = exchange -> {
        exchange.sendResponseHeaders(200, BODY.length);
        exchange.getResponseBody().write(BODY);
        exchange.close();
    };
    private final HttpHandler measured = ServerInstrumentation.standard(
                    Registry.create(), exchange -> RequestMeasuring.ROUTE)
            .wrap(handler);

    /**
     * Our library.
     *
     * @param exchange the request
     * @return the request
     * @throws IOException never
     */
    @Benchmark
    public HttpExchange fennel(OfflineExchange exchange) throws IOException {
        measured.handle(exchange);
        return exchange;
    }

    /**
     * The handler alone.
     *
     * @param exchange the request
     * @return the request
     * @throws IOException never
     */
    @Benchmark
    public HttpExchange notInstrumented(OfflineExchange exchange) throws IOException {
        handler.handle(exchange);
        return exchange;
    }
}
