package dev.fennel.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Asks {@linkplain Question questions} and prints the answers of all libraries side by side: time and allocated bytes
 * for one operation, and the times of the best peer and of the floor as multiples of ours.
 *
 * <pre>{@code
 * java -jar benchmarks/target/benchmarks.jar [--quick] [WORD...]
 * }</pre>
 *
 * <p>Without words, it asks every question; with words, those whose class or title contains one of them. With
 * {@code --quick}, the answers come sooner and are less accurate.
 */
public final class Compare {
    private static final String QUICK = "--quick";

    private Compare() {}

    /**
     * The program.
     *
     * @param arguments options and words, see above
     * @throws RunnerException if a benchmark fails
     */
    public static void main(String[] arguments) throws RunnerException {
        List<String> words = new ArrayList<>(List.of(arguments));
        Effort effort = words.remove(QUICK) ? Effort.QUICK : Effort.FULL;
        List<Question> questions = questions(words);
        if (questions.isEmpty()) {
            System.err.println(
                    "no question mentions one of " + words + ", there are " + Arrays.toString(Question.values()));
            System.exit(2);
        }
        List<Comparison> comparisons = new ArrayList<>();
        for (Question question : questions) {
            for (int threads : question.threadCounts()) {
                System.err.printf("%s, %d thread(s) ...%n", question.title(), threads);
                comparisons.addAll(new Interview(effort).ask(question, threads));
            }
        }
        System.out.print(new ComparisonTable(comparisons));
    }

    static List<Question> questions(List<String> words) {
        return Arrays.stream(Question.values())
                .filter(question -> words.isEmpty() || words.stream().anyMatch(question::mentions))
                .toList();
    }
}
