package dev.fennel.exposition;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fennel.exposition.catalogue.Catalogue;
import dev.fennel.exposition.lint.Linter;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.testing.GatheredMetrics;
import dev.fennel.testsupport.LentMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that gathers and reads says when it has done so. */
class ReadOnceTest {
    private static final GatherError ERROR = new GatherError("a part is missing");

    private final LentMetrics lent = new LentMetrics("lent");
    private final LentMetrics incomplete = new LentMetrics("lent", ERROR);

    @AfterEach
    void allIsGivenBackAndNothingIsReadLate() {
        assertThat(lent.givenBack()).isEqualTo(lent.lent());
        assertThat(incomplete.givenBack()).isEqualTo(incomplete.lent());
        assertThat(lent.readLate() + incomplete.readLate()).isZero();
        assertThat(lent.lent() + incomplete.lent()).isPositive();
    }

    @Test
    void aFormatHasWritten() throws IOException {
        Format.TEXT.write(lent.gather(), new ByteArrayOutputStream());
        assertThat(lent.givenBack()).isOne();
        assertThatIOException()
                .isThrownBy(() -> Format.TEXT.write(incomplete.gather(), new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("full");
                    }
                }));
    }

    @Test
    void aDetachedResultIsWrittenTwice() throws IOException {
        GatherResult detached = lent.gather().detached();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Format.TEXT.write(detached, out);
        Format.OPENMETRICS.write(detached, out);
        assertThat(out.toString()).containsSubsequence("lent 1", "lent 1.0");
    }

    @Test
    void aTextfileIsWrittenOrRefused(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("lent.prom");
        Textfile.write(lent, file);
        assertThat(file).content().contains("lent 1");
        assertThatIOException().isThrownBy(() -> Textfile.write(incomplete, file));
    }

    @Test
    void metricsAreLintedAndListed() {
        assertThat(Linter.standard().lint(lent)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Linter.standard().lint(incomplete));
        assertThat(Catalogue.of(lent).entries()).hasSize(1);
    }

    @Test
    void metricsAreReadInTests() {
        assertThatMetrics(lent).named("lent").hasValue(1);
        GatheredMetrics kept = GatheredMetrics.from(lent);
        assertThat(lent.givenBack()).isEqualTo(2);
        assertThat(kept.value()).isEqualTo(1);
    }
}
