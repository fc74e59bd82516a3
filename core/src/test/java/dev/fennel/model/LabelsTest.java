package dev.fennel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.testsupport.EqualHashes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
    @Test
    void pairsAreSortedByName() {
        Labels labels = Labels.of("zone", "eu", "host", "a1", "Zone", "x");

        assertThat(labels.names()).containsExactly("Zone", "host", "zone");
        assertThat(labels.values()).containsExactly("x", "a1", "eu");
        assertThat(labels.size()).isEqualTo(3);
        assertThat(labels.name(1)).isEqualTo("host");
        assertThat(labels.value(1)).isEqualTo("a1");
        assertThat(labels).hasToString("{Zone=\"x\",host=\"a1\",zone=\"eu\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 32, 33, 1000})
    void pairsAreSortedHoweverManyThereAre(int count) {
        String[] pairs = new String[2 * count];
        List<String> sorted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = Character.toString((i % 2 == 0 ? 0x1f525 : 0xe000) + i * 7919 % count) + i;
            pairs[2 * i] = name;
            pairs[2 * i + 1] = "value of " + name;
            sorted.add(name);
        }
        sorted.sort(
                Comparator.comparingInt((String name) -> name.codePointAt(0)).thenComparing(name -> name));

        Labels labels = Labels.of(pairs);

        assertThat(labels.names()).isEqualTo(sorted);
        assertThat(labels.values())
                .isEqualTo(sorted.stream().map(name -> "value of " + name).toList());
        pairs[0] = pairs[2 * count - 2];
        if (count > 1) {
            assertThatThrownBy(() -> Labels.of(pairs)).hasMessage("duplicate label name \"" + pairs[0] + "\"");
        }
    }

    @Test
    void labelsAreFoundByName() {
        Labels labels = Labels.of("a", "1", "b", "");

        assertThat(labels.get("a")).isEqualTo("1");
        assertThat(labels.get("b")).isEmpty();
        assertThat(labels.get("c")).isNull();
        assertThat(labels.asMap()).isEqualTo(Map.of("a", "1", "b", ""));
        assertThat(Labels.EMPTY.isEmpty()).isTrue();
        assertThat(labels.isEmpty()).isFalse();
    }

    @Test
    void theSamePairsAreEqualHoweverTheyCame() {
        Labels labels = Labels.of("b", "2", "a", "1");

        assertThat(labels)
                .isEqualTo(Labels.of(Map.of("a", "1", "b", "2")))
                .hasSameHashCodeAs(Labels.of("a", "1", "b", "2"));
        assertThat(labels).isEqualTo(Labels.of("a", "1").plus(Labels.of("b", "2")));
        assertThat(labels).isNotEqualTo(Labels.of("a", "2", "b", "1")).isNotEqualTo(Labels.EMPTY);
        assertThat(labels.plus(Labels.EMPTY)).isSameAs(labels);
        assertThat(Labels.EMPTY.plus(labels)).isSameAs(labels);
    }

    @Test
    void anOddNumberOfStringsIsRefused() {
        assertThatThrownBy(() -> Labels.of("a", "1", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected names and values in turn, got an odd number of strings [a, 1, b]");
    }

    @Test
    void duplicateNamesAreRefused() {
        assertThatThrownBy(() -> Labels.of("a", "1", "b", "2", "a", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("duplicate label name \"a\"");
        assertThatThrownBy(() -> Labels.of("a", "1").plus(Labels.of("a", "2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("duplicate label name \"a\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'is empty, expected at least one character'",
        "__name__, 'starts with \"__\", which is reserved'",
        "__, 'starts with \"__\", which is reserved'",
        "'a\ud83d', 'is not valid Unicode'",
    })
    void invalidNamesAreRefused(String name, String fault) {
        assertThatThrownBy(() -> Labels.of(name, "value"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label name \"" + name + "\" " + fault);
    }

    @Test
    void namesThatAnotherProgramChoseMayStartWithUnderscores() {
        assertThat(Labels.mirrored("__5", "a", "__", "b").names()).containsExactly("__", "__5");
        assertThatThrownBy(() -> Labels.mirrored("__name__", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label name \"__name__\" is reserved");
    }

    @Test
    void anyOtherUnicodeNameIsAccepted() {
        assertThat(Labels.of("_a", "1", "a.b", "2", "größe", "3", "a:b", "4").size())
                .isEqualTo(4);
    }

    @Test
    void valuesAreValidUnicode() {
        assertThatThrownBy(() -> Labels.of("a", "\ud83d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("label \"a\" has a value that is not valid Unicode");
        assertThatThrownBy(() -> Labels.of("a", null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the value of label \"a\" is null");
    }

    @Test
    void orderIsThatOfNumbersOfLabelsThenOfNamesAndValues() {
        List<Labels> sorted = List.of(
                Labels.EMPTY,
                Labels.of("a", "1"),
                Labels.of("a", "\ue000"),
                Labels.of("a", "\ud83d\udd25"),
                Labels.of("b", "0"),
                Labels.of("a", "1", "b", "2"),
                Labels.of("a", "1", "c", "1"));
        List<Labels> shuffled = new ArrayList<>(sorted);
        Collections.reverse(shuffled);
        Collections.sort(shuffled);

        assertThat(shuffled).isEqualTo(sorted);
        assertThat(Labels.of("a", "1")).isEqualByComparingTo(Labels.of("a", "1"));
    }

    /** To compare each with each would take minutes. */
    @Test
    @Timeout(60)
    void thoseOfEqualHashesAreKeysLikeOthers() {
        Set<Labels> keys = new HashSet<>();
        EqualHashes.ofLength(16).forEach(value -> keys.add(Labels.of("a", value)));

        assertThat(keys).hasSize(1 << 16).contains(Labels.of("a", "AaBB".repeat(8)));
    }
}
