package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    private final BufferPool pool = new BufferPool();

    @Test
    void buffersAreUsedAgain() {
        ScrapeBuffers first = pool.take(Format.TEXT);
        pool.giveBack(first);

        assertThat(pool.take(Format.TEXT)).isSameAs(first);
        assertThat(pool.take(Format.TEXT)).isNotSameAs(first);
    }

    @Test
    void whatTheFullPoolCannotKeepIsClosed() throws IOException {
        List<ScrapeBuffers> taken = new ArrayList<>();
        for (int i = 0; i <= BufferPool.CAPACITY_PER_FORMAT; i++) {
            taken.add(takeWithDeflater());
        }
        taken.forEach(pool::giveBack);

        for (ScrapeBuffers kept : taken.subList(0, BufferPool.CAPACITY_PER_FORMAT)) {
            assertThatCode(kept::compressed).doesNotThrowAnyException();
        }
        assertClosed(taken.get(BufferPool.CAPACITY_PER_FORMAT));
    }

    @Test
    void closingClosesWhatIsIdleAndWhatComesBackLater() throws IOException {
        ScrapeBuffers idle = takeWithDeflater();
        ScrapeBuffers taken = takeWithDeflater();
        pool.giveBack(idle);

        pool.close();
        assertClosed(idle);
        assertThatCode(taken::compressed).doesNotThrowAnyException();

        pool.giveBack(taken);
        assertClosed(taken);
        assertThat(pool.take(Format.TEXT)).isNotIn(idle, taken);
    }

    @Test
    void buffersHaveOneOwnerAtATime() throws Exception {
        Set<ScrapeBuffers> owned = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                runs.add(threads.submit(() -> takeAndGiveBack(owned)));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void takeAndGiveBack(Set<ScrapeBuffers> owned) {
        for (int i = 0; i < 5_000; i++) {
            ScrapeBuffers buffers = pool.take(Format.TEXT);
            assertThat(owned.add(buffers)).as("nobody else has it").isTrue();
            owned.remove(buffers);
            pool.giveBack(buffers);
        }
    }

    private ScrapeBuffers takeWithDeflater() throws IOException {
        ScrapeBuffers buffers = pool.take(Format.TEXT);
        buffers.compressed();
        return buffers;
    }

    private static void assertClosed(ScrapeBuffers buffers) {
        assertThatThrownBy(buffers::compressed).hasMessageContaining("closed");
    }
}
