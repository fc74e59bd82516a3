package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks that servers which were started after this was created leave no platform threads behind. */
final class ServerThreadsLeft {
    private static final Pattern SERVERS =
            Pattern.compile("HTTP-Dispatcher|idle-timeout-task|req-rsp-timeout-task|fennel-metrics.*|fennel-scrape.*");

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    /** Waits for those that are about to end. */
    void assertNone() throws InterruptedException {
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        for (Thread thread : left) {
            if (SERVERS.matcher(thread.getName()).matches()) {
                thread.join(60_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }
}
