package dev.fennel.examples.adapters;

import dev.fennel.http.RequestInstrumentation;
import dev.fennel.metrics.CounterVec;
import dev.fennel.registry.Registry;

/** Which metrics the adapters measure with. */
interface Measuring {
    /** Makes the instrumentation for a framework's class of requests. */
    <R> RequestInstrumentation<R> requests();

    /** The usual metrics, which the dashboard shows. */
    record Standard(Registry registry) implements Measuring {
        @Override
        public <R> RequestInstrumentation<R> requests() {
            return RequestInstrumentation.standard(registry);
        }
    }

    /** A counter of requests by code and reason of a failure. */
    record ByReason(CounterVec counter) implements Measuring {
        @Override
        public <R> RequestInstrumentation<R> requests() {
            return RequestInstrumentation.<R>builder().requests(counter).build();
        }
    }
}
