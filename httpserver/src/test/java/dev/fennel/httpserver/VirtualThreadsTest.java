package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

class VirtualThreadsTest {
    @Test
    @EnabledForJreRange(minVersion = 24)
    void tasksHaveThreadsThatAreNoPlatformThreads() throws Exception {
        ExecutorService executor = VirtualThreads.newExecutor().orElseThrow();
        try {
            Thread thread = executor.submit(Thread::currentThread).get();

            assertThat(thread.getThreadGroup()).isNull();
            assertThat(Thread.getAllStackTraces()).doesNotContainKey(thread);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    @EnabledForJreRange(maxVersion = 23)
    void thereAreNoneWhereTheyWouldKeepTheirCarriers() {
        assertThat(VirtualThreads.newExecutor()).isEqualTo(Optional.empty());
    }
}
