package dev.fennel.testsupport.gates;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiDiffTest {
    private static final String OLD = """
            module m
                exports a

            public final class a.A implements B<C>
                public A()
                public void same()

            public interface a.B<T>
                T one()
            """;

    @Test
    void sameTextHasNoDifference() {
        assertThat(ApiDiff.between(OLD, OLD)).isEmpty();
    }

    @Test
    void linesStandBelowTheirTypeAndModule() {
        String now = """
                module m
                    exports b

                public class a.A implements B<C>
                    public void same()
                    public void same(int)

                public record b.D(int d)
                """;

        assertThat(ApiDiff.between(OLD, now)).isEqualTo("""
                        a.A
                          - public final class a.A implements B<C>
                          - public A()
                          + public class a.A implements B<C>
                          + public void same(int)
                        a.B
                          - public interface a.B<T>
                          - T one()
                        b.D
                          + public record b.D(int d)
                        m
                          - exports a
                          + exports b
                        """);
    }

    @Test
    void otherOrderIsADifference() {
        String old = "public enum a.E\n    B\n    A\n";
        String now = "public enum a.E\n    A\n    B\n";

        assertThat(ApiDiff.between(old, now)).isEqualTo("a.E\n  the same lines in another order\n");
    }

    @Test
    void everythingIsNewWithoutAnOldText() {
        assertThat(ApiDiff.between("", OLD).lines())
                .hasSize(10)
                .filteredOn(line -> line.startsWith("  - "))
                .isEmpty();
    }
}
