import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Histogram;

public class Shop {
    static final CounterVec ORDERS =
            CounterVec.builder("shop_orders_total", "Orders taken.", "outcome").register();
    static final Histogram DURATION =
            Histogram.builder("shop_order_duration_seconds", "Time to take an order.").register();

    public static void main(String[] args) throws Exception {
        MetricsServer server = MetricsServer.builder().port(9400).start();
        System.out.println("Metrics are at " + server.uri());
        while (true) {
            boolean taken = DURATION.timeChecked(() -> takeOrder());
            ORDERS.withLabelValues(taken ? "taken" : "refused").inc();
        }
    }

    static boolean takeOrder() throws InterruptedException {
        Thread.sleep((long) (Math.random() * 1000));
        return Math.random() < 0.9;
    }
}
