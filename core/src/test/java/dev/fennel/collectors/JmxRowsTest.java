package dev.fennel.collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.fennel.registry.GatherError;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.RecordedLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of MBeans that are no plain number: tables, maps, arrays, and types of the JDK with a number inside. */
class JmxRowsTest {
    private static final String QUEUES = "app:type=Queues";

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();

    /** What a standard MBean answers as it is, and an MXBean as open data. */
    public interface Queues {
        Map<String, Integer> getPending();

        Map<String, JmxBeans.Usage> getUsage();

        int[] getLanes();

        List<Long> getSizes();
    }

    private record TwoQueues() implements Queues {
        @Override
        public Map<String, Integer> getPending() {
            return new TreeMap<>(Map.of("orders", 3, "mails", 5));
        }

        @Override
        public Map<String, JmxBeans.Usage> getUsage() {
            return new TreeMap<>(Map.of(
                    "orders",
                    new JmxBeans.Usage(7, new JmxBeans.Limits(9)),
                    "mails",
                    new JmxBeans.Usage(8, new JmxBeans.Limits(9))));
        }

        @Override
        public int[] getLanes() {
            return new int[] {4, 6};
        }

        @Override
        public List<Long> getSizes() {
            return List.of(4L, 6L);
        }
    }

    /** An MBean with one attribute of any value. */
    private record Any(Object value) {
        void registerAt(MBeanServer server, String name) throws JMException {
            server.registerMBean(
                    new StandardMBean(new TwoQueues(), Queues.class, false) {
                        @Override
                        public Object getAttribute(String attribute) {
                            return value;
                        }

                        @Override
                        public javax.management.AttributeList getAttributes(String[] attributes) {
                            return new javax.management.AttributeList(List.of(new Attribute(attributes[0], value)));
                        }
                    },
                    new ObjectName(name));
        }
    }

    @BeforeEach
    void register() throws JMException {
        server.registerMBean(
                new StandardMBean(new TwoQueues(), Queues.class, false), new ObjectName("app:type=Queues"));
        server.registerMBean(
                new StandardMBean(new TwoQueues(), Queues.class, true), new ObjectName("app:type=OpenQueues"));
    }

    private Map<String, Double> values(JmxMetric... metrics) {
        return Collected.from(JmxCollector.of(server, metrics)).values();
    }

    private static JmxMetric gauge(String mbean, String attribute) {
        return JmxMetric.gauge("g", "help", mbean, attribute);
    }

    @ParameterizedTest
    @ValueSource(strings = {"app:type=Queues", "app:type=OpenQueues"})
    void entriesOfAMapAreRowsByTheirKeys(String mbean) {
        assertThat(values(gauge(mbean, "Pending").withRowLabel("queue", "key")))
                .containsOnly(entry("g{queue=\"mails\"}", 5.0), entry("g{queue=\"orders\"}", 3.0));
    }

    @Test
    void whatFollowsLeadsIntoEachRow() {
        assertThat(values(gauge("app:type=OpenQueues", "Usage.limits.max").withRowLabel("queue", "key")))
                .containsOnly(entry("g{queue=\"mails\"}", 9.0), entry("g{queue=\"orders\"}", 9.0));
    }

    @ParameterizedTest
    @CsvSource({"app:type=Queues, Lanes", "app:type=Queues, Sizes", "app:type=OpenQueues, Sizes"})
    void elementsAreRowsByTheirIndex(String mbean, String attribute) {
        assertThat(values(gauge(mbean, attribute).withRowLabel("lane", "index")))
                .containsOnly(entry("g{lane=\"0\"}", 4.0), entry("g{lane=\"1\"}", 6.0));
    }

    @ParameterizedTest
    @CsvSource({"Pending.orders, 3", "Lanes.1, 6", "Sizes.0, 4", "Usage.mails.used, 8"})
    void aDotLeadsIntoOneRow(String attribute, double value) {
        assertThat(values(gauge("app:type=OpenQueues", attribute))).containsOnly(entry("g", value));
    }

    @Test
    void rowsOfTabularDataAreNamedByAnyItem() throws JMException {
        CompositeType row = new CompositeType(
                "row",
                "row",
                new String[] {"host", "port", "open"},
                new String[] {"host", "port", "open"},
                new OpenType<?>[] {SimpleType.STRING, SimpleType.INTEGER, SimpleType.BOOLEAN});
        TabularDataSupport table =
                new TabularDataSupport(new TabularType("table", "table", row, new String[] {"host", "port"}));
        table.put(row("a", 1, true, row));
        table.put(row("a", 2, false, row));
        new Any(table).registerAt(server, "app:type=Table");

        assertThat(values(gauge("app:type=Table", "Links.open")
                        .withRowLabel("host", "host")
                        .withRowLabel("port", "port")))
                .containsOnly(entry("g{host=\"a\",port=\"1\"}", 1.0), entry("g{host=\"a\",port=\"2\"}", 0.0));
    }

