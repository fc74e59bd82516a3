package dev.fennel.benchmarks;

import dev.fennel.benchmarks.answers.Circumstances;
import dev.fennel.benchmarks.answers.Comparison;
import dev.fennel.benchmarks.answers.ComparisonTable;
import dev.fennel.benchmarks.answers.Effort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks {@linkplain Question questions} and prints the answers of all libraries side by side as Markdown: the cost of
 * one operation, and the costs of the best peer and of the floor as multiples of ours.
 *
 * <pre>{@code
 * java -jar benchmarks/target/benchmarks.jar [--quick] [WORD...]
 * }</pre>
 *
 * <p>Without words, it asks every question; with words, those whose class or title contains one of them. With
 * {@code --quick}, the answers come sooner and are less accurate. The standard output is the table alone; what is being
 * measured goes to the standard error. A question that fails has no line, and the exit status is 1; a word that no
 * question mentions is refused with 2.
 */
public final class Compare {
    private static final String QUICK = "--quick";

    private Compare() {}

    /**
     * The program.
     *
     * @param arguments options and words, see above
     * @throws IOException if what the figures depend on cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean quick = words.removeIf(QUICK::equals);
        for (String word : words) {
            if (questions(List.of(word)).isEmpty()) {
                System.err.println(unknown(word));
                System.exit(2);
            }
        }
        List<Comparison> comparisons = new ArrayList<>();
        boolean failed = false;
        for (Question question : questions(words)) {
            System.err.println(question.title() + " ...");
            try {
                comparisons.addAll(question.ask(quick ? Effort.QUICK : Effort.FULL));
            } catch (Exception e) {
                // The other answers took more than an hour, and are of use without this one.
                e.printStackTrace();
                failed = true;
            }
        }
        System.out.println(Circumstances.now(quick ? "quick" : "full"));
        System.out.println();
        System.out.print(new ComparisonTable(comparisons));
        if (failed) {
            System.exit(1);
        }
    }

    static String unknown(String word) {
        return Arrays.stream(Question.values())
                .map(question -> "  " + question.className() + ": " + question.title())
                .collect(Collectors.joining("\n", "no question mentions \"" + word + "\", there are\n", ""));
    }

    static List<Question> questions(List<String> words) {
        return Arrays.stream(Question.values())
                .filter(question -> words.isEmpty() || words.stream().anyMatch(question::mentions))
                .toList();
    }
}
