package dev.fennel.examples.adapters;

import dev.fennel.http.RequestInstrumentation;
import dev.fennel.metrics.CounterVec;
import dev.fennel.registry.Registry;

/** Which metrics the adapters measure with. */
interface Measuring {
    /** Sets up the instrumentation for a framework's class of requests. */
    <R> RequestInstrumentation.Builder<R> builder();

    /** Makes the instrumentation. */
    default <R> RequestInstrumentation<R> requests() {
        return this.<R>builder().build();
    }

    /** The usual metrics, which the dashboard shows. */
    record Standard(Registry registry) implements Measuring {
        @Override
        public <R> RequestInstrumentation.Builder<R> builder() {
            return RequestInstrumentation.<R>builder().standardMetrics(registry);
        }
    }

    /** A counter of requests by route, code and reason of a failure. */
    record ByReason(CounterVec counter) implements Measuring {
        @Override
        public <R> RequestInstrumentation.Builder<R> builder() {
            return RequestInstrumentation.<R>builder().requests(counter);
        }
    }
}
