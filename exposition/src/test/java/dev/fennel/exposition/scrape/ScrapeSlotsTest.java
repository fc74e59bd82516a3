package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.fennel.exposition.scrape.ScrapeAnswer.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScrapeSlotsTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Deadline AMPLE = Deadline.of(NEVER);

    private final ScrapeSlots slots = new ScrapeSlots(1, () -> true, NEVER);

    @Test
    void requestWaitsForASlotWhoseAnswerIsBeingSent() throws Exception {
        Reply sending = sending(slots);
        AtomicInteger entered = new AtomicInteger();
        Thread late = new Thread(() -> entered.addAndGet(slots.enter(AMPLE) ? 1 : 0));
        late.start();
        awaitWaiting(1);
        assertThat(slots.haveRoom()).isTrue();
        sending.release().run();
        late.join();

        assertThat(entered).hasValue(1);
        assertThat(slots.waiting()).isZero();
        assertThat(slots.haveRoom()).as("while the other gathers").isFalse();
        slots.leave();
        assertThat(slots.haveRoom()).isTrue();
    }

    @Test
    void slotOfAGatherIsNotWaitedFor() {
        assertThat(slots.enter(AMPLE)).isTrue();

        assertThat(slots.enter(AMPLE)).isFalse();
        assertThat(slots.haveRoom()).isFalse();
    }

    @Test
    void slotIsNotWaitedForWhereNobodyCutsSlowReaders() {
        ScrapeSlots others = new ScrapeSlots(1, () -> false, NEVER);
        sending(others);

        assertThat(others.enter(AMPLE)).isFalse();
        assertThat(others.haveRoom()).isFalse();
    }

    @Test
    void waitEndsWhenTheTimeOfTheRequestIsOver() {
        sending(slots);

        assertThat(slots.enter(Deadline.of(Duration.ofMillis(1)))).isFalse();
        assertThat(slots.waiting()).isZero();
    }

    @Test
    void waitEndsWithThePatience() {
        ScrapeSlots impatient = new ScrapeSlots(1, () -> true, Duration.ofMillis(1));
        sending(impatient);

        assertThat(impatient.enter(AMPLE)).isFalse();
    }

    @Test
    void interruptEndsTheWaitAndStaysSet() {
        sending(slots);
        Thread.currentThread().interrupt();

        assertThat(slots.enter(AMPLE)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Otherwise a request that comes in between would be refused, as if a gather held the slot. */
    @Test
    void slotIsFreeBeforeItsAnswerCountsNoLonger() {
        AtomicReference<ScrapeSlots> observed = new AtomicReference<>();
        AtomicBoolean room = new AtomicBoolean();
        Semaphore permits = new Semaphore(1, true) {
            private static final long serialVersionUID = 1L;

            @Override
            public void release() {
                room.set(observed.get().haveRoom());
                super.release();
            }
        };
        observed.set(new ScrapeSlots(1, () -> true, NEVER, permits));
        sending(observed.get()).release().run();

        assertThat(room).as("for a request that waits for the slot").isTrue();
    }

    /** Otherwise all that come later would wait for an answer that nobody sends. */
    @Test
    void replyThatCannotBeHeldIsNotBeingSent() {
        assertThat(slots.enter(AMPLE)).isTrue();
        assertThatNullPointerException().isThrownBy(() -> slots.held(null)); // in place of a lack of memory

        assertThat(slots.haveRoom()).isFalse();
    }

    @Test
    void fewWait() throws Exception {
        Reply sending = sending(slots);
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= ScrapeSlots.MAX_WAITING; i++) {
            threads.add(new Thread(() -> slots.held(entered(slots)).release().run()));
            threads.get(i - 1).start();
            awaitWaiting(i);
        }

        assertThat(slots.enter(AMPLE)).isFalse();
        assertThat(slots.haveRoom()).isFalse();
        sending.release().run();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(slots.enter(AMPLE)).isTrue();
    }

    private void awaitWaiting(int count) {
        while (slots.waiting() < count && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    private static Reply sending(ScrapeSlots slots) {
        return slots.held(entered(slots));
    }

    private static Reply entered(ScrapeSlots slots) {
        assertThat(slots.enter(AMPLE)).isTrue();
        return Reply.unavailable("");
    }
}
