package dev.fennel.exposition.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Families;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.OpenMetrics2Bodies;
import dev.fennel.exposition.OpenMetrics2Grammar;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Pages of OpenMetrics 2.0 with a few characters changed. The parser reads what the grammar has, unless it breaks a
 * rule that the grammar cannot express, and refuses all else.
 */
class OpenMetrics2FuzzTest {
    private static final int TEXTS = Integer.getInteger("parser.texts", 100_000) / 10;

    private static final String[] PIECES = {
        "\n",
        " ",
        "\t",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\",
        ",",
        ":",
        "=",
        "#",
        "@",
        "# EOF\n",
        "# TYPE a ",
        "# HELP a ",
        "# UNIT a s\n",
        "a",
        "count:",
        "gcount:",
        "sum:",
        "bucket:[",
        "quantile:[",
        "schema:",
        "zero_count:",
        "positive_spans:[0:1],positive_buckets:[1]",
        " st@1",
        " # {} 1 1",
        "+Inf",
        "Inf",
        "NaN",
        "-",
        "1e",
        "e999",
        "0x1",
        "1_0",
        ".",
        "0",
        "9223372036854775808",
        "\u00e9",
        "\uD83D\uDD25",
        "__name__"
    };

    /** What the errors say about texts that are in the grammar. */
    private static final Pattern RULES = Pattern.compile("again$|before its samples$|^second |duplicate|is reserved"
            + "|together|to have a timestamp, or none$|that increase|in the range of a double|from -9\\.223"
            + "|a whole number from 0|an upper bound above|a cumulative count of at least|than the count of"
            + "|expected the count of|a schema from|a zero threshold|for each place of the spans|than the spans have"
            + "|an integer from 1|an integer from 0|an integer of 32 bits|key of 32 bits|a sum of 0 or more"
            + "|expected a quantile|the value of a quantile|a number of 0 or more|1 as the value|0 or 1 as the value"
            + "|expected a label|expected no (start|exemplar|unit) |another type than info|a name that ends in"
            // a value of another type
            + "|expected \"\\{g?count:\"|expected \"[,\\]]|expected \",schema|expected a number, got \"\\{");

    @Test
    void parserReadsWhatTheGrammarHas() {
        Format format = Format.OPENMETRICS_2_0.withEscaping(EscapingScheme.ALLOW_UTF_8);
        int read = 0;
        int refused = 0;
        for (int seed = 0; seed < TEXTS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<MetricFamily> families = new OpenMetrics2Bodies(random).next(random.nextInt(1, 4));
            String text = mutate(Families.encode(format.newEncoder(), families), random);
            boolean inGrammar = OpenMetrics2Grammar.firstWrongLine(text) == 0;
            String problem = problem(text, seed);
            checkLenientReading(text, problem.isEmpty());

            String what = "seed " + seed + ": " + problem + "\n" + text;
            if (problem.isEmpty()) {
                assertThat(inGrammar).as(what).isTrue();
                read++;
            } else if (inGrammar) {
                assertThat(RULES.matcher(problem).find()).as(what).isTrue();
                refused++;
            }
        }
        // If there were fewer, the mutations would be too wild to find anything.
        assertThat(read).isGreaterThan(TEXTS / 50);
        assertThat(refused).isGreaterThan(TEXTS / 500);
    }

    /** The lenient reading throws nothing, has no error in what is right, and no family that has one. */
    private static void checkLenientReading(String text, boolean isRight) {
        GatherResult lenient = TextParser.openMetrics2().parseLeniently(text);
        Set<String> names = new HashSet<>();
        lenient.families().forEach(family -> names.add(family.name()));
        for (GatherError error : lenient.errors()) {
            assertThat(names).as(text).doesNotContain(((TextParseException) error.cause()).metric());
        }
        if (isRight) {
            assertThat(lenient.errors()).as(text).isEmpty();
            assertThat(lenient.families())
                    .as(text)
                    .hasSameSizeAs(TextParser.openMetrics2().parse(text));
        }
    }

    /** What is wrong with a text, without the place; empty if it is read. */
    private static String problem(String text, int seed) {
        try {
            TextParser.openMetrics2().parse(text);
            return "";
        } catch (TextParseException e) {
            String message = String.valueOf(e.getMessage());
            return message.substring(message.indexOf(": ") + 2);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ": " + text, e);
        }
    }

    private static String mutate(String text, SplittableRandom random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(1, 3); i > 0 && mutated.length() > 0; i--) {
            int from = mutated.offsetByCodePoints(0, random.nextInt(mutated.codePointCount(0, mutated.length())));
            int rest = mutated.codePointCount(from, mutated.length());
            int to = mutated.offsetByCodePoints(from, Math.min(rest, random.nextInt(1, 6)));
            String piece = PIECES[random.nextInt(PIECES.length)];
            switch (random.nextInt(4)) {
                case 0 -> mutated.delete(from, to);
                case 1 -> mutated.insert(from, piece);
                case 2 -> mutated.insert(from, mutated.substring(from, to));
                default -> mutated.replace(from, to, piece);
            }
        }
        return mutated.toString();
    }
}
