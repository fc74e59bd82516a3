package dev.fennel.exposition;

import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.LegacyNames;
import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.internal.NumberPrinter;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.NativeBuckets;
import dev.fennel.model.SummaryValue;

/**
 * Writes OpenMetrics 2.0, in which a metric is one line, whatever its type: {@link CompositeValues} writes the values
 * of histograms and summaries. Behind a value come the timestamp, the time when counting began, and exemplars.
 *
 * <p>The lines are those of prometheus/common, except for the order of {@code TYPE}, {@code UNIT} and {@code HELP},
 * which is that of the specification; for an empty help text, which the specification takes for none; for infos and
 * state sets, which that library does not have; and for units that the format cannot have, which are left out. Like
 * there, what the specification forbids is an error of that metric: a counter below zero or NaN, and such a sum of a
 * summary. A histogram may have such a sum.
 *
 * <p>Of the exemplars of a histogram with both kinds of buckets, those of the classic ones are written if there are
 * any, as the specification proposes.
 */
final class OpenMetrics2Encoder extends LineEncoder {
    private static final byte[] START_TIME = ascii(" st@");

    private final CompositeValues composites = new CompositeValues(body, check, this::refuse);
    private final ExemplarPrinter exemplars;
    private final boolean scrape;

    /** What {@link #putCreated} writes for {@code createdMillis}: nearly all series of a family are equally old. */
    private final ByteBuf created = new ByteBuf(32);

    private long createdMillis = Metric.NO_TIMESTAMP;

    OpenMetrics2Encoder(EscapingScheme escaping, boolean scrape) {
        super(escaping, new Names(escaping), NumberPrinter.openMetrics());
        this.exemplars = new ExemplarPrinter(escaping, numbers);
        this.scrape = scrape;
    }

    @Override
    boolean isScrape() {
        return scrape;
    }

    @Override
    boolean isStrict() {
        return true;
    }

    @Override
    boolean takesExemplars() {
        return true;
    }

    @Override
    boolean takesCreated() {
        return true;
    }

    @Override
    void putHeader(MetricFamily family, FamilyName name) {
        String type = name.type();
        allowNumbersOf(type);
        beginHeader(TYPE, name);
        body.putAscii(type);
        body.put('\n');
        if (!isInfoOrStateSet(name) && !family.unit().isEmpty() && LegacyNames.isUnit(family.unit())) {
            beginHeader(UNIT, name);
            body.putAscii(family.unit());
            body.put('\n');
        }
        if (!family.help().isEmpty()) {
            beginHeader(HELP, name);
            LabelSyntax.putEscaped(family.help(), body);
            body.put('\n');
        }
    }

    @Override
    void putExtras(@Nullable Exemplar exemplar, long millis) {
        if (exemplar != null || millis != Metric.NO_TIMESTAMP) {
            body.end(body.size() - 1); // the line feed
            endLine(millis, exemplar);
        }
    }

    @Override
    void putCounter(double value, long millis, @Nullable Exemplar exemplar) {
        checkNumber(value);
        beginValue(sample);
        numbers.print(value, body);
        endLine(millis, exemplar);
    }

    @Override
    void putHistogram(HistogramValue value) {
        beginValue(sample);
        composites.put(value);
        putTimes(value.createdMillis());
        boolean found = false;
        for (int i = 0; !value.isNativeOnly() && i < value.bucketCount(); i++) {
            Exemplar exemplar = value.exemplar(i);
            found |= exemplar != null && exemplars.printTimed(exemplar, body);
        }
        NativeBuckets buckets = value.nativeBuckets();
        for (int i = 0; !found && buckets != null && i < buckets.exemplarCount(); i++) {
            exemplars.printTimed(buckets.exemplar(i), body);
        }
        body.put('\n');
    }

    @Override
    void putSummary(SummaryValue value) {
        beginValue(sample);
        composites.put(value);
        endLine(value.createdMillis(), null);
    }

    private void endLine(long millis, @Nullable Exemplar exemplar) {
        putTimes(millis);
        if (exemplar != null) {
            putExemplar(exemplar);
        }
        body.put('\n');
    }

    private void putTimes(long millis) {
        if (timestampMillis() != Metric.NO_TIMESTAMP) {
            body.put(' ');
            printTimestamp(timestampMillis());
        }
        if (millis != Metric.NO_TIMESTAMP) {
            putCreated(millis);
        }
    }

    @Override
    void printCount(long value) {
        numbers.printInteger(value, body);
    }

    @Override
    void printTimestamp(long millis) {
        DecimalSeconds.print(millis, body);
    }

    @Override
    void putExemplar(Exemplar exemplar) {
        exemplars.printTimed(exemplar, body);
    }

    @Override
    void putCreated(long millis) {
        if (millis != createdMillis) {
            createdMillis = Metric.NO_TIMESTAMP; // in case a stack overflow ends this half-way
            created.end(0);
            created.put(START_TIME);
            DecimalSeconds.print(millis, created);
            createdMillis = millis;
        }
        body.put(created);
    }

    @Override
    public void finish() {
        body.put(EOF);
    }

    /**
     * Names as they are, or escaped. An info or a state set whose name is not that of one after escaping is a gauge, as
     * in the other formats.
     */
    private static final class Names implements FamilyName.Rule {
        private static final String INFO = "info";
        private static final String SUFFIX_OF_INFO = "_info";
        private static final String STATE_SET = "stateset";

        private final EscapingScheme escaping;

        Names(EscapingScheme escaping) {
            this.escaping = escaping;
        }

        @Override
        public String where() {
            return "in OpenMetrics, ";
        }

        @Override
        public FamilyName name(MetricType type, String name) {
            String written = escaping.metricName(name);
            return new FamilyName(written, written, type(type, name, written), null, !written.equals(name));
        }

        private String type(MetricType type, String name, String written) {
            return switch (type) {
                case INFO ->
                    written.endsWith(SUFFIX_OF_INFO) && written.length() > SUFFIX_OF_INFO.length()
                            ? INFO
                            : type.valueType().toString();
                case STATE_SET ->
                    escaping.labelName(name).equals(written)
                            ? STATE_SET
                            : type.valueType().toString();
                case UNTYPED -> OpenMetricsNames.UNKNOWN;
                default -> type.toString();
            };
        }
    }
}
