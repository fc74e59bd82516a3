package dev.fennel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When what a handler sends is recorded, and what of it if the client is gone. */
class MeasuredBodyTest {
    private final ServerInstruments metrics = new ServerInstruments();
    private final List<String> done = new ArrayList<>();
    private boolean broken;

    private void does(String what) throws IOException {
        done.add(what + (metrics.requests.series().isEmpty() ? "" : " after it was recorded"));
        if (broken) {
            throw new IOException("broken pipe");
        }
    }

    /** An exchange whose handler has returned, so that it is over with its answer. */
    private MeasuredExchange exchange() {
        FakeExchange exchange = new FakeExchange("GET", new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                does("write");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                does("write all");
            }

            @Override
            public void close() throws IOException {
                does("close");
            }
        });
        return measured(exchange);
    }

    private MeasuredExchange measured(FakeExchange exchange) {
        ExchangeRequest request =
                new ExchangeRequest(exchange, metrics.builder().serverMetrics(), false);
        request.handled();
        return new MeasuredExchange(exchange, request);
    }

    private void assertRecorded(double bytes) {
        assertThat(metrics.requests.withLabelValues("get", "200").value()).isEqualTo(1);
        assertThat(metrics.responseSize.withLabelValues("get", "200").snapshot().sum())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void requestIsRecordedOnceItsLastByteIsWritten(int length) throws IOException {
        MeasuredExchange exchange = exchange();
        exchange.sendResponseHeaders(200, length);
        if (length == 1) {
            exchange.getResponseBody().write('x');
        } else {
            exchange.getResponseBody().write(new byte[length]);
        }

        assertThat(done).singleElement().asString().startsWith("write").doesNotContain("recorded");
        assertRecorded(length);
    }

    @Test
    void requestIsRecordedOnceItsBodyIsClosed() throws IOException {
        MeasuredExchange exchange = exchange();
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().close();

        assertThat(done).containsExactly("close");
        assertRecorded(0);
    }

    @Test
    void requestWhoseClientIsGoneIsRecordedWithoutTheBytesThatWereNotWritten() throws IOException {
        MeasuredExchange exchange = exchange();
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        body.write(new byte[5]);
        broken = true;
        assertThatIOException().isThrownBy(() -> body.write(new byte[7]));
        assertThatIOException().isThrownBy(() -> body.write('x'));
        assertThat(metrics.requests.series()).isEmpty();
        assertThatIOException().isThrownBy(body::close);

        assertRecorded(5);
    }

    @Test
    void requestWhoseExchangeCannotBeClosedIsRecorded() {
        MeasuredExchange exchange = measured(new FakeExchange("GET", OutputStream.nullOutputStream()) {
            @Override
            public void close() {
                throw new IllegalStateException("planted");
            }
        });
        assertThatIllegalStateException().isThrownBy(exchange::close);

        assertThat(metrics.inFlight.value()).isZero();
        assertThat(metrics.requests.series()).hasSize(1);
    }

    @Test
    void headersThatCouldNotBeSentAreNotTimed() {
        MeasuredExchange exchange = measured(new FakeExchange("GET", OutputStream.nullOutputStream()) {
            @Override
            public void sendResponseHeaders(int newStatus, long newLength) {
                throw new IllegalStateException("planted");
            }
        });
        assertThatIllegalStateException().isThrownBy(() -> exchange.sendResponseHeaders(200, -1));

        assertThat(metrics.headers.series()).isEmpty();
        assertThat(metrics.requests.series()).isEmpty();
    }
}
