package dev.fennel.exposition.graphite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Scheduled pushes, and how they end. */
class ScheduledPushTest {
    private final Registry registry = Registry.pedantic();
    private final Counter jobs = Counter.builder("jobs_total", "Jobs.").register(registry);
    private final BlockingQueue<String> reported = new LinkedBlockingQueue<>();

    private GraphiteBridge.Builder builder(InetSocketAddress address) {
        return GraphiteBridge.builder(address)
                .registry(registry)
                .interval(Duration.ofMillis(1))
                .timeout(Duration.ofDays(1))
                .errorLog((GatherError error) -> reported.add(error.message()));
    }

    private String nextReported() throws InterruptedException {
        String message = reported.poll(60, TimeUnit.SECONDS);
        assertThat(message).as("an error within a minute").isNotNull();
        return message;
    }

    @Test
    void pushesFollowEachOtherUntilTheBridgeIsClosed() throws Exception {
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            GraphiteBridge bridge = builder(carbon.address()).build();
            bridge.start();
            assertThat(carbon.received()).startsWith("jobs_total 0 ");
            jobs.inc();
            String body = carbon.received();
            while (body.startsWith("jobs_total 0 ")) {
                body = carbon.received();
            }
            assertThat(body).startsWith("jobs_total 1 ");
            bridge.close();
            bridge.close();
            assertThat(reported).isEmpty();
        }
    }

    @Test
    void failedPushIsReportedAndTheNextIsTried() throws Exception {
        InetSocketAddress nobody = new InetSocketAddress("127.0.0.1", FreePort.find());
        try (GraphiteBridge bridge = builder(nobody).build()) {
            bridge.start();
            for (int i = 0; i < 3; i++) {
                assertThat(nextReported()).startsWith("cannot push to 127.0.0.1:" + nobody.getPort() + ": ");
            }
        }
    }

    @Test
    void throwingGathererIsReportedAndTheNextPushIsTried() throws Exception {
        AtomicInteger gathers = new AtomicInteger();
        try (FakeCarbon carbon = FakeCarbon.reading();
                GraphiteBridge bridge = builder(carbon.address())
                        .gatherer(() -> {
                            if (gathers.getAndIncrement() == 0) {
                                throw new AssertionError("boom");
                            }
                            return registry.gather();
                        })
                        .build()) {
            bridge.start();
            assertThat(carbon.received()).startsWith("jobs_total 0 ");
            assertThat(nextReported()).isEqualTo("push failed: threw java.lang.AssertionError: boom");
        }
    }

    @Test
    void exceptionWithoutAMessageIsReportedAndTheNextPushIsTried() throws Exception {
        AtomicInteger gathers = new AtomicInteger();
        try (FakeCarbon carbon = FakeCarbon.reading();
                GraphiteBridge bridge = builder(carbon.address())
                        .gatherer(() -> {
                            if (gathers.getAndIncrement() == 0) {
                                sneakyThrow(new IOException());
                            }
                            return registry.gather();
                        })
                        .build()) {
            bridge.start();
            assertThat(carbon.received()).startsWith("jobs_total 0 ");
            assertThat(nextReported()).isEqualTo("push failed: threw java.io.IOException");
        }
    }

    @Test
    void exceptionWithoutATextIsReportedAndTheNextPushIsTried() throws Exception {
        AtomicInteger gathers = new AtomicInteger();
        try (FakeCarbon carbon = FakeCarbon.reading();
                GraphiteBridge bridge = builder(carbon.address())
                        .gatherer(() -> {
                            if (gathers.getAndIncrement() == 0) {
                                throw new TextlessException();
                            }
                            return registry.gather();
                        })
                        .build()) {
            bridge.start();
            assertThat(carbon.received()).startsWith("jobs_total 0 ");
            assertThat(nextReported()).isEqualTo("push failed: threw " + TextlessException.class.getName());
        }
    }

    private static final class TextlessException extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String toString() {
            throw new AssertionError("no text");
        }
    }

    /** Throws what foreign code can throw without declaring it. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneakyThrow(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void pushThatHangsIsAloneAndEndsWhenTheBridgeIsClosed() throws Exception {
        GaugeVec.builder("large", "More than buffers hold.", "text")
                .register(registry)
                .withLabelValues("x".repeat(32 << 20));
        AtomicInteger connections = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (FakeCarbon carbon = FakeCarbon.treating(connection -> {
            connections.incrementAndGet();
            connection.read();
            begun.countDown();
            FakeCarbon.await(closed);
            connection.readAllBytes(); // comes to an end only if the other side closes
            ended.countDown();
        })) {
            GraphiteBridge bridge = builder(carbon.address()).build();
            bridge.start();
            FakeCarbon.await(begun);
            bridge.close();
            closed.countDown();
            FakeCarbon.await(ended);
            assertThat(connections).hasValue(1);
            assertThat(reported).as("what closing ends is no failure").isEmpty();
        }
    }

    @Test
    void lastPushIsMadeWhenTheBridgeIsClosedIfItIsWanted() throws Exception {
        Gauge.builder("other", "Another.").register(registry);
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            GraphiteBridge started = builder(carbon.address())
                    .interval(Duration.ofDays(1))
                    .pushOnClose(true)
                    .build();
            started.start();
            jobs.inc();
            started.close();
            assertThat(carbon.received()).startsWith("jobs_total 1 ");
            started.close();
            GraphiteBridge notStarted =
                    builder(carbon.address()).pushOnClose(true).build();
            jobs.inc();
            notStarted.close();
            assertThat(carbon.received()).startsWith("jobs_total 2 ");
            builder(carbon.address()).build().close();
            started.push();
            assertThat(carbon.received()).as("closing ends the schedule only").startsWith("jobs_total 2 ");
            assertThat(carbon.isDrained()).isTrue();
        }
    }

    @Test
    void lastPushThatFailsIsReported() throws Exception {
        InetSocketAddress nobody = new InetSocketAddress("127.0.0.1", FreePort.find());
        builder(nobody).pushOnClose(true).build().close();
        assertThat(nextReported()).startsWith("cannot push to 127.0.0.1:");
        builder(nobody)
                .gatherer(() -> {
                    throw new IllegalStateException("boom");
                })
                .pushOnClose(true)
                .build()
                .close();
        assertThat(nextReported()).isEqualTo("push failed: threw java.lang.IllegalStateException: boom");
    }

    @Test
    void bridgeStartsOnceAndNotWhenClosed() {
        InetSocketAddress nobody = new InetSocketAddress("127.0.0.1", 1);
        GraphiteBridge bridge = builder(nobody).interval(Duration.ofDays(1)).build();
        bridge.start();
        assertThatIllegalStateException()
                .isThrownBy(bridge::start)
                .withMessage("bridge to 127.0.0.1:1 was already started");
        bridge.close();
        assertThatIllegalStateException().isThrownBy(bridge::start).withMessage("bridge to 127.0.0.1:1 is closed");
    }
}
