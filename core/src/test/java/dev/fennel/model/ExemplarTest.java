package dev.fennel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExemplarTest {
    @Test
    void labelsMayHave128CodePointsTogether() {
        String smiley = "\ud83d\ude00";
        Labels longest = Labels.of("trace_id", smiley.repeat(110), "b", "123456789");

        assertThat(new Exemplar(longest, 1, Instant.EPOCH).labels()).isEqualTo(longest);
    }

    @Test
    void theTimeMayBeUnknown() {
        assertThat(new Exemplar(Labels.EMPTY, 1, null).timestamp()).isNull();
    }

    @Test
    void longerLabelsAreRefused() {
        Labels tooLong = Labels.of("trace_id", "x".repeat(121));

        assertThatThrownBy(() -> new Exemplar(tooLong, 1, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("exemplar labels " + tooLong + " have 129 code points, expected at most 128");
    }
}
