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
            assertThat(executor.submit(VirtualThreads::isCurrent).get()).isTrue();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void thisIsAPlatformThread() {
        assertThat(VirtualThreads.isCurrent()).isFalse();
    }

    @Test
    @EnabledForJreRange(maxVersion = 23)
    void thereAreNoneWhereTheyWouldKeepTheirCarriers() {
        assertThat(VirtualThreads.newExecutor()).isEqualTo(Optional.empty());
    }
}
