package dev.fennel.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All answers to a question, asked with the same number of threads and the same parameters.
 *
 * @param operation the question, with its parameters
 * @param threads the number of threads that do the operation at the same time
 * @param answers the costs of the operation in each library
 */
record Comparison(String operation, int threads, List<Answer> answers) {
    Comparison {
        answers = List.copyOf(answers);
    }

    Optional<Answer> by(String library) {
        return answers.stream()
                .filter(answer -> answer.library().equals(library))
                .findFirst();
    }

    Optional<Answer> ours() {
        return by(Answer.OURS);
    }

    /** The fastest other library. */
    Optional<Answer> bestPeer() {
        return fastest(Answer::peer);
    }

    /** The least that any library could do. */
    Optional<Answer> floor() {
        return fastest(answer -> !answer.peer() && !answer.ours());
    }

    private Optional<Answer> fastest(Predicate<Answer> which) {
        return answers.stream().filter(which).min(Comparator.comparingDouble(Answer::nanos));
    }
}
