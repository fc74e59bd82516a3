package dev.fennel.internal.quantiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class SortTest {
    private final Random random = new Random(1);

    @Test
    void everyLengthAndOrderIsSorted() {
        for (int length = 0; length < 600; length++) {
            int n = length;
            check(n, i -> random.nextLong());
            check(n, i -> random.nextInt(4));
            check(n, i -> i);
            check(n, i -> -i);
            check(n, i -> 7);
            check(n, i -> Math.abs(i - n / 2));
            check(n, i -> -Math.abs(i - n / 2));
            check(n, i -> i == n - 1 ? Long.MIN_VALUE : i);
            check(n, i -> i == 0 ? Long.MAX_VALUE : i);
            check(n, i -> (i & 1) == 0 ? Long.MAX_VALUE : Long.MIN_VALUE);
            check(n, i -> CkmsStream.SortableDoubles.fromDouble(Math.exp(random.nextGaussian())));
            check(n, i -> CkmsStream.SortableDoubles.fromDouble(i % 3 == 0 ? 0 : random.nextGaussian()));
            check(n, i -> i % 16 == 0 ? 7 : random.nextLong());
        }
    }

    @Test
    void onlyTheRangeIsSorted() {
        long[] values = {9, 8, 7, 6, 5};
        Quicksort.sort(values, 1, 4);
        assertThat(values).containsExactly(9, 6, 7, 8, 5);
    }

    private static void check(int length, IntToLongFunction value) {
        long[] values = new long[length];
        Arrays.setAll(values, value);
        long[] same = values.clone();
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        Quicksort.sort(values, 0, length);
        assertThat(values).isEqualTo(sorted);
        BucketSort.sort(same, length);
        assertThat(same).isEqualTo(sorted);
    }
}
