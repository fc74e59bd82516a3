package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.scrape.ScrapeAnswer.Reply;
import dev.fennel.exposition.scrape.Scraper.Wanted;
import dev.fennel.metrics.Gauge;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a body, and of the buffers that it is in, when the encoder itself fails half-way. */
class BodyEncoderTest {
    private static final Deadline AMPLE = Deadline.of(Duration.ofHours(1));
    private static final Wanted TEXT = new Wanted(Format.TEXT, false, NameFilter.of(""), Duration.ofHours(1), false);

    private final Registry registry = Registry.create();
    private final List<GatherError> reported = new ArrayList<>();
    private final AtomicInteger done = new AtomicInteger();
    private final List<FailingEncoder> encoders = new ArrayList<>();
    private final BufferPool pool = new BufferPool(1 << 20, Duration.ZERO, this::newBuffers);

    /** What the next encoders fail with, and where; null for nowhere. */
    private Throwable failure;

    private Step failing = Step.ENCODING;

    /** Where an encoder fails. */
    private enum Step {
        ENCODING,
        FINISHING,
        MEASURING
    }

    @BeforeEach
    void register() {
        Gauge.builder("a", "").register(registry);
        Gauge.builder("b", "").register(registry);
    }

    private Buffers newBuffers(Buffers.Use use) {
        FailingEncoder encoder = new FailingEncoder(use.format().newEncoder());
        encoders.add(encoder);
        return new Buffers(use, encoder);
    }

    private Reply make(ErrorHandling handling) {
        Gatherer gatherer = () -> {
            assertThat(pool.bytes()).as("held while collectors run").isZero();
            return new GatherResult(registry.gather().families(), List.of(), done::incrementAndGet);
        };
        return new BodyEncoder(gatherer, handling, List.of(reported::addAll), ScraperMetrics.unregistered(), pool)
                .make(TEXT, AMPLE);
    }

    private static String text(Reply reply) {
        return new String(reply.bytes(), 0, reply.length(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void halfABodyIsNotServedAndItsBuffersAreNotUsedAgain(Step step) {
        failing = step;
        failure = new IllegalStateException("planted");
        Reply reply = make(ErrorHandling.CONTINUE);

        assertThat(reply.status()).isEqualTo(500);
        assertThat(text(reply)).contains("encoder: 1 error").doesNotContain("# TYPE");
        assertThat(reported).containsExactly(GatherError.of("encoder", failure));
        assertThat(done).hasValue(1);
        assertThat(pool.bytes()).isZero();

        failure = null;
        Reply whole = make(ErrorHandling.CONTINUE);
        assertThat(text(whole)).contains("\na 0\n", "\nb 0\n");
        assertThat(encoders).hasSize(2);
        whole.release().run();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void lackOfMemoryLeavesNothingTaken(Step step) {
        failing = step;
        failure = new OutOfMemoryError("planted");

        assertThatThrownBy(() -> make(ErrorHandling.CONTINUE)).isSameAs(failure);
        assertThat(done).hasValue(1);
        assertThat(pool.bytes()).isZero();
    }

    @Test
    void metricsAreDoneBeforeErrorsAreReported() {
        failure = new IllegalStateException("planted");
        AtomicInteger doneBefore = new AtomicInteger();
        Gatherer gatherer = () -> new GatherResult(registry.gather().families(), List.of(), done::incrementAndGet);
        Reply reply = new BodyEncoder(
                        gatherer,
                        ErrorHandling.CONTINUE,
                        List.of(errors -> doneBefore.set(done.get())),
                        ScraperMetrics.unregistered(),
                        pool)
                .make(TEXT, AMPLE);

        assertThat(reply.status()).isEqualTo(500);
        assertThat(doneBefore).hasValue(1);
    }

    /** Writes the first family, and then perhaps fails. */
    private final class FailingEncoder implements Encoder {
        private final Encoder encoder;
        private final Throwable fault = failure;
        private int bodies;

        FailingEncoder(Encoder encoder) {
            this.encoder = encoder;
        }

        private void failAt(Step step) {
            if (fault != null && failing == step) {
                throw BodyEncoderTest.<RuntimeException>unchecked(fault);
            }
        }

        @Override
        public void encodeAll(List<MetricFamily> families) {
            encoder.encode(families.get(0));
            failAt(Step.ENCODING);
            families.subList(1, families.size()).forEach(encoder::encode);
        }

        @Override
        public void finish() {
            encoder.finish();
            failAt(Step.FINISHING);
        }

        /** Served first, and then measured. */
        @Override
        public ByteBuffer body() {
            if (bodies++ == 1) {
                failAt(Step.MEASURING);
            }
            return encoder.body();
        }

        @Override
        public void reset() {
            encoder.reset();
        }

        @Override
        public void encode(MetricFamily family) {
            encoder.encode(family);
        }

        @Override
        public List<GatherError> errors() {
            return encoder.errors();
        }

        @Override
        public int size() {
            return encoder.size();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            encoder.writeTo(out);
        }

        @Override
        public byte[] toByteArray() {
            return encoder.toByteArray();
        }
    }

    @SuppressWarnings("unchecked") // throws what it is given, unseen by the compiler
    private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
