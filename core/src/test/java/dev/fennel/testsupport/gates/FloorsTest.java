package dev.fennel.testsupport.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloorsTest {
    @TempDir
    private Path folder;

    private Packages house() {
        return SampleModule.compile(
                        folder,
                        "package dev.fennel.cellar; public class Barrel { java.util.List<?> jdk; }",
                        "package dev.fennel.kitchen; public class Cook { dev.fennel.cellar.Barrel barrel; }",
                        "package dev.fennel.kitchen.stove; public class Fire { dev.fennel.kitchen.Cook cook; }")
                .packages();
    }

    @Test
    void whatTheTableAllowsPasses() {
        Floors floors = new Floors("""
                cellar
                kitchen        -> cellar
                kitchen.stove  -> kitchen
                """);

        assertThat(floors.violations(house())).isEmpty();
    }

    @Test
    void whatTheTableAllowsInVainIsFound() {
        Floors floors = new Floors("cellar\nkitchen -> cellar\nkitchen.stove -> kitchen, of.another.module, cellar");

        assertThat(floors.violations(house()))
                .containsExactly(
                        "dev.fennel.kitchen.stove -> dev.fennel.cellar is in the table, but not used",
                        "dev.fennel.kitchen.stove -> dev.fennel.of.another.module is in the table, but not used");
    }

    @Test
    void whatTheTableDoesNotAllowIsFoundWithTheClasses() {
        Floors floors = new Floors("cellar\nkitchen -> cellar\nkitchen.stove");

        assertThat(floors.violations(house()))
                .containsExactly("dev.fennel.kitchen.stove -> dev.fennel.kitchen: Fire uses Cook");
    }

    @Test
    void packagesAndLinesOfTheTableAreTheSame() {
        Floors floors = new Floors("cellar\nkitchen -> cellar\nattic -> kitchen");

        assertThat(floors.violations(house()))
                .containsExactly(
                        "dev.fennel.kitchen.stove is not in the table",
                        "dev.fennel.attic is in the table, but has no file");
    }

    @Test
    void tableThatAllowsTheWayUpThrows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Floors("cellar -> kitchen\nkitchen"))
                .withMessage("\"cellar -> kitchen\": kitchen is not on a floor below cellar");
    }
}
