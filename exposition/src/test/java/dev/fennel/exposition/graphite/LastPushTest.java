package dev.fennel.exposition.graphite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.fennel.metrics.Counter;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes that fail with what is worse than an exception, and the push at the end. */
class LastPushTest {
    private final Registry registry = Registry.pedantic();
    private final BlockingQueue<String> reported = new LinkedBlockingQueue<>();
    private final AtomicInteger gathers = new AtomicInteger();

    LastPushTest() {
        Counter.builder("jobs_total", "Jobs.").register(registry);
    }

    private GraphiteBridge.Builder builder(FakeCarbon carbon) {
        return GraphiteBridge.builder(carbon.address())
                .registry(registry)
                .interval(Duration.ofMillis(1))
                .timeout(Duration.ofDays(1))
                .pushOnClose(true)
                .errorLog((GatherError error) -> reported.add(error.message()));
    }

    private GatherResult throwFirst(Error thrown) {
        if (gathers.getAndIncrement() == 0) {
            throw thrown;
        }
        return registry.gather();
    }

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class, NoClassDefFoundError.class})
    void errorOfAPushIsReportedAndTheNextIsTried(Class<? extends Error> type) throws Exception {
        Error thrown = type.getConstructor(String.class).newInstance("boom");
        try (FakeCarbon carbon = FakeCarbon.reading();
                GraphiteBridge bridge = builder(carbon)
                        .gatherer(() -> throwFirst(thrown))
                        .pushOnClose(false)
                        .build()) {
            bridge.start();
            assertThat(carbon.received()).startsWith("jobs_total 0 ");
            assertThat(reported.poll(60, TimeUnit.SECONDS))
                    .isEqualTo("push failed: threw " + type.getName() + ": boom");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class, NoClassDefFoundError.class})
    void errorOfTheLastPushIsReportedAndNotThrown(Class<? extends Error> type) throws Exception {
        Error thrown = type.getConstructor(String.class).newInstance("boom");
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            GraphiteBridge bridge =
                    builder(carbon).gatherer(() -> throwFirst(thrown)).build();
            assertThatNoException().isThrownBy(bridge::close);
            assertThat(reported).containsExactly("push failed: threw " + type.getName() + ": boom");
        }
    }

    @Test
    void brokenLoggerEndsNeitherTheScheduleNorAPush() throws Exception {
        Logger logger = Logger.getLogger("dev.fennel.exposition.graphite");
        Handler broken = new BrokenHandler();
        logger.addHandler(broken);
        logger.setUseParentHandlers(false);
        try (FakeCarbon carbon = FakeCarbon.reading();
                GraphiteBridge bridge = builder(carbon)
                        .gatherer(() -> new GatherResult(
                                throwFirst(new AssertionError("boom")).families(),
                                List.of(new GatherError("a collector failed"))))
                        .errorLog(error -> {
                            throw new OutOfMemoryError("boom");
                        })
                        .build()) {
            bridge.start();
            assertThat(carbon.received()).startsWith("jobs_total 0 ");
        } finally {
            logger.removeHandler(broken);
            logger.setUseParentHandlers(true);
        }
    }

    private static final class BrokenHandler extends Handler {
        @Override
        public void publish(LogRecord entry) {
            throw new AssertionError("broken");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void interruptedCloseStillPushesAndStaysInterrupted() throws Exception {
        CountDownLatch gathering = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            GraphiteBridge bridge = builder(carbon)
                    .gatherer(() -> {
                        if (gathers.getAndIncrement() == 0) {
                            gathering.countDown();
                            awaitIgnoringInterrupts(mayEnd);
                        }
                        return registry.gather();
                    })
                    .build();
            bridge.start();
            FakeCarbon.await(gathering);
            Thread.currentThread().interrupt(); // so that close() does not wait for the push that hangs
            bridge.close();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(carbon.received()).startsWith("jobs_total 0 ");
            mayEnd.countDown();
            assertThat(reported).isEmpty();
        }
    }

    @Test
    void lastPushBeginsWhenTheScheduledOneHasEnded() throws Exception {
        CountDownLatch gathering = new CountDownLatch(1);
        BlockingQueue<String> order = new LinkedBlockingQueue<>();
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            GraphiteBridge bridge = builder(carbon)
                    .gatherer(() -> {
                        if (gathers.getAndIncrement() == 0) {
                            gathering.countDown();
                            awaitInterrupt();
                            order.add("scheduled push has ended");
                        } else {
                            order.add("last push");
                        }
                        return registry.gather();
                    })
                    .build();
            bridge.start();
            FakeCarbon.await(gathering);
            bridge.close();
            assertThat(order).containsExactly("scheduled push has ended", "last push");
            assertThat(carbon.received()).startsWith("jobs_total 0 ");
            assertThat(carbon.isDrained())
                    .as("what was gathered when the bridge was closed is not sent")
                    .isTrue();
        }
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // Closing interrupts the push.
        }
    }

    private static void awaitIgnoringInterrupts(CountDownLatch latch) {
        boolean over = false;
        while (!over) {
            try {
                over = latch.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                // As a user's code may do.
            }
        }
    }
}
