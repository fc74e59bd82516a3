package dev.fennel.exposition;

import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An exposition format, with the content type that announces it.
 *
 * <p>A format has an {@linkplain EscapingScheme escaping scheme} for names that old readers do not understand:
 * {@link EscapingScheme#UNDERSCORES} unless {@linkplain #withEscaping another} is chosen. Like client_golang's, the
 * content type contains it. If families become the same by escaping, the one whose name is not escaped stays, or else
 * the first, and the others are left out and reported as errors; a registry refuses such names if they are described to
 * it. Of series that become the same, the first stays. A family is left out too if two labels of all its series become
 * one, or one becomes {@code __name__}, because a server would refuse the whole body.
 *
 * <p>What an encoder writes is what the reader of the format takes back, wherever the families are from. So families of
 * one name, a series that is there twice, and a histogram or summary whose parts contradict each other are errors too,
 * of which the first family or series stays. Text and OpenMetrics 1.0 say nothing of native buckets, and the text
 * format nothing of units, exemplars and created timestamps, and less of counts above 2<sup>53</sup>.
 *
 * <pre>{@code
 * Format format = Format.OPENMETRICS.withEscaping(EscapingScheme.ALLOW_UTF_8).withCreatedSamples();
 * List<GatherError> errors = format.write(registry.gather(), out);
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Format {
    /** The text format 0.0.4, byte for byte as client_golang writes it. */
    public static final Format TEXT = new Format(Kind.TEXT, EscapingScheme.UNDERSCORES, false);

    /**
     * OpenMetrics 1.0, which has units, exemplars and, {@linkplain #withCreatedSamples on request}, the times when
     * counting began. It is byte for byte what client_golang writes, except where that is not OpenMetrics: infos and
     * state sets have their own types, and a unit is left out if the name no longer ends in it after escaping.
     *
     * <p>The format names the families of counters and infos without {@code _total} and {@code _info}. If another
     * family has the shorter name, such as a gauge {@code jobs} beside a counter {@code jobs_total}, the counter gets
     * the type {@code unknown}, and an info gets the type gauge, whichever of them comes first. A counter whose name
     * does not end in {@code _total} is of type {@code unknown} too. Families of this type have neither exemplars nor
     * created samples, whatever the reader: OpenMetrics does not allow them.
     *
     * <p>The name with {@code _created} belongs to a counter, histogram or summary even if it has no such samples. So
     * beside a gauge {@code jobs_created}, a counter {@code jobs_total} is of type {@code unknown}, and of a summary
     * {@code lat} and a gauge {@code lat_created}, the first is written and the other is an error. It is an error of
     * the one metric, too, if a counter is negative or NaN, if an info is not 1 or a state neither 1 nor 0, if a
     * histogram has no bucket for {@code +Inf}, if the samples of a metric do not stand together with increasing
     * timestamps, or only some have one, and if a time is more than 2<sup>52</sup> milliseconds from 1970.
     */
    public static final Format OPENMETRICS = new Format(Kind.OPENMETRICS, EscapingScheme.UNDERSCORES, false);

    /**
     * OpenMetrics 2.0, of which the release candidate of March 2026 is written; servers get it only if they ask for
     * that version. A histogram or summary is one line, native buckets included, so a body is several times shorter
     * than in version 1.0. Names stay as they are, with or without {@code _total}, and so do types and units. The times
     * when counting began are always written, in the lines of the values, and so are all exemplars that have a time,
     * those of a histogram with classic and native buckets from the classic ones.
     *
     * <p>What the specification forbids is reported as an error of that metric, which is left out: a histogram or
     * summary without count or sum, a counter that is negative or NaN, a summary with such a sum or with a negative
     * quantile, an info that is not 1, a state that is neither 1 nor 0, and samples of a metric that do not stand
     * together with increasing timestamps, or of which only some have one. It is an error of the one family if its name
     * is that of a sum, count or bucket of another. A unit of other characters than {@code [a-zA-Z0-9_:]} is left out.
     */
    public static final Format OPENMETRICS_2_0 = new Format(Kind.OPENMETRICS_2_0, EscapingScheme.UNDERSCORES, false);

    /**
     * The protobuf format: messages {@code io.prometheus.client.MetricFamily}, each preceded by its length, as
     * client_golang writes them. Created timestamps, exemplars, units and native buckets are always written; infos and
     * state sets are gauges.
     */
    public static final Format PROTOBUF = new Format(Kind.PROTOBUF, EscapingScheme.UNDERSCORES, false);

    /** The same bytes as {@link #OPENMETRICS}, announced as the version that Prometheus asked for before 1.0. */
    public static final Format OPENMETRICS_0_0_1 =
            new Format(Kind.OPENMETRICS_0_0_1, EscapingScheme.UNDERSCORES, false);

    private enum Kind {
        TEXT("text/plain; version=0.0.4; charset=utf-8"),
        OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8"),
        OPENMETRICS_0_0_1("application/openmetrics-text; version=0.0.1; charset=utf-8"),
        OPENMETRICS_2_0("application/openmetrics-text; version=2.0.0; charset=utf-8"),
        PROTOBUF("application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited");

        private final String mediaType;

        Kind(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    private final Kind kind;
    private final EscapingScheme escaping;
    private final boolean createdSamples;
    private final String contentType;

    private Format(Kind kind, EscapingScheme escaping, boolean createdSamples) {
        this.kind = kind;
        this.escaping = escaping;
        this.createdSamples = createdSamples;
        this.contentType = kind.mediaType + "; escaping=" + escaping;
    }

    /**
     * The same format with another scheme for names that old readers do not understand.
     *
     * @param scheme the scheme
     * @return a format
     */
    public Format withEscaping(EscapingScheme scheme) {
        return new Format(kind, Objects.requireNonNull(scheme, "scheme"), createdSamples);
    }

    /**
     * The scheme for names that old readers do not understand.
     *
     * @return the scheme
     */
    public EscapingScheme escaping() {
        return escaping;
    }

    /**
     * The same format with a sample {@code _created} for each counter, histogram and summary whose start is known, in
     * Unix seconds. {@link #OPENMETRICS} does not have them, because each costs a line, and most servers store it as
     * one more series. Formats other than OpenMetrics 1.0 and 0.0.1 have no such samples and stay as they are.
     *
     * @return a format
     */
    public Format withCreatedSamples() {
        return switch (kind) {
            case TEXT, OPENMETRICS_2_0, PROTOBUF -> this;
            case OPENMETRICS, OPENMETRICS_0_0_1 -> new Format(kind, escaping, true);
        };
    }

    /**
     * The value of the HTTP header {@code Content-Type}.
     *
     * @return a media type with its parameters
     */
    public String contentType() {
        return contentType;
    }

    /**
     * Makes an encoder with an empty body.
     *
     * @return a new encoder
     */
    public Encoder newEncoder() {
        return newEncoder(false);
    }

    /**
     * Makes an encoder for the answers to a server's scrapes. It writes the same as any other. But in {@link #PROTOBUF}
     * and {@link #OPENMETRICS_2_0}, which have native buckets, a native histogram that is due for a reset is reset
     * after its value was written. No other reading resets, so a server that gets all answers misses no observation.
     *
     * @return a new encoder
     */
    public Encoder newScrapeEncoder() {
        return newEncoder(true);
    }

    private Encoder newEncoder(boolean scrape) {
        if (kind == Kind.TEXT) { // no switch, whose class would be loaded for the first scrape
            return new TextEncoder(escaping);
        }
        if (kind == Kind.PROTOBUF) {
            return new ProtobufEncoder(escaping, scrape);
        }
        if (kind == Kind.OPENMETRICS_2_0) { // nor a conditional expression, for which both classes would be loaded
            return new OpenMetrics2Encoder(escaping, scrape);
        }
        return new OpenMetricsEncoder(escaping, createdSamples);
    }

    /**
     * Writes what was gathered: {@code Format.TEXT.write(registry.gather(), System.out)}. This uses an encoder of an
     * earlier call again, if there is one and no other thread is using it. To be sure of that, keep an
     * {@linkplain #newEncoder encoder} instead.
     *
     * @param gathered families, and the errors that occurred when they were gathered; it is
     *     {@linkplain GatherResult#done done} when this returns, so write one that is {@linkplain GatherResult#detached
     *     detached} to write it again
     * @param out receives the bytes, in an array that it must not keep, as the next call may overwrite it; neither
     *     flushed nor closed
     * @return the errors of gathering, then those of encoding; everything else was written
     * @throws IOException if {@code out} throws it
     */
    public List<GatherError> write(GatherResult gathered, OutputStream out) throws IOException {
        Encoder encoder;
        try {
            encoder = SpareEncoders.take(this);
            encoder.encodeAll(gathered.families());
            encoder.finish();
        } finally {
            gathered.done();
        }
        List<GatherError> errors = new ArrayList<>(gathered.errors());
        errors.addAll(encoder.errors());
        try {
            encoder.writeTo(out);
        } finally {
            SpareEncoders.giveBack(this, encoder); // one that threw while it encoded is not kept
        }
        return List.copyOf(errors);
    }

    /**
     * Whether the other object is a format that writes the same bytes under the same content type.
     *
     * @param other any object
     * @return true for an equal format
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Format that
                && createdSamples == that.createdSamples
                && contentType.equals(that.contentType);
    }

    /**
     * A hash of the content type.
     *
     * @return the hash
     */
    @Override
    public int hashCode() {
        return contentType.hashCode();
    }

    /**
     * The format for people to read.
     *
     * @return the content type
     */
    @Override
    public String toString() {
        return contentType;
    }
}
