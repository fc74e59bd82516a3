package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.fennel.registry.GatherError;
import dev.fennel.testsupport.LentMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gatherer learns that its metrics have been read, whatever becomes of the push. */
class PushDoneTest {
    private final LentMetrics lent = new LentMetrics("lent");

    @AfterEach
    void allIsGivenBackAndNothingIsReadLate() {
        assertThat(lent.lent()).isPositive();
        assertThat(lent.givenBack()).isEqualTo(lent.lent());
        assertThat(lent.readLate()).isZero();
    }

    @Test
    void metricsArePushed() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher.to(gateway.url(), "j").gatherer(lent).push();
        }
    }

    @Test
    void gatewayRefuses() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(400)) {
            assertThatIOException()
                    .isThrownBy(
                            () -> Pusher.to(gateway.url(), "j").gatherer(lent).push());
        }
    }

    @Test
    void metricsAreNotPushed() {
        Pusher pusher = Pusher.to("http://localhost:1", "j")
                .gatherer(lent)
                .gatherer(new LentMetrics("other", new GatherError("a part is missing")));
        assertThatIOException().isThrownBy(pusher::push);
    }

    @Test
    void metricsAreWrittenToAFileOnceMoreWithoutEarlierOnes(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("j.prom");
        Files.writeString(file, "x 1\nx 1\n"); // can be read, but not written
        BatchJob job = BatchJob.startForTextfile(file, "nightly", lent);
        assertThatIOException().isThrownBy(job::close).withMessageContaining("cannot keep the metrics");
        assertThat(file).content().contains("lent 1").doesNotContain("x 1");
    }

    @Test
    void metricsAreWrittenToAFileBesideEarlierOnes(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("j.prom");
        Files.writeString(file, "# TYPE lent_before gauge\nlent_before 1\n");
        try (BatchJob job = BatchJob.startForTextfile(file, "nightly", lent)) {
            assertThat(job).isNotNull(); // it fails
        }
        assertThat(file).content().contains("lent 1", "lent_before 1");
    }
}
