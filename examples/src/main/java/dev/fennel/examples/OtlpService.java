package dev.fennel.examples;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Histogram;
import dev.fennel.otlp.OtlpPush;
import dev.fennel.pushgateway.PeriodicPush;
import dev.fennel.registry.Registry;
import java.time.Duration;

/**
 * A service that pushes its metrics to a collector of OpenTelemetry, or to any other receiver of OTLP, as long as it
 * runs, and for a last time at its end.
 *
 * <pre>
 * java -Dcollector=http://localhost:4318 -cp examples/target/fennel-examples.jar dev.fennel.examples.OtlpService
 * </pre>
 *
 * <p>Prometheus takes them at {@code http://localhost:9090/api/v1/otlp/v1/metrics} if it was started with
 * {@code --web.enable-otlp-receiver}, VictoriaMetrics at {@code http://localhost:8428/opentelemetry/v1/metrics}.
 */
public final class OtlpService {
    private final Registry registry = Registry.create();
    private final Counter orders =
            Counter.builder("shop_orders_total", "Orders that were taken.").register(registry);
    private final Histogram duration = Histogram.builder("shop_order_duration_seconds", "Time that an order took.")
            .unit("seconds")
            .register(registry);

    private OtlpService() {}

    /** Takes some orders. A push that fails is logged, and is no reason to stop. */
    public static void main(String[] args) {
        String collector = System.getProperty("collector", "http://localhost:4318");
        OtlpService service = new OtlpService();
        OtlpPush push = OtlpPush.to(collector, "shop")
                .resourceAttribute("service.instance.id", System.getProperty("instance", "shop-1"))
                .gzip()
                .gatherer(service.registry);
        PeriodicPush pushes = push.start(Duration.ofSeconds(15));
        try {
            service.takeOrders(Integer.getInteger("orders", 1000));
        } finally {
            pushes.close();
        }
        System.out.println("Pushed to " + collector);
    }

    /** A stand-in for the service itself. */
    private void takeOrders(int number) {
        for (int i = 0; i < number; i++) {
            duration.time(() -> orders.inc());
        }
    }
}
