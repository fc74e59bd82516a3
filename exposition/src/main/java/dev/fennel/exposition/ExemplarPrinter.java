package dev.fennel.exposition;

import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import java.util.HashSet;
import java.util.Set;

/**
 * Appends exemplars to lines of OpenMetrics, as in <code> # {trace_id="7f3a"} 0.25 1.700000000123e+09</code>.
 *
 * <p>One without labels is left out, as client_golang does. Unlike there, label names are escaped as any others, since
 * a reader that does not know quotes would refuse the whole body; an exemplar that escaping makes longer than
 * OpenMetrics allows, or whose label names it makes the same, is left out too.
 */
final class ExemplarPrinter {
    private static final byte[] START = {' ', '#', ' ', '{'};

    private final EscapingScheme escaping;
    private final NumberPrinter numbers;

    ExemplarPrinter(EscapingScheme escaping, NumberPrinter numbers) {
        this.escaping = escaping;
        this.numbers = numbers;
    }

    void print(Exemplar exemplar, ByteBuf out) {
        Labels labels = exemplar.labels();
        if (labels.isEmpty() || !survivesEscaping(labels)) {
            return;
        }
        out.put(START);
        for (int i = 0; i < labels.size(); i++) {
            LabelSyntax.TEXT.put(i, escaping.labelName(labels.name(i)), labels.value(i), out);
        }
        out.put('}');
        out.put(' ');
        numbers.print(exemplar.value(), out);
        if (exemplar.timestamp() != null) {
            out.put(' ');
            numbers.print(EpochSeconds.of(exemplar.timestamp()), out);
        }
    }

    /** Whether the labels are still short enough and different; they are unless a name is escaped. */
    private boolean survivesEscaping(Labels labels) {
        boolean escaped = false;
        for (int i = 0; i < labels.size() && !escaped; i++) {
            String name = labels.name(i);
            escaped = !escaping.labelName(name).equals(name);
        }
        return !escaped || areShortAndDifferent(labels);
    }

    private boolean areShortAndDifferent(Labels labels) {
        Set<String> names = new HashSet<>();
        int length = 0;
        for (int i = 0; i < labels.size(); i++) {
            String written = escaping.labelName(labels.name(i));
            String value = labels.value(i);
            names.add(written);
            length += written.length() + value.codePointCount(0, value.length());
        }
        return names.size() == labels.size() && length <= Exemplar.MAX_CODE_POINTS;
    }
}
