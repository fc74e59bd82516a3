package dev.fennel.benchmarks.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.benchmarks.FennelSeries;
import dev.fennel.benchmarks.HttpService;
import dev.fennel.benchmarks.SeriesMaker;
import org.junit.jupiter.api.Test;

class LibraryTest {
    @Test
    void whatStandsForALibraryIsFoundByName() {
        assertThat(Library.FENNEL.find(SeriesMaker.class, "Series")).containsInstanceOf(FennelSeries.class);
    }

    @Test
    void whatALibraryLacksIsNotFound() {
        assertThat(Library.OPEN_TELEMETRY.find(HttpService.class, "Service")).isEmpty();
    }

    @Test
    void anotherRoleThanTheExpectedOneIsRefused() {
        assertThatThrownBy(() -> Library.FENNEL.find(HttpService.class, "Series"))
                .isInstanceOf(ClassCastException.class);
    }
}
