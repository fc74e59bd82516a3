package dev.fennel.exposition;

import static dev.fennel.exposition.EscapingScheme.ALLOW_UTF_8;
import static dev.fennel.exposition.EscapingScheme.DOTS;
import static dev.fennel.exposition.EscapingScheme.UNDERSCORES;
import static dev.fennel.exposition.EscapingScheme.VALUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.internal.LegacyNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rules of {@code EscapeName} in prometheus/common, which the client_golang of Debian does not have yet, applied to
 * names that are not legal as a whole.
 */
class EscapingSchemeTest {
    @ParameterizedTest
    @CsvSource({
        "http.requests, http_requests, http_dot_requests, U__http_2e_requests",
        "http.requests_total, http_requests_total, http_dot_requests__total, U__http_2e_requests__total",
        "no:escaping_required.2, no:escaping_required_2, no:escaping__required_dot_2, U__no:escaping__required_2e_2",
        "1st, _st, __st, U___31_st",
        "größe, gr__e, gr____e, U__gr_f6__df_e",
        "., _, _dot_, U___2e_",
        "a\uD83D\uDD25b, a_b, a__b, U__a_1f525_b",
        "_.9, __9, ___dot_9, U_____2e_9",
        "with blank, with_blank, with__blank, U__with_20_blank",
        "'x,\"y\"', x__y_, x____y__, U__x_2c__22_y_22_",
        "日, _, __, U___65e5_",
        "'a\n', a_, a__, U__a_a_"
    })
    void namesAreWrittenByTheRulesOfTheReference(String name, String underscores, String dots, String values) {
        assertThat(ALLOW_UTF_8.metricName(name)).isSameAs(name);
        assertThat(UNDERSCORES.metricName(name)).isEqualTo(underscores);
        assertThat(DOTS.metricName(name)).isEqualTo(dots);
        assertThat(VALUES.metricName(name)).isEqualTo(values);
    }

    @ParameterizedTest
    @CsvSource({
        "rule:sum, rule_sum, rule__sum, U__rule_3a_sum", "a_b:c, a_b_c, a__b__c, U__a__b_3a_c",
        "db.name, db_name, db_dot_name, U__db_2e_name", ":, _, __, U___3a_"
    })
    void colonsAreNotLegalInLabels(String name, String underscores, String dots, String values) {
        assertThat(ALLOW_UTF_8.labelName(name)).isSameAs(name);
        assertThat(UNDERSCORES.labelName(name)).isEqualTo(underscores);
        assertThat(DOTS.labelName(name)).isEqualTo(dots);
        assertThat(VALUES.labelName(name)).isEqualTo(values);
    }

    @ParameterizedTest
    @EnumSource
    void legalNameIsTheSameObject(EscapingScheme scheme) {
        for (String name : new String[] {"a", "Z", "_", "_9", "http_requests_total", "U__x", "abcxyzABCXYZ0189_", ""}) {
            assertThat(scheme.metricName(name)).isSameAs(name);
            assertThat(scheme.labelName(name)).isSameAs(name);
        }
        String colons = "rule:sum:";
        assertThat(scheme.metricName(colons)).isSameAs(colons);
    }

    @Test
    void halfOfASurrogatePairIsEscapedAsTheReplacementCharacter() {
        assertThat(VALUES.metricName("a\uD83D")).isEqualTo("U__a_fffd_");
    }

    @ParameterizedTest
    @EnumSource
    void escapedNamesAreLegal(EscapingScheme scheme) {
        if (scheme == ALLOW_UTF_8) {
            return;
        }
        for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint += 1 + codePoint / 50) {
            String name = Character.toString(codePoint) + "_" + Character.toString(codePoint);
            assertThat(LegacyNames.isMetricName(scheme.metricName(name)))
                    .as(name)
                    .isTrue();
            assertThat(LegacyNames.isLabelName(scheme.labelName(name))).as(name).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noNameBecomesTheLabelOfABucketOrAQuantile(EscapingScheme scheme) {
        for (String reserved : new String[] {"le", "quantile"}) {
            for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint += 1 + codePoint / 50) {
                for (int i = 0; i < reserved.length(); i++) {
                    String name = reserved.substring(0, i) + Character.toString(codePoint) + reserved.substring(i + 1);
                    boolean same = name.equals(reserved);
                    assertThat(scheme.labelName(name).equals(reserved)).as(name).isEqualTo(same);
                }
            }
        }
    }

    @Test
    void theirTextIsTheParameterOfTheContentType() {
        assertThat(EscapingScheme.values())
                .extracting(EscapingScheme::toString)
                .containsExactly("allow-utf-8", "underscores", "dots", "values");
    }

    @ParameterizedTest
    @EnumSource
    void nullIsRefused(EscapingScheme scheme) {
        assertThatThrownBy(() -> scheme.metricName(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("name");
        assertThatThrownBy(() -> scheme.labelName(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("name");
    }
}
