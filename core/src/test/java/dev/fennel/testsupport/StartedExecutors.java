package dev.fennel.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The executors that a test started, whose threads end with it. */
public final class StartedExecutors implements AfterEachCallback {
    private final List<ExecutorService> started = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    /** Has the threads of an executor end with the test. */
    public <E extends ExecutorService> E start(E executor) {
        started.add(executor);
        return executor;
    }

    /** Has a thread of an executor execute a task until the end of the test, without a pause. */
    public void occupy(ExecutorService executor) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        executor.execute(() -> {
            begun.countDown();
            while (end.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        begun.await();
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        end.countDown();
        for (ExecutorService executor : started) {
            executor.shutdownNow();
            assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }
}
