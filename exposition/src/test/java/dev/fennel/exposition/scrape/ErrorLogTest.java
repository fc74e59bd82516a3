package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.registry.GatherError;
import dev.fennel.testsupport.RecordedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErrorLogTest {
    private static final String LOGGER = "dev.fennel.exposition.test";

    private final RecordedLog recorded = new RecordedLog(LOGGER);
    private long now;
    private final ErrorLog log = new ErrorLog(System.getLogger(LOGGER), () -> now);

    @AfterEach
    void close() {
        recorded.close();
    }

    @Test
    void tenErrorsAreLoggedAndHowManyMore() {
        log.log(errors(0, 25));

        assertThat(recorded.messages())
                .hasSize(11)
                .startsWith("WARNING: while serving metrics: collector a.C0: disk is gone")
                .endsWith("WARNING: while serving metrics: 15 errors more");
    }

    @Test
    void sameSourcesAreLoggedOnceAMinute() {
        log.log(errors(0, 2));
        log.log(errors(0, 2));
        pass(ErrorLog.PAUSE.minusNanos(1));
        log.log(errors(0, 2));
        assertThat(recorded.messages()).hasSize(2);

        pass(Duration.ofNanos(1));
        log.log(errors(0, 2));
        assertThat(recorded.messages()).hasSize(4);
    }

    @Test
    void messageThatChangesDoesNotCount() {
        log.log(List.of(new GatherError("gauge \"a\": not done after 1.01 s")));
        log.log(List.of(new GatherError("gauge \"a\": not done after 1.02 s")));

        assertThat(recorded.messages()).hasSize(1);
    }

    @Test
    void otherSourcesAreLoggedAtOnce() {
        log.log(errors(0, 2));
        log.log(errors(0, 3));
        log.log(errors(0, 2));

        assertThat(recorded.messages()).hasSize(5);
    }

    @Test
    void onlyTheLastSetsAreRemembered() {
        for (int i = 0; i <= ErrorLog.MAX_SETS; i++) {
            log.log(errors(i, 1));
        }
        log.log(errors(1, 1));
        assertThat(recorded.messages()).hasSize(ErrorLog.MAX_SETS + 1);
        log.log(errors(0, 1));

        assertThat(recorded.messages()).hasSize(ErrorLog.MAX_SETS + 2);
    }

    @Test
    void setThatIsLoggedAgainIsTheLastToBeForgotten() {
        log.log(errors(0, 1));
        pass(ErrorLog.PAUSE);
        for (int i = 1; i < ErrorLog.MAX_SETS; i++) {
            log.log(errors(i, 1));
        }
        log.log(errors(0, 1));
        log.log(errors(ErrorLog.MAX_SETS, 1)); // in the place of the second
        assertThat(recorded.messages()).hasSize(ErrorLog.MAX_SETS + 2);
        log.log(errors(0, 1));

        assertThat(recorded.messages()).hasSize(ErrorLog.MAX_SETS + 2);
    }

    @Test
    void exceptionThatCannotBeWrittenSilencesNoOtherError() {
        try (BrokenLog broken = new BrokenLog(LOGGER, entry -> entry.getThrown() != null)) {
            log.log(List.of(new GatherError("first", new RuntimeException()), new GatherError("second")));
            assertThat(broken.failures()).isEqualTo(1);
        }
        assertThat(recorded.messages())
                .startsWith("WARNING: while serving metrics: first")
                .endsWith("WARNING: while serving metrics: second");
    }

    @Test
    void logThatThrowsIsNoReasonToThrow() {
        try (BrokenLog broken = new BrokenLog(LOGGER, entry -> true)) {
            log.log(errors(0, 25));
            assertThat(broken.failures()).isGreaterThan(10);
        }
        assertThat(recorded.messages()).endsWith("WARNING: while serving metrics: 15 errors more");
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static List<GatherError> errors(int first, int count) {
        return new ArrayList<>(IntStream.range(first, first + count)
                .mapToObj(i -> new GatherError("collector a.C" + i + ": disk is gone"))
                .toList());
    }
}
