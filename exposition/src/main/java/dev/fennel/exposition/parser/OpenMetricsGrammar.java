package dev.fennel.exposition.parser;

import dev.fennel.exposition.parser.SampleLine.ExemplarToken;
import dev.fennel.exposition.parser.SampleLine.LabelToken;
import dev.fennel.exposition.parser.TextCursor.Token;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Metric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The lines of OpenMetrics 1.0, which demands exactly one blank between some tokens and allows none elsewhere. */
final class OpenMetricsGrammar extends LineGrammar {
    OpenMetricsGrammar(TextCursor in) {
        super(in);
    }

    @Override
    void readOptionalBlanks() {
        // OpenMetrics does not allow any.
    }

    @Override
    void readBlanks() {
        in.expect(' ');
    }

    @Override
    boolean hasLooseBraces() {
        return false;
    }

    @Override
    boolean hasUnknownEscapes() {
        return true;
    }

    @Override
    SampleLine readAfterValue(Token name, List<LabelToken> labels, Token value, double number) {
        long timestampMillis = Metric.NO_TIMESTAMP;
        ExemplarToken exemplar = null;
        boolean more = in.skip(' ');
        if (more && in.peek() != '#') {
            timestampMillis = NumberGrammar.secondsInMillis(readWord("a timestamp or an exemplar"), in);
            more = in.skip(' ');
        }
        if (more) {
            exemplar = readExemplar();
        }
        return new SampleLine(name, labels, value, number, timestampMillis, exemplar);
    }

    private ExemplarToken readExemplar() {
        int start = in.position();
        in.expect('#');
        in.expect(' ');
        List<LabelToken> labels = new ArrayList<>();
        readBraces(labels, false);
        in.expect(' ');
        double value = NumberGrammar.value(readWord("a number"), in);
        Instant timestamp = in.skip(' ') ? NumberGrammar.seconds(readWord("a timestamp"), in) : null;
        try {
            return new ExemplarToken(new Exemplar(SampleLine.labels(labels, null), value, timestamp), start);
        } catch (IllegalArgumentException e) {
            throw in.error(start, String.valueOf(e.getMessage()));
        }
    }
}
