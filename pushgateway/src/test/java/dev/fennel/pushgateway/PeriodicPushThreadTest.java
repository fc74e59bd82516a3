package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread of periodic pushes: in which order it is told things, and what it leaves behind. */
@Timeout(60)
class PeriodicPushThreadTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final SteppedPushClock clock = new SteppedPushClock();
    private FakeGateway gateway;

    @BeforeEach
    void startGateway() throws IOException {
        gateway = FakeGateway.answering(200);
    }

    @AfterEach
    void stopGateway() {
        gateway.close();
    }

    private Pusher pusher() {
        return Pusher.to(gateway.url(), "j");
    }

    private static Consumer<Throwable> ignoring() {
        return new ArrayList<Throwable>()::add;
    }

    private static boolean isPushing(Pusher pusher) {
        pusher.begin();
        return !pusher.leave();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** It goes to its end here before the caller goes on: it knows that there is no time for a final push. */
    @Test
    void threadThatIsInterruptedKnowsThatTimeIsOut() {
        AtomicInteger gathers = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        Pusher pusher = pusher().timeout(Duration.ofMillis(1)).gatherer(() -> {
            begun.countDown();
            if (gathers.incrementAndGet() == 1) {
                await(new CountDownLatch(1)); // until it is interrupted
            }
            return Gathered.ROOM.gather();
        });
        ThreadFactory obedient = work -> new Thread(work) {
            @Override
            public void interrupt() {
                super.interrupt();
                if (Thread.currentThread() != this) {
                    PeriodicPushThreadTest.join(this);
                }
            }
        };
        PeriodicPush pushes = PeriodicPush.start(pusher, INTERVAL, ignoring(), clock, obedient);
        await(begun);
        pushes.close();

        assertThat(gathers).hasValue(1);
        assertThat(isPushing(pusher)).isFalse();
    }

    @Test
    void pusherKnowsOfThePushesFromBeforeTheFirstToAfterTheLast() {
        CountDownLatch gathered = new CountDownLatch(1);
        AtomicBoolean known = new AtomicBoolean(true);
        Pusher pusher = pusher();
        pusher.gatherer(() -> {
            known.compareAndSet(true, isPushing(pusher));
            gathered.countDown();
            return Gathered.ROOM.gather();
        });
        ThreadFactory quick = work -> new Thread(work) {
            @Override
            public void start() {
                super.start();
                await(gathered);
            }
        };
        PeriodicPush.start(pusher, INTERVAL, ignoring(), clock, quick).close();

        assertThat(gateway.requests()).hasSize(2);
        assertThat(known).isTrue();
        assertThat(isPushing(pusher)).isFalse();
    }

    @Test
    void nothingIsHeldOnceTheThreadHasEnded() throws Exception {
        ReferenceQueue<Object> gone = new ReferenceQueue<>();
        Reference<Object> held = startWhatEndsAtOnce(gone);
        Reference<?> collected = null;
        while (collected == null) {
            System.gc();
            collected = gone.remove(100);
        }

        assertThat((Object) collected).isSameAs(held);
        assertThat(gateway.requests()).hasSize(2);
    }

    /** The clock has been stopped, and the thread ends before the start has returned. */
    private Reference<Object> startWhatEndsAtOnce(ReferenceQueue<Object> gone) {
        Consumer<Throwable> hook = ignoring();
        clock.stop();
        PeriodicPush.start(pusher(), INTERVAL, hook, clock, work -> new Thread(work) {
            @Override
            public void start() {
                super.start();
                PeriodicPushThreadTest.join(this);
            }
        });
        return new PhantomReference<>(hook, gone);
    }

    @Test
    void closeDoesNotWaitForAThreadThatHasDied() {
        PushClock broken = new FakePushClock(0) {
            @Override
            public long nanoTime() {
                throw new OutOfMemoryError("planted");
            }
        };
        Pusher pusher = pusher().timeout(Duration.ofDays(1));
        PeriodicPush.start(pusher, INTERVAL, ignoring(), broken, work -> {
                    Thread thread = new Thread(work);
                    thread.setUncaughtExceptionHandler((dead, thrown) -> {});
                    return thread;
                })
                .close();

        assertThat(gateway.requests()).isEmpty();
        assertThat(isPushing(pusher)).isFalse();
    }
}
