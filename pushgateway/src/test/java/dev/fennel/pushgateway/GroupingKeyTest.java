package dev.fennel.pushgateway;

import static dev.fennel.exposition.EscapingScheme.UNDERSCORES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupingKeyTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "customers, /db/customers",
                "'', /db@base64/=",
                "/, /db@base64/Lw",
                "a/b, /db@base64/YS9i",
                "/é?, /db@base64/L8OpPw",
                "/🔥, /db@base64/L_CflKU",
                "., /db@base64/Lg",
                ".., /db@base64/Li4",
                "..., /db/...",
                "a.b, /db/a.b",
                "a b, /db/a%20b",
                "a+b, /db/a%2Bb",
                "100%, /db/100%25",
                "%2F, /db/%252F",
                "a@b:c, /db/a%40b%3Ac",
                "-._~, /db/-._~",
                "é🔥, /db/%C3%A9%F0%9F%94%A5",
                "'?#&;=\\\"', /db/%3F%23%26%3B%3D%5C%22",
                "=, /db/%3D",
            })
    void valuesAreEncodedForThePath(String value, String segments) {
        assertThat(GroupingKey.ofJob("j").with("db", value, UNDERSCORES).path()).isEqualTo("/metrics/job/j" + segments);
    }

    @ParameterizedTest
    @CsvSource({"a b, /metrics/job/a%20b", "a/b, /metrics/job@base64/YS9i", "., /metrics/job@base64/Lg"})
    void jobIsEncodedLikeAnyValue(String job, String path) {
        assertThat(GroupingKey.ofJob(job).path()).isEqualTo(path);
    }

    @Test
    void labelsAreSortedAndTheLastValueOfANameCounts() {
        GroupingKey key = GroupingKey.ofJob("j").with("zone", "1", UNDERSCORES).with("Zone", "2", UNDERSCORES).with("a", "3", UNDERSCORES).with("zone", "4", UNDERSCORES);
        assertThat(key.path()).isEqualTo("/metrics/job/j/Zone/2/a/3/zone/4");
    }

    @Test
    void addingALabelLeavesTheKeyAsItWas() {
        GroupingKey key = GroupingKey.ofJob("j");
        key.with("a", "b", UNDERSCORES);
        assertThat(key.path()).isEqualTo("/metrics/job/j");
        assertThat(key.sets("a", UNDERSCORES)).isFalse();
    }

    @Test
    void emptyJobIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Pusher.to("localhost", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "__name__", "__a", "a-b", "a b", "1a", "é", "a:b", "a/b", "a@base64", "job"})
    void namesThatNotEveryGatewayUnderstandsAreRefusedAndQuoted(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupingKey.ofJob("j").with(name, "value", UNDERSCORES))
                .withMessageContaining("\"" + name + "\"");
    }

    @Test
    void valuesThatAreNotUnicodeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> GroupingKey.ofJob("\ud800"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupingKey.ofJob("j").with("db", "\udc00", UNDERSCORES))
                .withMessageContaining("\"db\"");
    }
}
