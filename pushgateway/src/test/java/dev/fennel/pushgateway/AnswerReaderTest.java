package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which order a reader asks for parts of a body, completes its stage, and has the connection closed. */
class AnswerReaderTest {
    private static final int MOST = 8;

    private final AnswerReader reader = new AnswerReader(MOST);
    private final List<String> events = new ArrayList<>();

    @BeforeEach
    void subscribe() {
        reader.getBody().thenAccept(read -> events.add("complete"));
        reader.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                events.add("request " + n);
            }

            @Override
            public void cancel() {
                events.add("cancel");
            }
        });
    }

    private void next(String... parts) {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (String part : parts) {
            buffers.add(ByteBuffer.wrap(part.getBytes(StandardCharsets.US_ASCII)));
        }
        reader.onNext(buffers);
    }

    private String body() {
        return new String(reader.body(), StandardCharsets.US_ASCII);
    }

    @Test
    void oneAfterTheOtherIsAskedFor() {
        next("ab");
        next("cd", "ef");
        reader.onComplete();

        assertThat(events).containsExactly("request 1", "request 1", "request 1", "complete");
        assertThat(body()).isEqualTo("abcdef");
    }

    /** The client could report a connection that is closed earlier as a failure, in place of the answer. */
    @Test
    void connectionIsClosedOnlyOnceTheAnswerIsThere() {
        next("abcde");
        next("fghij", "klm");
        assertThat(events).containsExactly("request 1", "request 1", "complete");
        assertThat(body()).isEqualTo("abcdefgh");

        reader.end();
        assertThat(events).endsWith("complete", "cancel").hasSize(4);
    }

    /** Another exchange may be using it by then. */
    @Test
    void connectionWhoseAnswerWasReadToItsEndIsLeftAlone() {
        next("abcdefgh");
        reader.onComplete();
        reader.end();

        assertThat(events).containsExactly("request 1", "request 1", "complete");
        assertThat(body()).isEqualTo("abcdefgh");
    }
}
