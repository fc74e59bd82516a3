package dev.fennel.exposition;

import dev.fennel.model.Exemplar;
import dev.fennel.model.MetricFamily;
import java.nio.charset.StandardCharsets;

/**
 * Writes OpenMetrics 1.0 as client_golang does, except for types that client_golang does not have, and where its output
 * is not valid OpenMetrics. {@link OpenMetricsNames} derives names and types; {@link LabelSyntax} escapes label values,
 * help texts and units; {@link ExemplarPrinter} writes exemplars.
 *
 * <p>A unit is written only if the written name of the family ends in it, which may no longer be so after escaping. A
 * counter whose type has to be {@code unknown} loses its exemplars, because Prometheus would refuse the whole body for
 * them, and its created samples, which would be a family of their own in the middle of the counter's.
 *
 * <p>Times are in seconds, as the double nearest to the milliseconds. client_golang computes created samples from
 * nanoseconds, which a double cannot hold exactly, so its last digit may differ.
 */
final class OpenMetricsEncoder extends LineEncoder {
    private static final byte[] HELP = ascii("# HELP ");
    private static final byte[] TYPE = ascii("# TYPE ");
    private static final byte[] UNIT = ascii("# UNIT ");
    private static final byte[] EOF = ascii("# EOF\n");

    private final ExemplarPrinter exemplars;
    private final LineStart created = new LineStart();
    private boolean takesCreated;
    private boolean takesExemplars;

    OpenMetricsEncoder(EscapingScheme escaping, boolean createdSamples) {
        super(escaping, new OpenMetricsNames(escaping, createdSamples), NumberPrinter.openMetrics());
        this.exemplars = new ExemplarPrinter(escaping, numbers);
    }

    @Override
    boolean takesExemplars() {
        return takesExemplars;
    }

    @Override
    boolean takesCreated() {
        return takesCreated;
    }

    @Override
    void putHeader(MetricFamily family, FamilyName name) {
        String metadata = name.metadata();
        takesExemplars = !name.type().equals(OpenMetricsNames.UNKNOWN);
        beginHeader(HELP, metadata);
        LabelSyntax.putEscaped(family.help(), body);
        body.put('\n');
        beginHeader(TYPE, metadata);
        body.putAscii(name.type());
        body.put('\n');
        if (endsInUnit(metadata, family.unit())) {
            beginHeader(UNIT, metadata);
            LabelSyntax.putEscaped(family.unit(), body);
            body.put('\n');
        }
        String createdName = name.created();
        takesCreated = createdName != null;
        if (createdName != null) {
            created.set(createdName, "");
        }
    }

    private void beginHeader(byte[] keyword, String metadata) {
        body.put(keyword);
        LineStart.putName(metadata, body);
        body.put(' ');
    }

    private static boolean endsInUnit(String name, String unit) {
        int before = name.length() - unit.length() - 1;
        return !unit.isEmpty() && before >= 0 && name.charAt(before) == '_' && name.endsWith(unit);
    }

    @Override
    void printCount(long value) {
        numbers.printInteger(value, body);
    }

    @Override
    void printTimestamp(long millis) {
        numbers.print(millis / 1000.0, body);
    }

    @Override
    void putExemplar(Exemplar exemplar) {
        if (takesExemplars) {
            exemplars.print(exemplar, body);
        }
    }

    @Override
    void putCreated(long millis) {
        if (takesCreated) {
            beginValue(created);
            numbers.print(millis / 1000.0, body);
            body.put('\n');
        }
    }

    @Override
    public void finish() {
        body.put(EOF);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
