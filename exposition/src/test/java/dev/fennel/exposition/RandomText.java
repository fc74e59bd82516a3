package dev.fennel.exposition;

import java.util.SplittableRandom;

/** Random names, texts and numbers, including those that formats treat specially. */
final class RandomText {
    private static final int[] ODD = {
        '\\', '"', '\n', '\r', '\t', ' ', '{', '}', ',', '=', '#', '.', ':', '-', 0, 0x7f, 0xe9, 0x2028, 0xfffd, 0x1f525
    };
    private static final double[] NUMBERS = {
        0, -0.0, 1, -1, 0.1, 1e-5, 999_999, 1e6, 1e21, 1e23, 5e-324, Double.MAX_VALUE, 0x1p53, 0x1p63, 1e-300
    };

    private final SplittableRandom random;

    RandomText(SplittableRandom random) {
        this.random = random;
    }

    /** A name that needs no quotes, or one that does. */
    String name(boolean legacy) {
        StringBuilder name = new StringBuilder().append((char) random.nextInt('a', 'z' + 1));
        for (int i = random.nextInt(5); i > 0; i--) {
            name.append((char) random.nextInt('a', 'z' + 1));
        }
        return legacy ? name.toString() : name + text(3) + ".";
    }

    /** Any text. */
    String text(int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
            boolean odd = random.nextInt(3) == 0;
            text.appendCodePoint(odd ? ODD[random.nextInt(ODD.length)] : random.nextInt('a', 'z' + 1));
        }
        return text.toString();
    }

    /** Any number but NaN. */
    double number() {
        return switch (random.nextInt(4)) {
            case 0 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 1 -> random.nextInt(100);
            case 2 -> random.nextInt(100) / 10.0;
            default -> {
                double value = Double.longBitsToDouble(random.nextLong());
                yield Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
            }
        };
    }

    /** A count, small or as large as they come. */
    long count() {
        return random.nextLong() >>> random.nextInt(1, 64);
    }
}
