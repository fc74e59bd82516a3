package dev.fennel.exposition.parser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.ModelLines;
import dev.fennel.exposition.RandomBodies;
import dev.fennel.exposition.Reading;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A parser reads any bytes, or says where they are wrong. The lenient reading also says what is right. */
class ParserFuzzTest {
    /** How many texts each format gets, each read in both ways. At least one line of each is mutated. */
    private static final int TEXTS = Integer.getInteger("parser.texts", 20_000);

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
                GatherResult lenient = readLeniently(reading, text);
                List<MetricFamily> families = readStrictly(reading, text);
                if (families != null) {
                    assertThat(lenient.errors()).isEmpty();
                    assertThat(content(lenient.families())).isEqualTo(content(families));
                    read++;
                }
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", text " + i + ": " + new String(text, UTF_8), e);
            }
        }
        // If fewer were read, the mutations would be too wild to find anything.
        assertThat(read).as("seed %d", seed).isGreaterThan(TEXTS / 50);
    }

    /** Reads a text strictly. Returns null if it is refused, with a place that it has. */
    private static List<MetricFamily> readStrictly(Reading reading, byte[] text) {
        try {
            return reading.parser().parse(text);
        } catch (TextParseException e) {
            assertThat(isPlace(e.line(), e.column(), text)).as(e.getMessage()).isTrue();
            return null;
        }
    }

    /** Reads a text leniently, which throws nothing. A family that has an error is not there. */
    private static GatherResult readLeniently(Reading reading, byte[] text) {
        GatherResult read = reading.parser().parseLeniently(text);
        Set<String> names = new HashSet<>();
        read.families().forEach(family -> names.add(family.name()));
        for (GatherError error : read.errors()) {
            TextParseException cause = (TextParseException) error.cause();
            assertThat(isPlace(cause.line(), cause.column(), text))
                    .as(error.message())
                    .isTrue();
            assertThat(names).doesNotContain(cause.metric());
        }
        assertThat(read.errors().size()).isLessThanOrEqualTo(ParseErrors.MAX_LISTED + 1);
        return read;
    }

    private static SortedMap<String, List<String>> content(List<MetricFamily> families) {
        SortedMap<String, List<String>> content = new TreeMap<>();
        families.forEach(family -> content.put(family.name(), ModelLines.of(family)));
        return content;
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
