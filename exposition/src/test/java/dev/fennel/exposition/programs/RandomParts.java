package dev.fennel.exposition.programs;

import dev.fennel.testsupport.Age;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Random names, texts, numbers and times, with those that are treated specially anywhere. */
final class RandomParts {
    /** Pieces of names that the legacy rules do not allow. */
    private static final String[] UTF_8 = {
        ".",
        "-",
        " ",
        "/",
        "\"",
        "\\",
        "\n",
        "{",
        "=",
        "é",
        "日本",
        "\uFFFD",
        "\uE000",
        "\uD83D\uDD25",
        "..",
        "_.",
        "\u00a0"
    };

    private static final String[] WORDS = {"jobs", "queue", "a", "B2", "up", "x_y", "_hidden", "http"};
    private static final String[] LABELS = {"a", "b", "B", "zone", "code", "z9", "_x", "le_", "job", "instance"};
    private static final String[] TEXTS = {
        "",
        " ",
        "a",
        "GET",
        "200",
        "back\\slash",
        "\"quoted\"",
        "two\nlines",
        "\\n",
        "tab\tcr\r",
        "日本語",
        "\uD83D\uDD25",
        "\uFFFD",
        "\u0000",
        "{a=\"b\",} 1",
        "# EOF",
        "é",
        "\u2028",
        "\uE000",
        "NaN"
    };

    private static final double[] NUMBERS = {
        0,
        -0.0,
        1,
        -1,
        0.1,
        0.5,
        1e-5,
        1e-4,
        0.00012345,
        12345,
        999_999,
        999_999.5,
        1e6,
        1_000_001,
        1e15,
        1e21,
        1e22,
        1e23,
        2e23,
        9007199254740991.0,
        9007199254740992.0,
        9007199254740994.0,
        1.2345678901234567,
        0.30000000000000004,
        1e-300,
        1e300,
        5e-324,
        9.9e-324,
        2.2250738585072014e-308,
        2.225073858507201e-308,
        Double.MAX_VALUE,
        5.684341886080802e-14,
        2.938735877055719e-39,
        1e100,
        1.7e308,
        123456789.125,
        1 / 3.0,
        100,
        1024,
        4294967296.0,
        9.223372036854776e18
    };

    private final SplittableRandom random;
    private final boolean utf8;

    RandomParts(SplittableRandom random, Age age) {
        this.random = random;
        this.utf8 = age == Age.NEWEST;
    }

    /** True with the given probability in percent. */
    boolean percent(int probability) {
        return random.nextInt(100) < probability;
    }

    /** From the first to before the second. */
    int between(int from, int to) {
        return random.nextInt(from, to);
    }

    <T> T of(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String of(String[] list) {
        return list[random.nextInt(list.length)];
    }

    /** A metric name without a suffix; often the same one. */
    String word() {
        String word = of(WORDS);
        if (percent(10)) {
            word += ":" + of(WORDS);
        }
        if (utf8 && percent(35)) {
            word += of(UTF_8) + (percent(70) ? of(WORDS) : "");
            word = percent(10) ? "9" + word : word;
        }
        return word;
    }

    /** What a registerer puts in front of names. */
    String prefix() {
        return percent(80) || !utf8 ? of(List.of("app_", "a:", "_")) : of(List.of("9", "é.", " "));
    }

    /** Different label names. */
    List<String> labelNames(int most) {
        List<String> names = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            String name = of(LABELS);
            if (utf8 && percent(20)) {
                name += of(UTF_8) + (percent(50) ? of(LABELS) : "");
            } else if (utf8 && percent(5)) {
                name += ":" + of(LABELS);
            } else if (percent(2)) {
                name = of(List.of("le", "quantile", "__x", "", "__name__", utf8 ? "9" : "__y"));
            }
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /** A value for each label, of few different ones. */
    List<String> labelValues(int count) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(percent(60) ? of(List.of("x", "y")) : text());
        }
        return values;
    }

    Map<String, String> labels(int most) {
        Map<String, String> labels = new LinkedHashMap<>();
        labelNames(most).forEach(name -> labels.put(name, text()));
        return labels;
    }

    String text() {
        String text = of(TEXTS);
        return percent(20) ? text + of(TEXTS) : text;
    }

    /** Any number, NaN included. */
    double number() {
        return percent(6) ? Double.NaN : ordered();
    }

    /** Any number but NaN. */
    double ordered() {
        switch (random.nextInt(6)) {
            case 0 -> {
                return percent(80) ? NUMBERS[random.nextInt(NUMBERS.length)] : (percent(50) ? 1 : -1) / 0.0;
            }
            case 1 -> {
                return -NUMBERS[random.nextInt(NUMBERS.length)];
            }
            case 2 -> {
                return random.nextInt(100);
            }
            case 3 -> {
                return random.nextInt(100_000) / 1000.0;
            }
            case 4 -> {
                return Math.scalb(random.nextDouble(), random.nextInt(-30, 30));
            }
            default -> {
                double value = Double.longBitsToDouble(random.nextLong());
                return Double.isNaN(value) ? 0.25 : value;
            }
        }
    }

    /**
     * What a counter can be increased by. From 2^53 on, where Fennel promises nothing for whole numbers and adds them
     * like others, client_golang still adds them as integers, up to 2^64.
     */
    double amount() {
        double amount = Math.abs(ordered());
        return amount >= 0x1p53 && amount < 0x1p64 ? 1e6 : amount;
    }

    /**
     * The value of an exemplar among native buckets, large and never the same. Of more than it keeps, client_golang
     * chooses by logarithms, Fennel by a scale that has a place for zero and negative values, too.
     */
    double positive() {
        return Math.scalb(1 + random.nextDouble(), random.nextInt(-100, 900));
    }

    /** A number of observations, small or large. */
    long count() {
        return percent(70) ? random.nextInt(1000) : random.nextLong() >>> random.nextInt(2, 64);
    }

    /** Milliseconds since 1970; far from the present, so that they are not taken for what a clock said. */
    long millis() {
        return switch (random.nextInt(5)) {
            case 0 -> 0L;
            case 1 -> -random.nextLong(2_000_000_000L);
            case 2 -> random.nextLong(1_000L) * 1_000;
            default -> random.nextLong(1_600_000_000_000L);
        };
    }
}