    private static CompositeData row(String host, int port, boolean open, CompositeType type) throws JMException {
        return new CompositeDataSupport(type, Map.of("host", host, "port", port, "open", open));
    }

    @Test
    void typesOfTheJdkWithANumberInsideAreRead() throws JMException {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "duration", Duration.ofMillis(-1500),
                "instant", Instant.ofEpochMilli(1_700_000_000_500L),
                "boolean", false,
                "optional", Optional.of(true),
                "optionalInt", OptionalInt.of(1),
                "optionalLong", OptionalLong.of(2),
                "optionalDouble", OptionalDouble.of(.5),
                "empty", Optional.empty(),
                "text", "12",
                "enum", Thread.State.NEW));
        new Any(Optional.of(all)).registerAt(server, "app:type=All");

        assertThat(values(gauge("app:type=All", "All").withRowLabel("type", "key")))
                .containsOnly(
                        entry("g{type=\"boolean\"}", 0.0),
                        entry("g{type=\"duration\"}", -1.5),
                        entry("g{type=\"instant\"}", 1_700_000_000.5),
                        entry("g{type=\"optional\"}", 1.0),
                        entry("g{type=\"optionalDouble\"}", .5),
                        entry("g{type=\"optionalInt\"}", 1.0),
                        entry("g{type=\"optionalLong\"}", 2.0));
    }

    @Test
    void rowsThatClashAreBothNamed() {
        Registry registry = Registry.create();
        registry.register(JmxCollector.of(server, gauge(QUEUES, "Pending").withRowLabel("queue", "index")));

        assertThat(registry.gather().errors())
                .extracting(GatherError::message)
                .singleElement()
                .asString()
                .contains("row \"mails\" of Pending of app:type=Queues and row \"orders\" of Pending of"
                        + " app:type=Queues both give gauge \"g\" {queue=\"\"}");
    }

    @Test
    void attributesThatClashAreBothNamed() {
        Registry registry = Registry.create();
        registry.register(JmxCollector.of(server, gauge(QUEUES, "Lanes.0"), gauge(QUEUES, "Sizes.0")));

        assertThat(registry.gather().errors())
                .extracting(GatherError::message)
                .singleElement()
                .asString()
                .contains("Lanes.0 of app:type=Queues and Sizes.0 of app:type=Queues both give");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app:type=None,* | Any | no MBean of that name",
                "app:type=Queues | Missing | app:type=Queues gave no attribute \"Missing\"",
                "app:type=Queues | Pending | Pending of app:type=Queues is a java.util.TreeMap, expected a row label, since it has rows",
                "app:type=Queues | Pending.none | Pending.none of app:type=Queues is nothing, expected a number",
            })
    void aMetricThatFindsNothingIsNamedOnceInTheLog(String mbean, String attribute, String reason) {
        JmxMetric metric = gauge(mbean, attribute);
        JmxCollector collector = JmxCollector.of(server, metric);
        try (RecordedLog log = new RecordedLog("dev.fennel.collectors")) {
            Collected.from(collector);
            Collected.from(collector);

            assertThat(log.messages()).containsExactly("WARNING: " + metric + " has no series so far: " + reason);
        }
    }

    @Test
    void aMetricOfRowsThatFindsNoneIsNamedInTheLog() throws JMException {
        new Any(7).registerAt(server, "app:type=Seven");
        try (RecordedLog log = new RecordedLog("dev.fennel.collectors")) {
            values(gauge("app:type=Seven", "Any").withRowLabel("row", "key"));

            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .endsWith("Any of app:type=Seven is 7, a java.lang.Integer, expected one with rows");
        }
    }

    @Test
    void aTableThatIsEmptySoFarIsNoMistake() throws JMException {
        new Any(Map.of()).registerAt(server, "app:type=Empty");
        try (RecordedLog log = new RecordedLog("dev.fennel.collectors")) {
            values(gauge("app:type=Empty", "Any").withRowLabel("row", "key"));

            assertThat(log.messages()).singleElement().asString().endsWith("Any of app:type=Empty has no rows yet");
        }
    }

    @Test
    void aLogThatThrowsCostsNoMetrics() {
        try (RecordedLog log = new RecordedLog("dev.fennel.collectors")) {
            log.breakDown();
            JmxCollector collector = JmxCollector.of(server, gauge(QUEUES, "Missing"), gauge(QUEUES, "Lanes.0"));

            assertThat(Collected.from(collector).values()).isNotEmpty();
            assertThat(log.messages()).isNotEmpty();
        }
    }

    @Test
    void aMetricThatHadASeriesIsNotNamedWhenItIsGone() throws JMException {
        JmxCollector collector = JmxCollector.of(server, gauge(QUEUES, "Lanes.0"));
        try (RecordedLog log = new RecordedLog("dev.fennel.collectors")) {
            Collected.from(collector);
            server.unregisterMBean(new ObjectName(QUEUES));
            Collected.from(collector);

            assertThat(log.messages()).isEmpty();
        }
    }
}
