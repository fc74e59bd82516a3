package dev.fennel.collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.entry;

import dev.fennel.testsupport.Collected;
import java.math.BigDecimal;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an {@link JmxMetric} makes of one MBean. */
class JmxMetricTest {
    private static final String POOL = "app:type=Pool";

    private static MBeanServer serverWith(String mbean) throws JMException {
        return new JmxBeans().pool(mbean, 3).server;
    }

    private static Map<String, Double> values(String mbean, JmxMetric metric) throws JMException {
        return Collected.from(JmxCollector.of(serverWith(mbean), metric)).values();
    }

    private static JmxMetric gauge(String attribute) {
        return JmxMetric.gauge("g", "help", POOL, attribute);
    }

    @ParameterizedTest
    @CsvSource({
        "Active, 3",
        "WaitMillis, 1500",
        "Suspended, 1",
        "Started, 1700000000.5",
        "Usage.used, 7",
        "Usage.limits.max, 9",
    })
    void numbersBooleansDatesAndCompositesAreRead(String attribute, double value) throws JMException {
        assertThat(values(POOL, gauge(attribute))).containsOnly(entry("g", value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Title", "Usage", "Usage.other", "Usage.used.more", "Active.more", "Usage\\.used", "active"})
    void whatHasNoNumberIsLeftOut(String attribute) throws JMException {
        assertThat(values(POOL, gauge(attribute))).isEmpty();
    }

    @Test
    void anEscapedDotIsPartOfTheName() {
        assertThat(gauge("a\\.b.c\\.d").attributeName()).isEqualTo("a.b");
        assertThat(gauge("a\\.b.c\\.d")).hasToString("gauge \"g\" from a.b.c.d of app:type=Pool");
    }

    @Test
    void factorMakesBaseUnits() throws JMException {
        JmxMetric wait =
                JmxMetric.counter("wait_seconds_total", "", POOL, "WaitMillis").withFactor(1e-3);

        assertThat(values(POOL, wait)).containsOnly(entry("wait_seconds_total", 1.5));
    }

    @Test
    void counterIsNeverNegativeNorNaN() {
        JmxMetric counter = JmxMetric.counter("c_total", "", POOL, "Any");

        assertThat(counter.value(-1)).isNull();
        assertThat(counter.value(Double.NaN)).isNull();
        assertThat(counter.value(new BigDecimal("0.5"))).isEqualTo(0.5);
        assertThat(gauge("Any").value(-1)).isEqualTo(-1);
        assertThat(gauge("Any").value(Double.NaN)).isNaN();
    }

    @Test
    void keyPropertiesBecomeLabels() throws JMException {
        JmxMetric metric = JmxMetric.gauge("g", "", "app:type=Pool,*", "Active")
                .withLabel("pool", "name")
                .withLabel("zone", "zone")
                .withLabel("domain", mbean -> mbean.getDomain());

        assertThat(values("app:type=Pool,name=\"a,b\\\"c\"", metric))
                .containsOnlyKeys("g{domain=\"app\",pool=\"a,b\"c\",zone=\"\"}");
    }

    @Test
    void poolsOfHikariAreNamedByTheirType() throws JMException {
        JmxMetric metric = JmxMetric.gauge("g", "", "com.zaxxer.hikari:type=Pool (*)", "Active")
                .withLabel("pool", "type");

        assertThat(values("com.zaxxer.hikari:type=Pool (orders)", metric))
                .containsOnlyKeys("g{pool=\"Pool (orders)\"}");
    }

    @Test
    void changesMakeCopies() {
        JmxMetric plain = JmxMetric.gauge("g_bytes", "", "app:type=Pool", "Active");
        JmxMetric changed = plain.withUnit("bytes").withLabel("a", "a").withFactor(2);

        assertThat(plain.desc().variableLabels()).isEmpty();
        assertThat(plain.desc().unit()).isEmpty();
        assertThat(plain.value(1)).isEqualTo(1);
        assertThat(changed.desc().variableLabels()).containsExactly("a");
        assertThat(changed.desc().unit()).isEqualTo("bytes");
        assertThat(changed.value(1)).isEqualTo(2);
    }

    @Test
    void wrongObjectNameThrows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JmxMetric.gauge("g", "", "no colon", "Active"))
                .withMessageStartingWith(
                        "gauge \"g\": expected an object name such as \"domain:type=Pool,*\", got" + " \"no colon\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b"})
    void wrongAttributeThrows(String attribute) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gauge(attribute))
                .withMessage("gauge \"g\": expected an attribute such as \"HeapMemoryUsage.used\", got \"" + attribute
                        + "\"");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void wrongFactorThrows(double factor) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gauge("Active").withFactor(factor))
                .withMessage("gauge \"g\": expected a positive and finite factor, got " + factor);
    }

    @Test
    void wrongNamesThrow() {
        assertThatIllegalArgumentException().isThrownBy(() -> JmxMetric.gauge("", "", POOL, "Active"));
        assertThatIllegalArgumentException().isThrownBy(() -> gauge("Active").withLabel("__a", "a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gauge("Active").withLabel("a", "a").withLabel("a", "b"))
                .withMessageContaining("duplicate label name \"a\"");
        assertThatNullPointerException().isThrownBy(() -> gauge("Active").withLabel("a", (String) null));
    }
}
