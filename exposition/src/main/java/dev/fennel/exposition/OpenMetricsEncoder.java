package dev.fennel.exposition;

import dev.fennel.exposition.internal.NumberPrinter;
import dev.fennel.model.Exemplar;
import dev.fennel.model.MetricFamily;

/**
 * Writes OpenMetrics 1.0 as client_golang does, except for types that client_golang does not have, and where its output
 * is not valid OpenMetrics. {@link OpenMetricsNames} derives names and types; {@link LabelSyntax} escapes label values,
 * help texts and units; {@link ExemplarPrinter} writes exemplars.
 *
 * <p>A unit is written only if the written name of the family ends in it, which may no longer be so after escaping. A
 * counter whose type has to be {@code unknown} loses its exemplars, because Prometheus would refuse the whole body for
 * them, and its created samples, which would be a family of their own in the middle of the counter's.
 *
 * <p>What would not be OpenMetrics is an error of its metric, unlike in client_golang, which writes it: a counter that
 * is negative or NaN, an info that is not 1, a state that is neither 1 nor 0, a histogram that nobody knows the total
 * of, and samples of a metric that do not come together in the order of their times.
 *
 * <p>Times are in seconds, as the double nearest to the milliseconds. client_golang computes created samples from
 * nanoseconds, which a double cannot hold exactly, so its last digit may differ. A time so far away that a reader would
 * not get the same millisecond back is an error.
 */
final class OpenMetricsEncoder extends LineEncoder {
    /** Up to here, the nearest double to the seconds has a decimal that is exact to the millisecond. */
    private static final long MAX_MILLIS = 1L << 52;

    private final boolean createdSamples;
    private final ExemplarPrinter exemplars;
    private final LineStart created = new LineStart();
    private boolean takesCreated;
    private boolean takesExemplars;

    OpenMetricsEncoder(EscapingScheme escaping, boolean createdSamples) {
        super(escaping, new OpenMetricsNames(escaping), NumberPrinter.openMetrics());
        this.createdSamples = createdSamples;
        this.exemplars = new ExemplarPrinter(escaping, numbers);
    }

    @Override
    boolean isStrict() {
        return true;
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
        takesExemplars = !name.type().equals(OpenMetricsNames.UNKNOWN);
        allowNumbersOf(name.type());
        beginHeader(HELP, name);
        LabelSyntax.putEscaped(family.help(), body);
        body.put('\n');
        beginHeader(TYPE, name);
        body.putAscii(name.type());
        body.put('\n');
        if (!isInfoOrStateSet(name) && endsInUnit(name.metadata(), family.unit())) {
            beginHeader(UNIT, name);
            LabelSyntax.putEscaped(family.unit(), body);
            body.put('\n');
        }
        String createdName = name.created();
        takesCreated = createdSamples && createdName != null;
        if (createdName != null) {
            created.set(createdName, "");
        }
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
        printTime(millis);
    }

    private void printTime(long millis) {
        if (millis > MAX_MILLIS || millis < -MAX_MILLIS) {
            refuse("expected times up to " + MAX_MILLIS + " ms from 1970 in OpenMetrics, got " + millis);
        }
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
            printTime(millis);
            body.put('\n');
        }
    }

    @Override
    public void finish() {
        body.put(EOF);
    }
}
