package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryAsCollectorTest {
    private static final Desc X = Desc.gauge("x", "h");

    private final Registry outer = Registry.create();
    private final Registry inner = Registry.create();

    @Test
    void describesWhatItsCheckedCollectorsDescribed() {
        inner.register(FixedGauge.of("x", 1));
        inner.register(FunctionalCollector.of(List.of(Desc.gauge("y", "h"), Desc.gauge("z", "h")), out -> {}));
        inner.register(FunctionalCollector.unchecked(out -> {}));
        List<Desc> descs = new ArrayList<>();
        inner.describe(descs::add);
        assertThat(descs).extracting(Desc::name).containsExactlyInAnyOrder("x", "y", "z");
    }

    @Test
    void metricsOfARegisteredRegistryAreGathered() {
        inner.register(FixedGauge.of("x", 1));
        inner.register(FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(Desc.gauge("y", "h"), 2))));
        outer.register(inner);
        outer.register(FixedGauge.of("z", 3));
        assertThat(Rendered.lines(outer.gather())).containsExactly("x{} 1.0", "y{} 2.0", "z{} 3.0");
    }

    @Test
    void itsDescsAreTaken() {
        inner.register(FixedGauge.of("x", 1));
        outer.register(inner);
        assertThatThrownBy(() -> outer.register(FixedGauge.of("x", 1))).isInstanceOf(AlreadyRegisteredException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> outer.register(FunctionalCollector.of(List.of(X, Desc.gauge("y", "h")), out -> {})));
    }

    @Test
    void throwingCollectorIsReportedAndLosesNoOthers() {
        RuntimeException boom = new IllegalStateException("boom");
        inner.register(FunctionalCollector.of(X, out -> {
            out.accept(ConstMetric.of(X, 1));
            throw boom;
        }));
        inner.register(FunctionalCollector.unchecked(out -> {
            throw boom;
        }));
        inner.register(FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(Desc.gauge("y", "h"), 2))));
        outer.register(inner);

        GatherResult result = outer.gather();

        assertThat(Rendered.lines(result)).containsExactly("y{} 2.0");
        String why = "collector dev.fennel.collectors.FunctionalCollector: threw java.lang.IllegalStateException: boom";
        assertThat(result.errors()).containsExactly(new GatherError(why, boom), new GatherError(why, boom));
    }

    @Test
    void registriesThatContainEachOtherEndInAnError() {
        inner.register(FixedGauge.of("x", 1));
        inner.register(outer);
        outer.register(inner);
        GatherResult result = outer.gather();
        assertThat(Rendered.lines(result)).containsExactly("x{} 1.0");
        assertThat(Rendered.errors(result))
                .containsExactly("collector dev.fennel.registry.Registry: contains the registry that contains it");
    }
}
