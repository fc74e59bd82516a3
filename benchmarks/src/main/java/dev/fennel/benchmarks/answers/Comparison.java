package dev.fennel.benchmarks.answers;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All answers to a question, asked with the same number of threads and the same parameters.
 *
 * @param operation the question, with its parameters
 * @param threads the number of threads that do the operation at the same time
 * @param unit the unit of the costs
 * @param answers the costs of the operation in each library
 */
public record Comparison(String operation, int threads, Unit unit, List<Answer> answers) {
    /** Copies the list. */
    public Comparison {
        answers = List.copyOf(answers);
    }

    Optional<Answer> by(String library) {
        return answers.stream()
                .filter(answer -> answer.library().equals(library))
                .findFirst();
    }

    /**
     * Our answer.
     *
     * @return nothing if we have none
     */
    public Optional<Answer> ours() {
        return by(Answer.OURS);
    }

    /** The other library that needs the least. */
    Optional<Answer> bestPeer() {
        return least(Answer::peer);
    }

    /** The least that any library could need. */
    Optional<Answer> floor() {
        return least(answer -> !answer.peer() && !answer.ours());
    }

    private Optional<Answer> least(Predicate<Answer> which) {
        return answers.stream().filter(which).min(Comparator.comparingDouble(Answer::value));
    }
}
