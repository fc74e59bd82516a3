package dev.fennel.pushgateway;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The gauges that report the end of a batch job: how long it took, when it ended, and whether it succeeded. */
final class JobGauges {
    private final Desc duration;
    private final Desc completion;
    private final Desc success;
    private final Desc lastSuccess;

    /** Gauges whose names begin with the namespace and {@code _}. */
    JobGauges(String namespace) {
        if (namespace.isEmpty()) {
            throw new IllegalArgumentException("expected a namespace like \"db_backup\", got an empty one");
        }
        duration = seconds(namespace, "duration_seconds", "How long the last run took.");
        completion = seconds(namespace, "last_completion_timestamp_seconds", "When the last run ended, well or not.");
        success = Desc.gauge(Desc.fullName(namespace, "", "success"), "Whether the last run succeeded, 1 or 0.");
        lastSuccess = seconds(namespace, "last_success_timestamp_seconds", "When a run last succeeded.");
    }

    private static Desc seconds(String namespace, String name, String help) {
        return Desc.gauge(Desc.fullName(namespace, "", name), help).withUnit("seconds");
    }

    /** The gauges after a run; the time of the last success is among them only if it is the time of this one. */
    Gatherer after(boolean succeeded, Duration took, Instant end) {
        List<MetricFamily> families = new ArrayList<>();
        families.add(family(duration, seconds(took)));
        families.add(family(completion, seconds(end)));
        if (succeeded) {
            families.add(family(lastSuccess, seconds(end)));
        }
        families.add(family(success, succeeded ? 1 : 0));
        return () -> new GatherResult(families, List.of());
    }

    private static MetricFamily family(Desc desc, double value) {
        return new MetricFamily(desc, List.of(ConstMetric.of(desc, value)));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1e3;
    }
}
