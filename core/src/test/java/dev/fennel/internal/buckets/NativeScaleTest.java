package dev.fennel.internal.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeScaleTest {
    static IntStream schemas() {
        return IntStream.rangeClosed(-4, 8);
    }

    private static NativeScale scale(int schema) {
        return new NativeScale(schema, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0000001, 8",
        "1.0001, 8",
        "1.002, 8",
        "1.003, 8",
        "1.01, 7",
        "1.02, 6",
        "1.03, 5",
        "1.1, 3",
        "1.2, 2",
        "1.414213562373094, 2",
        "1.4142135623730951, 1",
        "1.999999, 1",
        "2, 0",
        "2.000001, 0",
        "3.999999, 0",
        "4, -1",
        "15.99999, -1",
        "16, -2",
        "255.9, -2",
        "256, -3",
        "65535.9, -3",
        "65536, -4",
        "1e9, -4",
        "Infinity, -4"
    })
    void theSchemaIsTheCoarsestThatDoesNotExceedTheFactor(double factor, int schema) {
        assertThat(NativeScale.schemaFor(factor)).isEqualTo(schema);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void aFactorThatIsJustThatOfASchemaChoosesIt(int schema) {
        double growth = NativeIndex.upperBound(1 << 8 - schema);
        assertThat(NativeScale.schemaFor(growth)).isEqualTo(schema);
        assertThat(NativeScale.schemaFor(Math.nextUp(growth))).isEqualTo(schema);
        // Only the growth of schemas up to 0 is a double.
        double below = Math.nextDown(growth);
        assertThat(NativeScale.schemaFor(below)).isEqualTo(schema > 0 ? schema : schema + 1);
        assertThat(NativeScale.schemaFor(Math.nextDown(below))).isEqualTo(Math.min(8, schema + 1));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void aFactorThatWasComputedChoosesItsSchema(int schema) {
        assertThat(NativeScale.schemaFor(Math.pow(2, Math.pow(2, -schema)))).isEqualTo(schema);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void valuesAtAndBesideTheBoundsAreInTheBucketsOfTheReference(int schema) {
        NativeScale scale = scale(schema);
        int outermost = schema < 0 ? 1022 >> -schema : 1022 << schema;
        int step = Math.max(1, outermost / 300);
        for (int key = -outermost; key <= outermost; key += step) {
            double bound = scale.upperBound(key);
            for (double value : new double[] {Math.nextDown(bound), bound, Math.nextUp(bound)}) {
                assertThat(scale.key(NativeIndex.key(value)))
                        .as("key of %s", value)
                        .isEqualTo(ReferenceKeys.key(value, schema));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void allBoundsAreThoseOfTheReferenceToTheLastBit(int schema) {
        double[] bounds = ReferenceKeys.bounds(schema);
        for (int octave = -1022; octave < 1024; octave++) {
            for (int i = 0; i < bounds.length; i++) {
                assertThat(scale(schema).upperBound((octave << schema) + i))
                        .isEqualTo(Math.scalb(2 * bounds[i], octave));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void infinityIsOneBucketAfterTheLargestDouble(int schema) {
        NativeScale scale = scale(schema);
        int last = scale.key(NativeIndex.key(Double.MAX_VALUE));
        assertThat(last).isEqualTo(ReferenceKeys.key(Double.MAX_VALUE, schema));
        assertThat(scale.key(NativeIndex.key(Double.POSITIVE_INFINITY))).isEqualTo(last + 1);
        assertThat(scale.upperBound(last)).isEqualTo(Double.MAX_VALUE);
        assertThat(scale.upperBound(last + 1)).isInfinite();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void halvingAKeyGivesTheKeyInTheHalvedScale(int schema) {
        if (schema > NativeScale.COARSEST) {
            NativeScale scale = scale(schema);
            for (double value : new Random(3)
                    .doubles(1_000)
                    .map(x -> Math.pow(2, 2_000 * x - 1_000))
                    .toArray()) {
                int finest = NativeIndex.key(value);
                assertThat(NativeScale.coarserKey(scale.key(finest), 1))
                        .isEqualTo(scale.halved().key(finest));
            }
            int infinity = NativeIndex.KEY_OF_INFINITY;
            assertThat(NativeScale.coarserKey(scale.key(infinity), 1))
                    .isEqualTo(scale.halved().key(infinity));
        }
    }

    @Test
    void halvingRoundsUpForKeysOfBothSigns() {
        assertThat(IntStream.rangeClosed(-5, 5).map(key -> NativeScale.coarserKey(key, 1)))
                .containsExactly(-2, -2, -1, -1, 0, 0, 1, 1, 2, 2, 3);
    }
}
