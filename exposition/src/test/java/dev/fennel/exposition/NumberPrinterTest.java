package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.NumberPrinter;
import dev.fennel.exposition.internal.ShortestBySearch;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberPrinterTest {
    private final NumberPrinter printer = new NumberPrinter();

    private String print(double value) {
        return print(printer, value);
    }

    private static String print(NumberPrinter printer, double value) {
        ByteBuf out = new ByteBuf(0);
        printer.print(value, out);
        return text(out);
    }

    private static String text(ByteBuf out) {
        return new String(out.toByteArray(), StandardCharsets.US_ASCII);
    }

    @Test
    void printsWhatTheReferencePrints() throws IOException {
        List<String> lines = Families.resource("/float-vectors.tsv").lines().toList();
        assertThat(lines).hasSize(1049);
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.split("\t");
            double value = Double.longBitsToDouble(Long.parseUnsignedLong(columns[0], 16));
            assertThat(print(value)).as(columns[0]).isEqualTo(columns[1]);
            assertThat(print(NumberPrinter.openMetrics(), value)).as(columns[0]).isEqualTo(columns[2]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "-1, -1",
        "10, 10",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
        "999999, 999999",
        "1000000, 1e+06",
        "-1000000, -1e+06",
        "1000001, 1.000001e+06",
        "999999.5, 999999.5",
        "999999.9999999999, 999999.9999999999",
        "9007199254740991, 9.007199254740991e+15",
        "9007199254740992, 9.007199254740992e+15",
        "9007199254740994, 9.007199254740994e+15",
        "1e21, 1e+21",
        "9223372036854775807, 9.223372036854776e+18",
        "-9223372036854775808, -9.223372036854776e+18",
        "1e22, 1e+22",
        "1e23, 1e+23",
        "2e23, 2e+23",
        "0.0001, 0.0001",
        "0.00012, 0.00012",
        "0.00009, 9e-05",
        "0.000001, 1e-06",
        "0.0000015, 1.5e-06",
        "0.1, 0.1",
        "0.30000000000000004, 0.30000000000000004",
        "12.5, 12.5",
        "-100.25, -100.25",
        "100.01, 100.01",
        "123456.7, 123456.7",
        "1234567.8, 1.2345678e+06",
        "999999999.999999, 9.99999999999999e+08",
        "4.9E-324, 5e-324",
        "9.9E-324, 1e-323",
        "2.2250738585072014E-308, 2.2250738585072014e-308",
        "2.938735877055719e-39, 2.938735877055719e-39",
        "5.684341886080802e-14, 5.684341886080802e-14",
        "1.7976931348623157E308, 1.7976931348623157e+308",
        "-2.2250738585072014E-308, -2.2250738585072014e-308"
    })
    void printsInGoNotation(double value, String expected) {
        assertThat(print(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, 0.0",
        "1, 1.0",
        "-1, -1.0",
        "17, 17.0",
        "999999, 999999.0",
        "1000000, 1e+06",
        "1e21, 1e+21",
        "-999999, -999999.0",
        "0.5, 0.5",
        "1e-7, 1e-07",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf"
    })
    void inOpenMetricsPlainIntegersHaveADecimalPoint(double value, String expected) {
        assertThat(print(NumberPrinter.openMetrics(), value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "999999, 999999",
        "1000000, 1e+06",
        "1234567, 1.234567e+06",
        "-3, -3",
        "9007199254740993, 9.007199254740992e+15",
        "9223372036854775807, 9.223372036854776e+18"
    })
    void printsCountsAsDoubles(long count, String expected) {
        ByteBuf out = new ByteBuf(0);
        printer.printCount(count, out);
        assertThat(text(out)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0",
        "9",
        "10",
        "99",
        "100",
        "1700000000123",
        "-1",
        "-1700000000123",
        "9223372036854775807",
        "999999999999999999",
        "1000000000000000000"
    })
    void printsIntegersWhole(long value) {
        ByteBuf out = new ByteBuf(0);
        printer.printInteger(value, out);
        assertThat(text(out)).isEqualTo(Long.toString(value));
    }

    @Test
    void shortDecimalsReadBackAndAreTheirOwnDigits() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100_000; i++) {
            long digits = random.nextLong(1, 1_000_000);
            int decimals = random.nextInt(1, 7);
            String plain =
                    BigDecimal.valueOf(digits, decimals).stripTrailingZeros().toPlainString();
            double value = Double.parseDouble(plain);
            if (value >= 0.0001) {
                assertThat(print(value)).as("seed %d", seed).isEqualTo(plain);
            }
        }
    }

    @Test
    void powersOfTwoAndTheirNeighboursAreShortestInBothFormats() {
        for (int exponent = Double.MIN_EXPONENT - 52; exponent <= Double.MAX_EXPONENT; exponent++) {
            assertNeighboursAreShortest(Math.scalb(1.0, exponent));
        }
    }

    @Test
    void powersOfTenAndTheirNeighboursAreShortestInBothFormats() {
        for (int exponent = -323; exponent <= 308; exponent++) {
            assertNeighboursAreShortest(Double.parseDouble("1e" + exponent));
        }
    }

    private void assertNeighboursAreShortest(double power) {
        for (double value : new double[] {Math.nextDown(power), power, Math.nextUp(power)}) {
            if (value > 0) {
                String expected = inGoNotation(ShortestBySearch.of(value));
                assertThat(Double.parseDouble(expected)).isEqualTo(value);
                String openMetrics = expected.contains(".") || expected.contains("e") ? expected : expected + ".0";
                assertThat(print(value)).isEqualTo(expected);
                assertThat(print(-value)).isEqualTo("-" + expected);
                assertThat(print(NumberPrinter.openMetrics(), value)).isEqualTo(openMetrics);
                assertThat(print(NumberPrinter.openMetrics(), -value)).isEqualTo("-" + openMetrics);
            }
        }
    }

    /** As %g with shortest digits: an exponent of at least two digits below 1e-04 and from 1e+06. */
    private static String inGoNotation(BigDecimal number) {
        int exponent = number.precision() - number.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return number.toPlainString();
        }
        String digits = number.unscaledValue().toString();
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return digits.charAt(0) + fraction + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    @Test
    void randomBitsReadBack() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(print(value))).as("seed %d", seed).isEqualTo(value);
            }
        }
    }

    @Test
    void leavesWhatWasWrittenBefore() {
        ByteBuf out = new ByteBuf(1);
        for (double value : new double[] {1, -2.5, 1e-7, 1.7976931348623157E308, Double.NaN}) {
            printer.print(value, out);
            out.put(' ');
        }
        assertThat(text(out)).isEqualTo("1 -2.5 1e-07 1.7976931348623157e+308 NaN ");
    }

    /** The digits of a long are correct everywhere, so this is how to know those of numbers with few decimals. */
    @Test
    void decimalsPrintTheirOwnDigits() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 200_000; i++) {
            int places = random.nextInt(7);
            long scaled = random.nextLong(1, (long) Math.pow(10, 1 + random.nextInt(11)));
            BigDecimal decimal = BigDecimal.valueOf(scaled, places);
            double value = decimal.doubleValue();
            String expected = value < 1e6 && value >= 1e-4
                    ? decimal.stripTrailingZeros().toPlainString()
                    : scientific(decimal.stripTrailingZeros());

            assertThat(print(value)).isEqualTo(expected);
            assertThat(print(-value)).isEqualTo("-" + expected);
        }
    }

    private static String scientific(BigDecimal decimal) {
        String digits = decimal.unscaledValue().toString();
        int exponent = digits.length() - 1 - decimal.scale();
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+")
                + String.format("%02d", Math.abs(exponent));
    }

    @Test
    void integersPrintAllTheirDigits() {
        SplittableRandom random = new SplittableRandom(12);
        ByteBuf out = new ByteBuf(0);
        for (int i = 0; i < 200_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            if (value == Long.MIN_VALUE) {
                continue;
            }
            out.end(0);
            printer.printInteger(value, out);
            assertThat(text(out)).isEqualTo(Long.toString(value));
        }
    }
}
