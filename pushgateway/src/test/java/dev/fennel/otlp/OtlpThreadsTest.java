package dev.fennel.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.metrics.GaugeVec;
import dev.fennel.pushgateway.Retries;
import dev.fennel.registry.Registry;
import java.io.InterruptedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One push used by several threads, and one that is interrupted. */
class OtlpThreadsTest {
    private final Registry registry = Registry.create();
    private final GaugeVec depth =
            GaugeVec.builder("queue.depth", "Jobs.", "queue").register(registry);

    private OtlpPush to(FakeCollector collector) {
        return OtlpPush.to(collector.url(), "shop").gatherer(registry);
    }

    private void measure(int series) {
        for (int i = 0; i < series; i++) {
            depth.withLabelValues("q" + i).set(i);
        }
    }

    @Test
    void interruptEndsThePushAndStaysSet() throws Exception {
        CountDownLatch tested = new CountDownLatch(1);
        Thread pushing = Thread.currentThread();
        try (FakeCollector collector = new FakeCollector().then(200, "").then(exchange -> {
            pushing.interrupt();
            await(tested);
        })) {
            measure(3);
            assertThatExceptionOfType(OtlpException.class)
                    .isThrownBy(() -> to(collector)
                            .pointsPerRequest(1)
                            .retries(Retries.attempts(3))
                            .push())
                    .withCauseInstanceOf(InterruptedIOException.class)
                    .satisfies(e -> assertThat(e.result()).isEqualTo(new OtlpResult(3, 1, 3, 1, 0, "")));
            assertThat(Thread.interrupted()).isTrue();
            tested.countDown();
            assertThat(collector.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pushesOfSeveralThreadsAtOnceAreEachWhole(boolean json) throws Exception {
        try (FakeCollector collector = new FakeCollector()) {
            measure(50);
            OtlpPush push = json ? to(collector).json().gzip() : to(collector);
            push.pointsPerRequest(20);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Future<OtlpResult>> results =
                        threads.invokeAll(Collections.nCopies(8, push::push), 60, TimeUnit.SECONDS);
                for (Future<OtlpResult> result : results) {
                    assertThat(result.get()).isEqualTo(new OtlpResult(3, 3, 50, 50, 0, ""));
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(collector.metrics())
                    .hasSize(24)
                    .extracting(metric -> metric.replaceAll("(?s).*time_unix_nano: ([0-9]+).*", "$1"))
                    .satisfies(times -> assertThat(Set.copyOf(times)).hasSize(8));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
