package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.httpserver.PlatformThreads.Interruptible;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;

@Timeout(60)
class PlatformThreadsTest {
    private final PlatformThreads platform = new PlatformThreads();

    @Test
    void platformThreadWorksItself() {
        assertThat(platform.<Thread>call(Thread::currentThread)).isSameAs(Thread.currentThread());
    }

    @Test
    void threadThatWasInterruptedForItsWorkGoesOnWithoutTheInterrupt() {
        AtomicReference<Interruptible<Boolean>> self = new AtomicReference<>();
        self.set(new Interruptible<>(() -> {
            self.get().interrupt();
            return Thread.currentThread().isInterrupted();
        }));

        assertThat(self.get().run()).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void threadWhoseWorkFailsAfterAnInterruptGoesOnWithoutIt() {
        AtomicReference<Interruptible<Boolean>> self = new AtomicReference<>();
        self.set(new Interruptible<>(() -> {
            self.get().interrupt();
            throw new IllegalStateException("planted");
        }));

        assertThatThrownBy(self.get()::run).hasMessage("planted");
        assertThat(Thread.interrupted()).isFalse();
        self.get().interrupt();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void interruptBeforeTheWorkReachesItAndOneAfterItReachesNobody() {
        Interruptible<Boolean> work = new Interruptible<>(Thread.currentThread()::isInterrupted);
        work.interrupt();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(work.run()).isTrue();

        Interruptible<Boolean> done = new Interruptible<>(Thread.currentThread()::isInterrupted);
        assertThat(done.run()).isFalse();
        done.interrupt();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Nested
    @EnabledForJreRange(minVersion = 24)
    class VirtualThread {
        private final ExecutorService virtual = VirtualThreads.newExecutor().orElseThrow();

        @AfterEach
        void end() {
            virtual.shutdownNow();
        }

        @Test
        void hasAPlatformThreadWorkForIt() throws Exception {
            assertThat(call(VirtualThreads::isCurrent)).isFalse();
        }

        @Test
        void isThrownWhatTheWorkThrows() {
            assertThatThrownBy(() -> call(() -> {
                        throw new IllegalStateException("disk is gone");
                    }))
                    .hasRootCauseMessage("disk is gone")
                    .hasRootCauseExactlyInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> call(() -> {
                        throw new NoClassDefFoundError("com/acme/Disk");
                    }))
                    .hasRootCauseExactlyInstanceOf(NoClassDefFoundError.class);
            assertThatThrownBy(() -> call(() -> sneakyThrow(new IOException("not declared"))))
                    .hasRootCauseExactlyInstanceOf(IOException.class);
        }

        @Test
        void interruptsTheWorkAndStaysInterrupted() throws Exception {
            CountDownLatch working = new CountDownLatch(1);
            Thread[] caller = new Thread[1];
            Future<Boolean> stays = virtual.submit(() -> {
                caller[0] = Thread.currentThread();
                String work = platform.call(() -> {
                    working.countDown();
                    return sleepUntilInterrupted();
                });
                assertThat(work).isEqualTo("interrupted");
                return Thread.currentThread().isInterrupted();
            });
            working.await();
            caller[0].interrupt();

            assertThat(stays.get()).isTrue();
            assertThat(call(() -> Thread.currentThread().isInterrupted())).isFalse();
        }

        @Test
        void sharesItsExchangeWithTheWork() throws Exception {
            SlowClientGuard exchanges = new SlowClientGuard(virtual, () -> false, Duration.ofHours(1));
            GuardedExchange[] seen = new GuardedExchange[2];
            CountDownLatch done = new CountDownLatch(1);
            exchanges.execute(() -> {
                seen[0] = GuardedExchange.current();
                seen[1] = platform.call(GuardedExchange::current);
                done.countDown();
            });
            done.await();
            exchanges.close(Duration.ZERO);

            assertThat(seen[0]).isNotNull().isSameAs(seen[1]);
        }

        private <T> T call(Supplier<T> work) throws Exception {
            return virtual.submit(() -> platform.call(work)).get();
        }
    }

    /** Throws what foreign code can throw without declaring it. */
    @SuppressWarnings("unchecked")
    private static <R, T extends Throwable> R sneakyThrow(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static String sleepUntilInterrupted() {
        try {
            new CountDownLatch(1).await();
            return "awake";
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }
}
