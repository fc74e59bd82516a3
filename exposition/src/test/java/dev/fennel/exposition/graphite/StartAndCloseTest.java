package dev.fennel.exposition.graphite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.metrics.Counter;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bridge that is closed at the worst moments of its start and of its pushes. */
@Timeout(60)
class StartAndCloseTest {
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofDays(300);

    private final Registry registry = Registry.pedantic();
    private final Counter jobs = Counter.builder("jobs_total", "Jobs.").register(registry);
    private final AtomicInteger gathers = new AtomicInteger();
    private final BlockingQueue<String> reported = new LinkedBlockingQueue<>();
    private final AtomicReference<GraphiteBridge> bridge = new AtomicReference<>();
    private final CountDownLatch pushed = new CountDownLatch(1);

    private GraphiteBridge.Builder builder(InetSocketAddress address) {
        return GraphiteBridge.builder(address)
                .gatherer(() -> {
                    gathers.incrementAndGet();
                    return registry.gather();
                })
                .interval(SOON)
                .errorLog((GatherError error) -> reported.add(error.message()));
    }

    @Test
    void bridgeThatIsClosedBeforeItHasAScheduleStopsTheOneThatItStarts() {
        AtomicReference<PushSchedule> made = new AtomicReference<>();
        bridge.set(builder(new InetSocketAddress("127.0.0.1", 1))
                .schedules((interval, work) -> {
                    made.set(new PushSchedule(NEVER, work));
                    bridge.get().close(); // finds no schedule yet
                    return made.get();
                })
                .build());
        bridge.get().start();

        assertThat(made.get().isStopped()).isTrue();
    }

    @Test
    void pushWhoseBridgeWasClosedJustBeforeItDoesNotBegin() throws Exception {
        bridge.set(builder(new InetSocketAddress("127.0.0.1", 1))
                .schedules((interval, work) -> new PushSchedule(interval, itself -> {
                    bridge.get().close(); // its connection is still to be made
                    work.accept(itself);
                    pushed.countDown();
                }))
                .build());
        bridge.get().start();
        FakeCarbon.await(pushed);

        assertThat(gathers).hasValue(0);
        assertThat(reported).isEmpty();
    }

    @Test
    void connectionOfAPushIsClosedWithTheBridgeFromWhenThePushMayBegin() throws Exception {
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            bridge.set(builder(carbon.address())
                    .schedules((interval, work) -> new ClosedOnceItMayPush(interval, work))
                    .build());
            bridge.get().start();
            FakeCarbon.await(pushed);
            assertThat(gathers).hasValue(1);
            jobs.inc();
            bridge.get().push();

            assertThat(carbon.received()).as("the first that arrives").startsWith("jobs_total 1 ");
            assertThat(reported).isEmpty();
        }
    }

    /** Closes the bridge just after a push has seen that it may begin. */
    private final class ClosedOnceItMayPush extends PushSchedule {
        ClosedOnceItMayPush(Duration interval, Consumer<PushSchedule> work) {
            super(interval, itself -> {
                work.accept(itself);
                pushed.countDown();
            });
        }

        @Override
        boolean isStopped() {
            boolean stopped = super.isStopped();
            bridge.get().close();
            return stopped;
        }
    }

    /** The hook at the end of the JVM would hold it. */
    @ParameterizedTest
    @ValueSource(strings = {"closed", "closed while it starts", "not started for lack of memory"})
    void nothingIsHeldOfABridgeThatIs(String over) throws Exception {
        ReferenceQueue<Object> gone = new ReferenceQueue<>();
        Reference<Object> held = startAndEnd(over, gone);
        Reference<?> collected = null;
        while (collected == null && !Thread.currentThread().isInterrupted()) {
            System.gc();
            collected = gone.remove(100);
        }

        assertThat((Object) collected).isSameAs(held);
    }

    private static Reference<Object> startAndEnd(String over, ReferenceQueue<Object> gone) {
        Gatherer gatherer = new Empty();
        AtomicReference<GraphiteBridge> made = new AtomicReference<>();
        made.set(GraphiteBridge.builder("localhost", 1)
                .gatherer(gatherer)
                .interval(NEVER)
                .pushOnClose(true)
                .schedules((interval, work) -> {
                    if (over.equals("closed while it starts")) {
                        made.get().close();
                    }
                    return over.startsWith("not started")
                            ? new NotStarted(interval, work)
                            : new PushSchedule(interval, work);
                })
                .build());
        if (over.startsWith("not started")) {
            assertThatExceptionOfType(OutOfMemoryError.class)
                    .isThrownBy(() -> made.get().start());
        } else {
            made.get().start();
            made.get().close();
        }
        return new PhantomReference<>(gatherer, gone);
    }

    private static final class Empty implements Gatherer {
        @Override
        public GatherResult gather() {
            return new GatherResult(List.of(), List.of());
        }
    }

    private static final class NotStarted extends PushSchedule {
        NotStarted(Duration interval, Consumer<PushSchedule> work) {
            super(interval, work);
        }

        @Override
        void start() {
            throw new OutOfMemoryError("planted");
        }
    }
}
