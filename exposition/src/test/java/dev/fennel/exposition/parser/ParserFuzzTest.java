package dev.fennel.exposition.parser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.RandomBodies;
import dev.fennel.exposition.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A parser reads any bytes, or says where they are wrong. */
class ParserFuzzTest {
    /** How many texts each format gets. At least one line of each is mutated. */
    private static final int TEXTS = Integer.getInteger("parser.texts", 300_000);

    private static final String[] PIECES = {
        "\n",
        " ",
        "\t",
        "{",
        "}",
        "\"",
        "\\",
        ",",
        "=",
        "#",
        "# EOF\n",
        "# TYPE a ",
        "# HELP a ",
        "# UNIT a_s s\n",
        "a",
        "le=\"",
        "quantile=\"",
        "_bucket",
        "_sum",
        "_count",
        "_total",
        "_created",
        "_gsum",
        "_info",
        "+Inf",
        "NaN",
        "-",
        "1e",
        "e999",
        "0x1",
        "1_0",
        ".",
        "9223372036854775808",
        "\u00e9",
        "\uD83D\uDD25",
        "__name__"
    };

    @ParameterizedTest
    @EnumSource
    void nothingButAParseExceptionIsThrown(Reading reading) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<String> lines = corpus(random);
        int read = 0;
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = mutate(compose(lines, random), random);
            try {
                reading.parser().parse(text);
                read++;
            } catch (TextParseException e) {
                if (!isPlace(e.line(), e.column(), text)) {
                    throw new AssertionError("seed " + seed + ", text " + i + ": " + new String(text, UTF_8), e);
                }
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", text " + i + ": " + new String(text, UTF_8), e);
            }
        }
        // If fewer were read, the mutations would be too wild to find anything.
        assertThat(read).as("seed %d", seed).isGreaterThan(TEXTS / 50);
    }

    private static boolean isPlace(int line, int column, byte[] text) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            while (start < text.length && text[start] != '\n') {
                start++;
            }
            start++;
        }
        return line >= 1 && column >= 1 && start + column - 1 <= text.length;
    }

    /** Lines of every kind, in both formats. */
    private static List<String> corpus(SplittableRandom random) {
        List<String> lines = new ArrayList<>();
        for (Reading reading : Reading.values()) {
            RandomBodies bodies = new RandomBodies(random, reading == Reading.OPENMETRICS);
            for (int i = 0; i < 200; i++) {
                lines.addAll(reading.write(bodies.next(1)).lines().toList());
            }
        }
        return lines;
    }

    /** Some lines that follow each other in the corpus, so that some families are complete. */
    private static String compose(List<String> lines, SplittableRandom random) {
        int start = random.nextInt(lines.size());
        int end = Math.min(lines.size(), start + random.nextInt(1, 5));
        String last = random.nextBoolean() ? "\n# EOF\n" : "\n";
        return String.join("\n", lines.subList(start, end)) + last;
    }

    private static String piece(SplittableRandom random) {
        return PIECES[random.nextInt(PIECES.length)];
    }

    private static byte[] mutate(String text, SplittableRandom random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(1, 4); i > 0 && mutated.length() > 0; i--) {
            int from = random.nextInt(mutated.length());
            int to = Math.min(mutated.length(), from + random.nextInt(1, 6));
            switch (random.nextInt(4)) {
                case 0 -> mutated.delete(from, to);
                case 1 -> mutated.insert(from, piece(random));
                case 2 -> mutated.insert(random.nextInt(mutated.length() + 1), mutated.substring(from, to));
                default -> mutated.replace(from, to, piece(random));
            }
        }
        if (random.nextInt(16) == 0) {
            mutated.setLength(random.nextInt(mutated.length() + 1));
        }
        byte[] bytes = mutated.toString().getBytes(UTF_8);
        if (bytes.length > 0 && random.nextInt(3) == 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }
}
