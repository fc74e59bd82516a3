package dev.fennel.examples;

import dev.fennel.metrics.Gauge;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.util.List;

/**
 * Pushes without a {@link dev.fennel.pushgateway.BatchJob}: an import of several tables, each of which is a group in
 * the Pushgateway.
 *
 * <pre>
 * java -Dgateway=http://localhost:9091 -cp examples/target/fennel-examples.jar dev.fennel.examples.GroupedPush
 * </pre>
 *
 * <p>Look at {@code import_rows{job="import",table="orders"}} in the gateway's {@code /metrics}. The push of a table
 * replaces its group, and so removes the time of its last check. The check adds that again and leaves the rest of the
 * group alone. With {@code -Dforget=orders}, that group is deleted, as the gateway forgets nothing by itself.
 */
public final class GroupedPush {
    private GroupedPush() {}

    /** Imports, pushes and checks each table. */
    public static void main(String[] args) throws IOException {
        String gateway = System.getProperty("gateway", "http://localhost:9091");
        for (String table : List.of("customers", "orders")) {
            importTable(gateway, table);
            checkTable(gateway, table);
        }
        String forget = System.getProperty("forget");
        if (forget != null) {
            Pusher.to(gateway, "import").grouping("table", forget).delete();
        }
        System.out.println("Pushed to " + gateway);
    }

    private static void importTable(String gateway, String table) throws IOException {
        Registry registry = Registry.create();
        Gauge rows = Gauge.builder("import_rows", "Rows of the last import.").register(registry);
        Gauge completion = Gauge.builder("import_last_completion_timestamp_seconds", "When the last import ended.")
                .unit("seconds")
                .register(registry);
        rows.set(table.length()); // a stand-in for the import
        completion.setToCurrentTime();
        Pusher.to(gateway, "import").grouping("table", table).gatherer(registry).push();
    }

    private static void checkTable(String gateway, String table) throws IOException {
        Gauge checked = Gauge.builder("import_last_check_timestamp_seconds", "When the last import was checked.")
                .unit("seconds")
                .build();
        checked.setToCurrentTime();
        Pusher.to(gateway, "import").grouping("table", table).collector(checked).add();
    }
}
