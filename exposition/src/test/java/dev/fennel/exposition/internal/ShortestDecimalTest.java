package dev.fennel.exposition.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.internal.ShortestDecimal.PowerOfTen;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Checks the digits against a {@linkplain ShortestBySearch search}. */
class ShortestDecimalTest {
    private final ShortestDecimal shortest = new ShortestDecimal();

    @Test
    void powersOfTenAndTheirNeighboursAreShortest() {
        for (int exponent = -323; exponent <= 308; exponent++) {
            assertNeighboursAreShortest(Double.parseDouble("1e" + exponent));
        }
    }

    @Test
    void powersOfTwoAndTheirNeighboursAreShortest() {
        for (int exponent = Double.MIN_EXPONENT - 52; exponent <= Double.MAX_EXPONENT; exponent++) {
            assertNeighboursAreShortest(Math.scalb(1.0, exponent));
        }
    }

    @Test
    void randomBitsAreShortest() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            double value = Math.abs(Double.longBitsToDouble(random.nextLong()));
            if (Double.isFinite(value) && value != 0) {
                assertShortest(value, "seed " + seed);
            }
        }
    }

    @Test
    void randomSubnormalsAreShortest() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 10_000; i++) {
            assertShortest(Double.longBitsToDouble(1 + (random.nextLong() >>> random.nextInt(12, 63))), "seed " + seed);
        }
    }

    @Test
    void logarithmsAreExactOverTheWholeRange() {
        for (int q = -1074; q <= 971; q++) {
            assertThat(ShortestDecimal.floorLog10(q)).as("2^%d", q).isEqualTo(floorLog10(powerOfTwo(q)));
            BigDecimal threeQuarters = powerOfTwo(q).multiply(new BigDecimal("0.75"));
            assertThat(ShortestDecimal.floorLog10ThreeQuarters(q)).as("2^%d", q).isEqualTo(floorLog10(threeQuarters));
        }
        for (int e = PowerOfTen.MIN_EXPONENT; e <= PowerOfTen.MAX_EXPONENT; e++) {
            int bits = BigInteger.TEN.pow(Math.abs(e)).bitLength();
            assertThat(PowerOfTen.floorLog2(e)).as("10^%d", e).isEqualTo(e >= 0 ? bits - 1 : -bits);
        }
    }

    @Test
    void powersOfTenHave126BitsAndAreJustAbove() {
        for (int e = PowerOfTen.MIN_EXPONENT; e <= PowerOfTen.MAX_EXPONENT; e++) {
            PowerOfTen power = PowerOfTen.of(e);
            BigInteger g = BigInteger.valueOf(power.high()).shiftLeft(63).add(BigInteger.valueOf(power.low()));
            BigDecimal unit = powerOfTwo(PowerOfTen.floorLog2(e) - 125);
            BigDecimal exact = BigDecimal.ONE.scaleByPowerOfTen(e);
            assertThat(g.bitLength()).isEqualTo(126);
            assertThat(new BigDecimal(g).multiply(unit)).isGreaterThan(exact);
            assertThat(new BigDecimal(g.subtract(BigInteger.ONE)).multiply(unit))
                    .isLessThanOrEqualTo(exact);
        }
    }

    private void assertNeighboursAreShortest(double value) {
        assertShortest(value, "");
        assertShortest(Math.nextUp(value), "");
        if (value > Double.MIN_VALUE) {
            assertShortest(Math.nextDown(value), "");
        }
    }

    private void assertShortest(double value, String note) {
        shortest.find(value);
        BigDecimal found =
                BigDecimal.valueOf(shortest.digits(), -shortest.exponent()).stripTrailingZeros();
        int precision = found.precision();
        BigDecimal exact = new BigDecimal(value);
        // Plain comparisons first: describing 200,000 assertions takes longer than making them.
        if (!found.equals(ShortestBySearch.closest(value, exact, precision))) {
            assertThat(found).as("%s %s", value, note).isEqualTo(ShortestBySearch.closest(value, exact, precision));
        }
        if (precision > 1 && ShortestBySearch.closest(value, exact, precision - 1) != null) {
            assertThat(ShortestBySearch.closest(value, exact, precision - 1))
                    .as("%s %s", value, note)
                    .isNull();
        }
    }

    private static BigDecimal powerOfTwo(int exponent) {
        return exponent >= 0
                ? new BigDecimal(BigInteger.ONE.shiftLeft(exponent))
                : BigDecimal.ONE.divide(new BigDecimal(BigInteger.ONE.shiftLeft(-exponent)));
    }

    private static int floorLog10(BigDecimal value) {
        return value.precision() - value.scale() - 1;
    }
}
