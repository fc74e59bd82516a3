package dev.fennel.exposition.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * Checks printed numbers against the JDK. {@link Double#toString} finds shortest digits since JDK 19, by another
 * implementation of the algorithm; before, it often prints one more than needed.
 */
class RandomDoublesTest {
    private static final int COUNT = Integer.getInteger("random.doubles", 500_000);

    private final NumberPrinter printer = new NumberPrinter();
    private final ByteBuf out = new ByteBuf(NumberPrinter.MAX_LENGTH);
    private final long seed = System.nanoTime();

    @Test
    @EnabledForJreRange(min = JRE.JAVA_19)
    void digitsAreThoseOfTheJdk() {
        forRandomDoubles(this::assertDigitsOfTheJdk);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_19)
    void digitsOfTheSmallestDoublesAreThoseOfTheJdk() {
        for (long bits = 1; bits <= 1_000_000; bits++) {
            assertDigitsOfTheJdk(Double.longBitsToDouble(bits));
        }
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_18)
    void digitsReadBackAndAreNoMoreThanThoseOfTheJdk() {
        forRandomDoubles(value -> {
            String printed = print(value);
            String expected = Double.toString(value);
            // The digits of the JDK read back too, so the shortest ones are not more.
            if (Double.parseDouble(printed) != value
                    || Decimal.parse(printed).length() > Decimal.parse(expected).length()) {
                assertThat(printed).as("seed %d", seed).isEqualTo(expected);
            }
        });
    }

    private void forRandomDoubles(DoubleConsumer check) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < COUNT; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                check.accept(value);
            }
        }
    }

    private void assertDigitsOfTheJdk(double value) {
        Decimal printed = Decimal.parse(print(value));
        Decimal expected = Decimal.parse(Double.toString(value));
        // Plain comparisons first: describing ten million assertions takes longer than making them.
        if (!printed.equals(expected) && !isCloserWithTwoDigits(value, printed, expected)) {
            assertThat(printed).as("%s, seed %d", value, seed).isEqualTo(expected);
        }
    }

    /**
     * Whether this is the one allowed difference: the JDK always prints at least two digits, so where one is enough it
     * prints the closest decimal of two, as in 4.9E-324 for 5e-324. That is a different number only for doubles that
     * are so far apart that they are subnormal.
     */
    private static boolean isCloserWithTwoDigits(double value, Decimal printed, Decimal expected) {
        return Math.abs(value) < Double.MIN_NORMAL
                && printed.equals(rounded(value, 1))
                && expected.equals(rounded(value, 2));
    }

    private static Decimal rounded(double value, int digits) {
        return Decimal.parse(
                new BigDecimal(value).round(new MathContext(digits)).toString());
    }

    private String print(double value) {
        out.end(0);
        printer.print(value, out);
        return new String(out.array(), 0, out.size(), StandardCharsets.US_ASCII);
    }
}
