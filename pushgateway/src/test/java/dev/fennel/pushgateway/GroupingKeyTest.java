package dev.fennel.pushgateway;

import static dev.fennel.exposition.EscapingScheme.ALLOW_UTF_8;
import static dev.fennel.exposition.EscapingScheme.UNDERSCORES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fennel.exposition.EscapingScheme;
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
        GroupingKey key = GroupingKey.ofJob("j")
                .with("zone", "1", UNDERSCORES)
                .with("Zone", "2", UNDERSCORES)
                .with("a", "3", UNDERSCORES)
                .with("zone", "4", UNDERSCORES);
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

    @ParameterizedTest
    @CsvSource({
        "db.name, /U__db_2e_name/x",
        "db_.é, /U__db___2e__e9_/x",
        "1st, /U___31_st/x",
        "a/b@base64, /U__a_2f_b_40_base64/x",
        "db_name, /db_name/x"
    })
    void namesAreEscapedIfTheFormatAllowsThem(String name, String segments) {
        GroupingKey key = GroupingKey.ofJob("j").with(name, "x", ALLOW_UTF_8);
        assertThat(key.path()).isEqualTo("/metrics/job/j" + segments);
        assertThat(key.sets(name, ALLOW_UTF_8)).isTrue();
    }

    @Test
    void namesThatLookEscapedAreRefusedOnlyWhereTheyWouldBeReadSo() {
        assertThat(GroupingKey.ofJob("j").with("U__a", "x", UNDERSCORES).path()).endsWith("/U__a/x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupingKey.ofJob("j").with("U__a", "x", ALLOW_UTF_8))
                .withMessageContaining("\"U__a\"");
    }

    @ParameterizedTest
    @CsvSource({"UNDERSCORES, a_b", "DOTS, a_dot_b", "VALUES, U__a_2e_b", "ALLOW_UTF_8, a.b"})
    void labelsClashAsTheFormatWritesThem(EscapingScheme escaping, String grouping) {
        GroupingKey key = GroupingKey.ofJob("j").with(grouping, "x", escaping);
        assertThat(key.sets("a.b", escaping)).isTrue();
        assertThat(key.sets("a.c", escaping)).isFalse();
        assertThat(key.sets("job", escaping)).isTrue();
    }

    @Test
    void valuesThatAreNotUnicodeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> GroupingKey.ofJob("\ud800"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupingKey.ofJob("j").with("db", "\udc00", UNDERSCORES))
                .withMessageContaining("\"db\"");
    }
}
