package dev.fennel.testsupport;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Different strings of the same {@link String#hashCode}, as someone chooses them who means harm. */
public final class EqualHashes {
    private EqualHashes() {}

    /** The strings of {@code length} pairs, each of them {@code Aa} or {@code BB}: two to the power of the length. */
    public static Stream<String> ofLength(int length) {
        return IntStream.range(0, 1 << length).mapToObj(bits -> {
            StringBuilder text = new StringBuilder(2 * length);
            for (int i = 0; i < length; i++) {
                text.append((bits >> i & 1) == 0 ? "Aa" : "BB");
            }
            return text.toString();
        });
    }
}
