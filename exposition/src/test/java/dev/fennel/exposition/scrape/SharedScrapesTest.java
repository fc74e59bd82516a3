package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.scrape.ScrapeAnswer.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SharedScrapesTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Deadline AMPLE = Deadline.of(NEVER.multipliedBy(3));

    private final List<Thread> threads = new ArrayList<>();
    /** The makers that have begun, each of which waits for a permit. */
    private final BlockingQueue<Integer> begun = new LinkedBlockingQueue<>();

    private final Semaphore permits = new Semaphore(0);
    private final AtomicInteger made = new AtomicInteger();
    private final List<Integer> released = new CopyOnWriteArrayList<>();
    private RuntimeException failure;

    /** Those of all replies; null for the number. */
    private Map<String, String> headers;

    @AfterEach
    void endAll() throws InterruptedException {
        permits.release(1000);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void requestThatComesDuringARoundGetsTheNextOneAndSharesIt() throws Exception {
        SharedScrapes<String> shared = shared(NEVER, false);
        CompletableFuture<Reply> first = request(shared, "text");
        begun.take();
        List<CompletableFuture<Reply>> late = requests(shared, 5);
        assertThat(begun).as("at most one at a time").isEmpty();
        permits.release();
        begun.take();
        permits.release();

        assertThat(number(first)).isEqualTo(1);
        for (CompletableFuture<Reply> one : late) {
            assertThat(number(one)).isEqualTo(2);
        }
        assertThat(made).hasValue(2);
    }

    @Test
    void bodyIsReleasedOnceAndByTheLastReader() throws Exception {
        SharedScrapes<String> shared = shared(NEVER, false);
        CompletableFuture<Reply> first = request(shared, "text");
        begun.take();
        List<CompletableFuture<Reply>> late = requests(shared, 3);
        permits.release(2);

        first.get().release().run();
        assertThat(released).containsExactly(1);
        late.get(2).get().release().run();
        late.get(0).get().release().run();
        assertThat(released).as("one still reads").containsExactly(1);
        late.get(1).get().release().run();
        assertThat(released).containsExactly(1, 2);
    }

    @Test
    void readersHaveHeadersOfTheirOwn() throws Exception {
        SharedScrapes<String> shared = shared(NEVER, false);
        CompletableFuture<Reply> first = request(shared, "text");
        begun.take();
        List<CompletableFuture<Reply>> late = requests(shared, 2);
        permits.release(2);
        first.get();
        late.get(0).get().headers().put("Mine", "yes");

        assertThat(late.get(1).get().headers()).doesNotContainKey("Mine");
    }

    @Test
    void requestsForSomethingElseGoTheirOwnWay() throws Exception {
        SharedScrapes<String> shared = shared(NEVER, false);
        request(shared, "text");
        request(shared, "protobuf");

        assertThat(List.of(begun.take(), begun.take())).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void joiningARunningRoundIsAChoice() throws Exception {
        SharedScrapes<String> shared = shared(NEVER, true);
        CompletableFuture<Reply> first = request(shared, "text");
        begun.take();
        CompletableFuture<Reply> second = request(shared, "text");
        awaitParked(threads.get(1));
        permits.release();

        first.get().release().run();
        assertThat(number(second)).isEqualTo(1);
        assertThat(released).isEmpty();
        second.get().release().run();
        assertThat(released).containsExactly(1);
        permits.release();
        assertThat(number(request(shared, "text")))
                .as("a round that has ended is not joined")
                .isEqualTo(2);
    }

    @Test
    void roundsThatHangAreOvertakenUntilThereAreTooMany() throws Exception {
        SharedScrapes<String> shared = shared(Duration.ZERO, false);
        List<CompletableFuture<Reply>> stuck = new ArrayList<>();
        for (int i = 0; i < SharedScrapes.MAX_ROUNDS; i++) {
            stuck.add(request(shared, "text"));
            begun.take();
        }

        assertThat(shared.isStuck()).isTrue();
        Reply refused = shared.get("text", Deadline.of(Duration.ofNanos(1)));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(new String(refused.bytes(), 0, refused.length(), StandardCharsets.UTF_8))
                .contains("a collector may hang");
        permits.release(SharedScrapes.MAX_ROUNDS);
        for (CompletableFuture<Reply> one : stuck) {
            assertThat(one.get().status()).isEqualTo(200);
        }
        permits.release();
        assertThat(shared.get("text", AMPLE).status())
                .as("once they have come back")
                .isEqualTo(200);
    }

    /** Otherwise one that hangs would have all that come later wait for it in vain, for ever. */
    @Test
    void roundWhoseTimeIsUpIsJoinedNoMore() throws Exception {
        SharedScrapes<String> shared = shared(Duration.ZERO, true);
        Deadline past = new Deadline(System.nanoTime(), System.nanoTime());
        for (int i = 1; i <= SharedScrapes.MAX_ROUNDS; i++) {
            request(shared, "text", past);
            assertThat(begun.poll(60, TimeUnit.SECONDS)).isEqualTo(i);
        }

        assertThat(shared.isStuck()).isTrue();
        permits.release(SharedScrapes.MAX_ROUNDS + 1);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(number(request(shared, "text"))).isEqualTo(SharedScrapes.MAX_ROUNDS + 1);
        assertThat(shared.isStuck()).isFalse();
        assertThat(shared.kinds()).isZero();
    }

    @Test
    void readerThatWaitsNoMoreDoesNotKeepTheBody() throws Exception {
        SharedScrapes<String> shared = shared(NEVER, false);
        CompletableFuture<Reply> first = request(shared, "text");
        begun.take();
        List<CompletableFuture<Reply>> late = requests(shared, 2);
        Thread waiter = threads.get(2); // the second of them may be the one that leads, which only hurries
        waiter.interrupt();
        Thread leader = threads.get(1);
        leader.interrupt();
        permits.release(3);
        first.get().release().run();
        for (CompletableFuture<Reply> one : late) {
            one.get().release().run();
        }

        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(released).hasSize(made.get());
        assertThat(shared.kinds()).isZero();
    }

    /** Others wait for its body, too. */
    @Test
    void roundWhoseLeaderIsInterruptedBeginsAtOnce() throws Exception {
        SharedScrapes<String> shared = shared(NEVER, false);
        request(shared, "text");
        begun.take();
        List<CompletableFuture<Reply>> late = requests(shared, 2);
        threads.get(1).interrupt();
        assertThat(begun.poll(60, TimeUnit.SECONDS)).as("beside the first").isEqualTo(2);
        permits.release(2);

        for (CompletableFuture<Reply> one : late) {
            assertThat(number(one)).isEqualTo(2);
        }
    }

    @Test
    void roundBeginsBesideOneThatHangsBeforeItsOwnTimeIsUp() throws Exception {
        SharedScrapes<String> shared = shared(NEVER, false);
        request(shared, "text");
        begun.take();
        request(shared, "text", Deadline.of(Duration.ofMillis(100)));

        assertThat(begun.poll(60, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void waitOfARoundIsTakenFromTheTimeOfItsCollectors() throws Exception {
        List<Deadline> deadlines = new CopyOnWriteArrayList<>();
        SharedScrapes<String> shared = new SharedScrapes<>(
                (wanted, deadline) -> {
                    deadlines.add(deadline);
                    return make(wanted, deadline);
                },
                false,
                Duration.ZERO);
        request(shared, "text");
        begun.take();
        Deadline past = new Deadline(System.nanoTime(), System.nanoTime());
        permits.release(2);

        assertThat(shared.get("text", past).status()).isEqualTo(200);
        assertThat(deadlines.get(1)).isSameAs(past);
        assertThat(past.leftForCollectors()).isEqualTo(Duration.ofNanos(1));
        assertThat(AMPLE.leftForCollectors()).isBetween(NEVER, NEVER.multipliedBy(3));
        assertThat(AMPLE.sentNanos() - AMPLE.collectedNanos()).isEqualTo(500_000_000);
    }

    /** The last to leave finds the body there, since the leader keeps its share until then. */
    @Test
    void readerThatLeftBeforeTheBodyWasThereKeepsNothing() throws Exception {
        SharedScrapes<String> shared = shared(NEVER, true);
        CompletableFuture<Reply> first = request(shared, "text");
        begun.take();
        CompletableFuture<Reply> second = request(shared, "text");
        awaitParked(threads.get(1));
        threads.get(1).interrupt();
        assertThat(second.get().status()).isEqualTo(503);
        assertThat(released).isEmpty();
        permits.release();

        first.get().release().run();
        assertThat(released).containsExactly(1);
    }

    @Test
    void readerWhoseTimeIsUpKeepsNothing() throws Exception {
        SharedScrapes<String> shared = shared(NEVER, true);
        CompletableFuture<Reply> first = request(shared, "text");
        begun.take();
        Reply late = shared.get("text", new Deadline(System.nanoTime(), System.nanoTime()));
        assertThat(late.status()).isEqualTo(503);
        permits.release();

        first.get().release().run();
        assertThat(released).containsExactly(1);
    }

    @Test
    void readerThatIsInterruptedStaysSo() throws Exception {
        SharedScrapes<String> shared = shared(NEVER, true);
        request(shared, "text");
        begun.take();
        Thread.currentThread().interrupt();
        Reply interrupted = shared.get("text", AMPLE);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted.status()).isEqualTo(503);
    }

    /** Otherwise one that has got its answer, and asks again, could get the same once more. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobodyGetsTheAnswerOfARoundThatCanStillBeJoined(boolean fails) throws Exception {
        failure = fails ? new IllegalStateException("disk is gone") : null;
        SharedScrapes<String> shared = shared(NEVER, true);
        CompletableFuture<Reply> first = request(shared, "text");
        begun.take();
        CompletableFuture<Reply> second = request(shared, "text");
        awaitParked(threads.get(1));
        synchronized (shared) { // so that the round cannot be closed
            permits.release();
            while (threads.get(0).getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 1_000; i++) {
                Thread.yield(); // to the other, if it has been woken
                assertThat(second).isNotDone();
            }
        }

        assertThat(first.handle((reply, thrown) -> thrown != null).get()).isEqualTo(fails);
        assertThat(second.handle((reply, thrown) -> thrown != null).get()).isEqualTo(fails);
    }

    @Test
    void readersThatHaveNoMemoryForTheirAnswerKeepNothing() throws Exception {
        SharedScrapes<String> shared = shared(NEVER, true);
        headers = new AbstractMap<>() {
            @Override
            public Set<Entry<String, String>> entrySet() {
                throw new OutOfMemoryError("planted");
            }
        };
        CompletableFuture<Reply> first = request(shared, "text");
        begun.take();
        CompletableFuture<Reply> second = request(shared, "text");
        awaitParked(threads.get(1));
        permits.release();

        assertThatThrownBy(first::get).hasRootCauseMessage("planted");
        assertThatThrownBy(second::get).hasRootCauseMessage("planted");
        assertThat(released).containsExactly(1);
    }

    @Test
    void whatAMakerThrowsIsThrownToAllOfTheRound() throws Exception {
        failure = new IllegalStateException("disk is gone");
        SharedScrapes<String> shared = shared(NEVER, false);
        CompletableFuture<Reply> first = request(shared, "text");
        begun.take();
        List<CompletableFuture<Reply>> late = requests(shared, 2);
        permits.release(2);

        assertThatThrownBy(first::get).hasCause(failure);
        for (CompletableFuture<Reply> one : late) {
            assertThatThrownBy(one::get).hasCause(failure);
        }
        assertThat(shared.kinds()).isZero();
    }

    @Test
    void scrapeFromWithinAScrapeDoesNotWaitForItself() {
        List<SharedScrapes<String>> self = new ArrayList<>();
        SharedScrapes<String> shared = new SharedScrapes<>(
                (wanted, deadline) ->
                        made.incrementAndGet() == 1 ? self.get(0).get(wanted, deadline) : Reply.unavailable("inner"),
                false,
                Duration.ZERO);
        self.add(shared);

        assertThat(shared.get("text", AMPLE).status()).isEqualTo(503);
        assertThat(made).hasValue(2);
    }

    private SharedScrapes<String> shared(Duration patience, boolean joinsRunning) {
        return new SharedScrapes<>(this::make, joinsRunning, patience);
    }

    private Reply make(String wanted, Deadline deadline) {
        int number = made.incrementAndGet();
        begun.add(number);
        permits.acquireUninterruptibly();
        if (failure != null) {
            throw failure;
        }
        Map<String, String> sent = headers != null ? headers : new LinkedHashMap<>(Map.of("Number", "" + number));
        return new Reply(200, sent, new byte[0], 0, () -> released.add(number));
    }

    private CompletableFuture<Reply> request(SharedScrapes<String> shared, String wanted) {
        return request(shared, wanted, AMPLE);
    }

    private CompletableFuture<Reply> request(SharedScrapes<String> shared, String wanted, Deadline deadline) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                reply.complete(shared.get(wanted, deadline));
            } catch (Throwable e) {
                reply.completeExceptionally(e);
            }
        });
        threads.add(thread);
        thread.start();
        return reply;
    }

    /** Requests that come one after the other, and wait. */
    private List<CompletableFuture<Reply>> requests(SharedScrapes<String> shared, int count) {
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            replies.add(request(shared, "text"));
            while (shared.waiting() < i && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            awaitParked(threads.get(threads.size() - 1));
        }
        return replies;
    }

    private static void awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING
                && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    private static int number(CompletableFuture<Reply> reply) throws Exception {
        return Integer.parseInt(reply.get().headers().get("Number"));
    }
}
