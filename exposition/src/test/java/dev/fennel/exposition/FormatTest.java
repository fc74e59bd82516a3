package dev.fennel.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.InvalidMetric;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatTest {
    @Test
    void contentTypeNamesVersionAndEscaping() {
        assertThat(Format.TEXT.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
    }

    @Test
    void writesFamiliesAndTellsAllErrors() throws IOException {
        GatherError gatherError = new GatherError("lost");
        GatherResult result = new GatherResult(
                Families.of(
                        ConstMetric.of(Desc.gauge("a", "A."), 1),
                        new InvalidMetric(Desc.gauge("b", "B."), new IllegalStateException("down"))),
                List.of(gatherError));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        List<GatherError> errors = Format.TEXT.write(result, out);

        assertThat(out.toString(UTF_8)).isEqualTo("# HELP a A.\n# TYPE a gauge\na 1\n");
        assertThat(errors).hasSize(2).first().isSameAs(gatherError);
        assertThat(errors.get(1).message()).contains("\"b\"", "down");
    }
}
