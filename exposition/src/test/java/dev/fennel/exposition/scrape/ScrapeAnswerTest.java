package dev.fennel.exposition.scrape;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.scrape.ScrapeAnswer.Reply;
import dev.fennel.metrics.Gauge;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import dev.fennel.testsupport.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrapeAnswerTest {
    private final Registry registry = Registry.create();
    private final Scraper scraper = Scraper.builder().registry(registry).build();

    @BeforeEach
    void fill() {
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry).set(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity"})
    void bodyIsTheSameHoweverItIsTaken(String encoding) throws IOException {
        try (ScrapeAnswer answer = answer("GET", encoding)) {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            answer.writeTo(written);
            ByteBuffer view = answer.toByteBuffer();
            byte[] read = new byte[view.remaining()];
            view.get(read);

            assertThat(written.toByteArray()).isEqualTo(answer.toByteArray()).isEqualTo(read);
            assertThat(answer.contentLength()).isEqualTo(read.length);
            assertThat(answer.toByteBuffer().isReadOnly()).isTrue();
            assertThat(answer.toByteBuffer().position()).isZero();
        }
    }

    @Test
    void headHasNoBodyHoweverItIsTaken() throws IOException {
        try (ScrapeAnswer answer = answer("HEAD", "gzip")) {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            answer.writeTo(written);

            assertThat(written.size()).isZero();
            assertThat(answer.toByteBuffer().remaining()).isZero();
            assertThat(answer.toByteArray()).isEmpty();
            assertThat(answer.contentLength()).isPositive();
        }
    }

    @Test
    void closedAnswerHasNoBody() {
        ScrapeAnswer answer = answer("GET", "identity");
        answer.close();

        assertThatThrownBy(answer::toByteArray).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(answer::toByteBuffer).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> answer.writeTo(new ByteArrayOutputStream()))
                .hasMessage("the answer is closed, its body is not there any more");
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void openAnswersHaveBodiesOfTheirOwn() {
        ScrapeAnswer first = answer("GET", "identity");
        String before = text(first);
        try (ScrapeAnswer second = answer("GET", "identity")) {
            assertThat(text(first)).isEqualTo(before);
            assertInFlight(second, 2);
        }
        assertThat(text(first)).isEqualTo(before);
        assertInFlight(first, 1);
        first.close();
    }

    @Test
    void closingAgainDoesNothing() {
        ScrapeAnswer closed = answer("GET", "identity");
        closed.close();
        try (ScrapeAnswer one = answer("GET", "identity")) {
            closed.close();
            try (ScrapeAnswer two = answer("GET", "identity")) {
                assertInFlight(one, 1);
                assertInFlight(two, 2);
            }
        }
    }

    @Test
    void closingAtTheSameTimeReleasesOnce() throws Exception {
        int answers = 20_000;
        AtomicInteger released = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        ScrapeAnswer[] all = new ScrapeAnswer[answers];
        Arrays.setAll(all, i -> new ScrapeAnswer(reply(released::incrementAndGet), false, ended::incrementAndGet));
        AtomicInteger arrived = new AtomicInteger();
        Threads.run(2, number -> {
            for (int i = 0; i < answers; i++) {
                meet(arrived, 2 * (i + 1));
                all[i].close();
            }
        });
        assertThat(released).hasValue(answers);
        assertThat(ended).hasValue(answers);
    }

    private static Reply reply(Runnable release) {
        return new Reply(200, new LinkedHashMap<>(), new byte[0], 0, release);
    }

    /** Waits until all have arrived. */
    private static void meet(AtomicInteger arrived, int all) {
        arrived.incrementAndGet();
        for (int spins = 1; arrived.get() < all; spins++) {
            if (spins % 1_000 == 0) {
                Thread.yield(); // to the other, if there is one processor only
            }
        }
    }

    /** A request that has ended is not in flight, whatever happens to its memory. */
    @Test
    void requestEndsEvenIfItsReleaseThrows() {
        AtomicInteger more = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        Reply broken = reply(() -> {
            throw new IllegalStateException("planted");
        });
        ScrapeAnswer answer =
                new ScrapeAnswer(broken.alsoReleasing(more::incrementAndGet), false, ended::incrementAndGet);

        assertThatThrownBy(answer::close).hasMessage("planted");
        assertThat(more).hasValue(1);
        assertThat(ended).hasValue(1);
        answer.close();
        assertThat(ended).hasValue(1);
    }

    @Test
    void headersCannotBeChanged() {
        try (ScrapeAnswer answer = answer("GET", "identity")) {
            assertThatThrownBy(() -> answer.headers().put("Server", "mine"))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    private ScrapeAnswer answer(String method, String encoding) {
        return scraper.scrape(method, name -> name.equals("Accept-Encoding") ? List.of(encoding) : null, null);
    }

    private static void assertInFlight(ScrapeAnswer answer, int requests) {
        assertThatMetrics(GatheredMetrics.parse(text(answer)))
                .named("promhttp_metric_handler_requests_in_flight")
                .hasValue(requests);
    }

    private static String text(ScrapeAnswer answer) {
        return new String(answer.toByteArray(), StandardCharsets.UTF_8);
    }
}
