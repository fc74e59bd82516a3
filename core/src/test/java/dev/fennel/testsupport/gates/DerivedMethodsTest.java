package dev.fennel.testsupport.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DerivedMethodsTest {
    private static final String WRITTEN_OUT = """
            {
                @Override public boolean equals(Object other) { return other == this; }
                @Override public int hashCode() { return 1; }
                @Override public String toString() { return ""; }
            }
            """;

    @TempDir
    private Path folder;

    private Set<String> called(String... sources) {
        return new DerivedMethods(
                        ClassFile.readAll(SampleModule.compile(folder, sources).classes()))
                .called();
    }

    @Test
    void thoseOfAPublicRecordAre() {
        assertThat(called("package a; public record Key(int i) {}"))
                .containsExactly("a.Key.equals: public", "a.Key.hashCode: public", "a.Key.toString: public");
    }

    @Test
    void equalityIsOfWhatCanBeOrdered() {
        assertThat(called("""
                package a;
                record Key(int i) implements Comparable<Key> {
                    @Override public int compareTo(Key other) { return 0; }
                }
                """)).containsExactly("a.Key.equals: can be ordered", "a.Key.hashCode: can be ordered");
    }

    @Test
    void equalityIsOfWhatIsInASetOrTheKeyOfAMap() {
        assertThat(called(
                        "package a; record Key(int i) {}",
                        "package a; record Element(int i) {}",
                        "package a; class ByKey { java.util.TreeMap<Key, Object> keys; }",
                        "package a; class Elements { void add(java.util.List<java.util.Set<Element>> sets) {} }"))
                .containsExactly(
                        "a.Element.equals: in a set or a map in a.Elements",
                        "a.Element.hashCode: in a set or a map in a.Elements",
                        "a.Key.equals: in a set or a map in a.ByKey",
                        "a.Key.hashCode: in a set or a map in a.ByKey");
    }

    @Test
    void thatAreCalledByNameAre() {
        assertThat(called(
                        "package a; record Key(int i) {}",
                        "package a; class Calls { boolean is(Key a, Key b) { return a.equals(b); } }"))
                .containsExactly("a.Key.equals: called in a.Calls");
    }

    @Test
    void equalityIsOfAComponentOfWhatIsCompared() {
        assertThat(called("package a; record Part(int i) {}", "package a; record Whole(Part part) " + WRITTEN_OUT))
                .containsExactly("a.Part.equals: compared in a.Whole", "a.Part.hashCode: compared in a.Whole");
    }

    @Test
    void thatAreWrittenOutAreNot() {
        assertThat(called(
                        "package a; public record Key(int i) " + WRITTEN_OUT,
                        "package a; class Calls { boolean is(Key a, Key b) { return a.equals(b); } }"))
                .isEmpty();
    }

    @Test
    void ofARecordThatUsersCannotNameAreNot() {
        assertThat(called("package a; interface Hidden { record Values(int i) {} }"))
                .isEmpty();
    }

    @Test
    void ofARecordThatOnlyCarriesValuesAreNot() {
        assertThat(
                        called(
                                "package a; record Values(int i, String s) {}",
                                "package a; class Carries { java.util.Map<String, Values> m; int i(Values v) { return v.i(); } }"))
                .isEmpty();
    }
}
