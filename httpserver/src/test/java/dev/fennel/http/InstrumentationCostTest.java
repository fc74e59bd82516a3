package dev.fennel.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.testsupport.Allocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class InstrumentationCostTest {
    private static final int TIMES = 20_000;

    /** The request, the exchange and the body that the handler sees; 144 bytes on the usual JVMs. */
    private static final int MOST = 160;

    @Test
    void requestAllocatesWhatItsHandlerSeesAndNoMore() {
        HttpHandler handler = ServerInstrumentation.builder()
                .requests(CounterVec.builder("requests_total", "", "code", "method")
                        .build())
                .duration(HistogramVec.builder("duration_seconds", "", "method", "code", "context")
                        .build())
                .responseSize(HistogramVec.builder("size_bytes", "", "method").build())
                .label("context", exchange -> "/")
                .build()
                .wrap(exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().close();
                });
        FakeExchange exchange = new FakeExchange("GET");

        assertThat(Allocation.bytes(TIMES, () -> handle(handler, exchange))).isLessThan((long) TIMES * MOST);
    }

    private static void handle(HttpHandler handler, FakeExchange exchange) {
        try {
            handler.handle(exchange);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
