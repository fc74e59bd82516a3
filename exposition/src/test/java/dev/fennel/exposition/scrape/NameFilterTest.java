package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameFilterTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "&",
                "&&=&",
                "name=up",
                "name[=up",
                "Name[]=up",
                "name[]x=up",
                "x=name[]",
                "%6Eame=up",
                "%zz=up"
            })
    void queryWithoutNamesAcceptsAll(String query) {
        assertThat(NameFilter.of(query).accepts(family("down"))).isTrue();
    }

    static Stream<Arguments> queries() {
        return Stream.of(
                Arguments.of("name[]=up", List.of("up")),
                Arguments.of("name%5B%5D=up", List.of("up")),
                Arguments.of("%6eame%5b%5d=u%70", List.of("up")),
                Arguments.of("name[]=up&name[]=down", List.of("up", "down")),
                Arguments.of("a=b&name[]=up&&c", List.of("up")),
                Arguments.of("name[]=up&name[]=up", List.of("up")),
                Arguments.of("name[]=http.requests", List.of("http.requests")),
                Arguments.of("name[]=gr%C3%B6%C3%9Fe", List.of("größe")),
                Arguments.of("name[]=%F0%9F%94%A5", List.of("🔥")),
                Arguments.of("name[]=two+words", List.of("two words")),
                Arguments.of("name[]=two%20words", List.of("two words")),
                Arguments.of("name[]=a%2Bb", List.of("a+b")),
                Arguments.of("name[]=a=b", List.of("a=b")),
                Arguments.of("name[]=%zz&name[]=up", List.of("up")));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void onlyTheNamesOfTheQueryAreAccepted(String query, List<String> names) {
        NameFilter filter = NameFilter.of(query);

        assertThat(names).allMatch(name -> filter.accepts(family(name)));
        assertThat(filter.accepts(family("up_bucket"))).isFalse();
        assertThat(filter.accepts(family("UP"))).isFalse();
        assertThat(filter.accepts(family("other"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name[]", "name[]=", "name[]=%", "name[]=%zz", "name[]=%4", "name[]=up%", "name[]=%-1"})
    void nameThatIsBrokenIsNoFamilys(String query) {
        assertThat(NameFilter.of(query).accepts(family("up"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name[]=x&", "&", "%", "name[]=%00", "=", "%5B"})
    void hugeQueryIsReadToItsEnd(String piece) {
        NameFilter filter = NameFilter.of(piece.repeat(300_000) + "&name[]=up");

        assertThat(filter.accepts(family("up"))).isTrue();
        assertThat(filter.accepts(family("down"))).isFalse();
    }

    private static MetricFamily family(String name) {
        return new MetricFamily(Desc.gauge(name, "A family."), List.of());
    }
}
