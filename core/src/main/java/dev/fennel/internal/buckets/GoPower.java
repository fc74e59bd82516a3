package dev.fennel.internal.buckets;

/**
 * Powers as programs in Go compute them on amd64, to the last bit: servers join buckets of different programs only if
 * their bounds are equal.
 *
 * <p>The functions of {@code java.lang.Math} may differ in the last bit, from Go's and from one JVM to another. So this
 * takes the same steps as Go's {@code math.Pow}, {@code math.Log} and {@code math.Exp}, with fused multiply-add, as Go
 * does where the processor has it. On other processors Go itself gets other results for some powers.
 */
public final class GoPower {
    private static final double LOG2_E = 1.4426950408889634;

    // The logarithm of 2 in two parts: one of 41 bits, and the rest.
    private static final double LN2_UPPER = 0.693147180559663;
    private static final double LN2_LOWER = 2.8235290563031577e-13;

    /** Reciprocals of factorials, from 8 to 1. */
    private static final double[] EXP = {
        2.48015873015873e-05,
        0.0001984126984126984,
        0.001388888888888889,
        0.008333333333333333,
        0.041666666666666664,
        0.16666666666666666,
        0.5,
        1
    };

    private static final double HALF_SQRT2 = 0.7071067811865476;
    private static final double LN2_HIGH = 0.6931471803691238;
    private static final double LN2_LOW = 1.9082149292705877e-10;

    private GoPower() {}

    /**
     * A root.
     *
     * @param base above 1, and finite
     * @param degree at least 1
     */
    public static double root(double base, int degree) {
        return switch (degree) {
            case 1 -> base;
            case 2 -> Math.sqrt(base);
            default -> exp(1.0 / degree * log(base));
        };
    }

    /**
     * A power, by repeated squaring of the mantissa.
     *
     * @param base at least 1, and finite
     * @param exponent not negative
     */
    public static double power(double base, int exponent) {
        int squareExponent = Math.getExponent(base) + 1;
        double square = Math.scalb(base, -squareExponent);
        double result = 1;
        int resultExponent = 0;
        for (int rest = exponent; rest != 0; rest >>= 1) {
            if (squareExponent > 1 << 12) {
                return Double.POSITIVE_INFINITY;
            }
            if ((rest & 1) == 1) {
                result *= square;
                resultExponent += squareExponent;
            }
            square *= square;
            squareExponent *= 2;
            if (square < 0.5) {
                square += square;
                squareExponent--;
            }
        }
        return Math.scalb(result, resultExponent);
    }

    /** The logarithm of a normal double above zero. */
    private static double log(double x) {
        int exponent = Math.getExponent(x) + 1;
        double mantissa = Math.scalb(x, -exponent);
        if (mantissa <= HALF_SQRT2) {
            mantissa *= 2;
            exponent--;
        }
        double f = mantissa - 1;
        double s = f / (2 + f);
        double s2 = s * s;
        double s4 = s2 * s2;
        double odd = s2
                * (0.6666666666666735
                        + s4 * (0.2857142874366239 + s4 * (0.1818357216161805 + s4 * 0.14798198605116586)));
        double even = s4 * (0.3999999999940942 + s4 * (0.22222198432149784 + s4 * 0.15313837699209373));
        double halfSquare = 0.5 * f * f;
        double correction = s * (halfSquare + (odd + even)) + exponent * LN2_LOW;
        return exponent * LN2_HIGH - ((halfSquare - correction) - f);
    }

    /** The exponential function, where its result is a normal double. */
    private static double exp(double x) {
        double exponent = Math.rint(x * LOG2_E);
        double rest = Math.fma(-LN2_UPPER, exponent, x);
        rest = Math.fma(-LN2_LOWER, exponent, rest);
        // A sixteenth is near enough to zero for a short series. Then e^2x - 1 = (e^x - 1) * (e^x - 1 + 2), four times.
        rest *= 0.0625;
        double series = EXP[0];
        for (int i = 1; i < EXP.length; i++) {
            series = Math.fma(series, rest, EXP[i]);
        }
        double minusOne = rest * series;
        for (int i = 0; i < 3; i++) {
            minusOne *= minusOne + 2;
        }
        return Math.scalb(Math.fma(minusOne + 2, minusOne, 1), (int) exponent);
    }
}
