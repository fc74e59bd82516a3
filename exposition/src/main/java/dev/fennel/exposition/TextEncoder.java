package dev.fennel.exposition;

import dev.fennel.exposition.internal.NumberPrinter;
import dev.fennel.model.Exemplar;
import dev.fennel.model.MetricFamily;

/**
 * Writes the text format 0.0.4, byte for byte as client_golang does. The format has no units, exemplars or created
 * samples. Infos and state sets are gauges, and counts are printed like any other number.
 */
final class TextEncoder extends LineEncoder {
    TextEncoder(EscapingScheme escaping) {
        super(escaping, FamilyName.Rule.plain(escaping), new NumberPrinter());
    }

    @Override
    void putHeader(MetricFamily family, FamilyName name) {
        beginHeader(HELP, name);
        LabelSyntax.putEscapedHelp(family.help(), body);
        body.put('\n');
        beginHeader(TYPE, name);
        body.putAscii(name.type());
        body.put('\n');
    }

    @Override
    void printCount(long value) {
        numbers.printCount(value, body);
    }

    @Override
    void printTimestamp(long millis) {
        numbers.printInteger(millis, body);
    }

    @Override
    void putExemplar(Exemplar exemplar) {
        // This format has none.
    }

    @Override
    void putCreated(long millis) {
        // This format has none.
    }

    @Override
    public void finish() {
        // This format has no end mark.
    }
}
