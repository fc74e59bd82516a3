package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QualityValuesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0., 0",
        "0.0, 0",
        "0.000, 0",
        "0.001, 1",
        "0.01, 10",
        "0.1, 100",
        "0.75, 750",
        "0.999, 999",
        "1, 1000",
        "1., 1000",
        "1.0, 1000",
        "1.000, 1000",
        "0.6666, 666",
        "0.0000, 0",
        "0.0001, 1",
        ".5, 500",
        ".9, 900",
        "00.25, 250",
        "1.001, 1000",
        "2, 1000",
        "10, 1000",
        "99999999999999999999.5, 1000"
    })
    void valueIsReadInThousandths(String text, int thousandths) {
        assertThat(QualityValues.parse(text)).isEqualTo(thousandths);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "-0",
                "-1",
                "+1",
                "0.5.5",
                "0,5",
                "0.5 ",
                "1e0",
                "0x1",
                "NaN",
                "Infinity",
                "nonsense",
                "0.٣",
                "٠"
            })
    void otherTextIsNoValue(String text) {
        assertThat(QualityValues.parse(text)).isEqualTo(QualityValues.INVALID);
    }
}
