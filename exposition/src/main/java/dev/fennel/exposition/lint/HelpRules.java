package dev.fennel.exposition.lint;

import dev.fennel.model.MetricFamily;
import java.util.function.Consumer;

/** What a metric says to people. */
final class HelpRules {
    private HelpRules() {}

    /** A family always has a help text, so an empty one stands for none: the text format reads it back as such. */
    static void present(MetricFamily family, Consumer<? super String> problems) {
        if (family.help().isBlank()) {
            problems.accept("no help text");
        }
    }
}
