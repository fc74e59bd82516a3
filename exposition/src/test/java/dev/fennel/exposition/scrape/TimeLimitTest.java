package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.scrape.ScrapeAnswer.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class TimeLimitTest {
    private static final Duration AMPLE = Duration.ofHours(1);

    private final AtomicInteger notStarted = new AtomicInteger();

    static Stream<Throwable> throwables() {
        return Stream.of(
                new IllegalStateException("disk is gone"),
                new StackOverflowError(),
                new IOException("not declared"),
                new CancellationException(),
                new CompletionException("no cause", null),
                new CompletionException("a cause", new IOException()));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatAScrapeThrowsIsThrownAsItIs(Throwable thrown) {
        TimeLimit limit = new TimeLimit(AMPLE);

        assertThatThrownBy(() -> limit.run(() -> sneakyThrow(thrown), notStarted::incrementAndGet))
                .isSameAs(thrown);
        assertThat(notStarted).hasValue(0);
    }

    @Test
    void threadThatCannotBeMadeGivesTheSlotBack() {
        OutOfMemoryError fatal = new OutOfMemoryError("Java heap space");
        TimeLimit limit = new TimeLimit(AMPLE, task -> sneakyThrow(fatal));

        assertThatThrownBy(() -> limit.run(() -> Reply.unavailable(""), notStarted::incrementAndGet))
                .isSameAs(fatal);
        assertThat(notStarted).hasValue(1);
    }

    @Test
    void threadThatCannotBeStartedGivesTheSlotBack() {
        OutOfMemoryError fatal = new OutOfMemoryError("unable to create native thread");
        TimeLimit limit = new TimeLimit(AMPLE, task -> new Thread(task) {
            @Override
            public void start() {
                throw fatal;
            }
        });

        assertThatThrownBy(() -> limit.run(() -> Reply.unavailable(""), notStarted::incrementAndGet))
                .isSameAs(fatal);
        assertThat(notStarted).hasValue(1);
    }

    /** Throws what foreign code can throw without declaring it. */
    @SuppressWarnings("unchecked")
    private static <R, T extends Throwable> R sneakyThrow(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
