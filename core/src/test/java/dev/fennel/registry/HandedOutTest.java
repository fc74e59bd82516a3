package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.Collector;
import dev.fennel.model.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HandedOutTest {
    private static final Metric METRIC = FixedGauge.of("x", 1);

    private final List<String> refusals = new ArrayList<>();

    private void handOut(Consumer<? super Metric> out) {
        try {
            out.accept(METRIC);
        } catch (IllegalStateException e) {
            refusals.add(e.getMessage());
        }
    }

    @Test
    void takesWhatComesUntilTheCollectorReturns() {
        List<Consumer<? super Metric>> kept = new ArrayList<>();
        HandedOut handedOut = new HandedOut();
        assertThat(handedOut.by(FunctionalCollector.unchecked(out -> {
                    kept.add(out);
                    handOut(out);
                })))
                .containsExactly(METRIC);
        assertThat(refusals).isEmpty();
        kept.forEach(this::handOut);
        assertThat(refusals).containsExactly("expected metrics until collect has returned, got one afterwards");
    }

    /** What is left would pass for all that the collector has. */
    @Test
    void aRunThatWasRefusedAMetricHasFailedEvenIfSomebodyWaitsAgain() {
        AtomicBoolean overdue = new AtomicBoolean();
        Collector collector = FunctionalCollector.unchecked(out -> {
            handOut(out);
            overdue.set(true);
            handOut(out);
            overdue.set(false);
            handOut(out);
        });
        String message = "expected metrics while the gather waits, got one after its time was up";
        assertThatIllegalStateException()
                .isThrownBy(() -> new HandedOut(overdue::get).by(collector))
                .withMessage(message);
        assertThat(refusals).containsExactly(message);
    }
}
