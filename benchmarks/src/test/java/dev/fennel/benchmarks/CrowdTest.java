package dev.fennel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CrowdTest {
    @Test
    void everyThreadRepeatsWorkOfItsOwnUntilItIsDismissed() throws InterruptedException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch twiceEach = new CountDownLatch(6);

        Crowd crowd = Crowd.start(3, () -> new Runnable() {
            private int runs;

            @Override
            public void run() {
                threads.add(Thread.currentThread());
                if (++runs <= 2) {
                    twiceEach.countDown();
                }
            }
        });
        twiceEach.await();
        crowd.dismiss();

        assertThat(threads).hasSize(3).noneMatch(Thread::isAlive);
    }

    @Test
    void workThatFailsIsReported() {
        Crowd crowd = Crowd.start(1, () -> () -> {
            throw new IllegalArgumentException("no");
        });

        assertThatThrownBy(crowd::dismiss)
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("no");
    }
}
