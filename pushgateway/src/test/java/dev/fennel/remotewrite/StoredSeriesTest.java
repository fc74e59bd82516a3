package dev.fennel.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredSeriesTest {
    private static WrittenFamily family() {
        return new WrittenFamily(new MetricFamily(Desc.gauge("a", ""), List.of()));
    }

    @Test
    void pushesThatOverlapReplaceOnlyWhatTheyKnew() {
        StoredSeries stored = new StoredSeries();
        List<WrittenFamily> none = stored.get();
        WrittenFamily first = family();
        WrittenFamily second = family();
        WrittenFamily third = family();
        stored.replace(none, List.of(first));
        List<WrittenFamily> before = stored.get();
        stored.replace(before, List.of(second));
        stored.replace(before, List.of(third));
        assertThat(stored.get()).containsExactly(second, third);
        stored.replace(stored.get(), List.of());
        assertThat(stored.get()).isEmpty();
    }
}
