package dev.fennel.exposition;

import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** An exposition format, with the content type that announces it. */
public final class Format {
    /**
     * The text format 0.0.4, byte for byte as client_golang writes it. Each code point of a name that the legacy rules
     * of Prometheus do not allow becomes {@code _}, which the content type says as client_golang's does. Of families or
     * series that become the same by this, all but the first are left out and reported as errors.
     */
    public static final Format TEXT = new Format(
            "text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
            () -> new TextEncoder(EscapingScheme.UNDERSCORES));

    /**
     * The protobuf format: messages {@code io.prometheus.client.MetricFamily}, each preceded by its length, as
     * client_golang writes them. The only format that shows native histograms; created timestamps, exemplars and units
     * are always written, infos and state sets are gauges. Names are treated as in {@link #TEXT}.
     */
    public static final Format PROTOBUF = new Format(
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited;"
                    + " escaping=underscores",
            () -> new ProtobufEncoder(EscapingScheme.UNDERSCORES));

    private final String contentType;
    private final Supplier<BufferedEncoder> encoders;

    private Format(String contentType, Supplier<BufferedEncoder> encoders) {
        this.contentType = contentType;
        this.encoders = encoders;
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
     * Makes an encoder, empty and ready.
     *
     * @return a new encoder
     */
    public Encoder newEncoder() {
        return newBufferedEncoder();
    }

    /** An encoder whose buffer can be read in place. */
    BufferedEncoder newBufferedEncoder() {
        return encoders.get();
    }

    /**
     * Writes what was gathered, once: {@code Format.TEXT.write(registry.gather(), System.out)}. Whoever writes again
     * and again, such as a server, keeps a {@linkplain #newEncoder encoder} instead.
     *
     * @param gathered families, and what went wrong when they were gathered
     * @param out takes the bytes; neither flushed nor closed
     * @return what went wrong, in gathering and then in encoding; everything else was written
     * @throws IOException if {@code out} throws it
     */
    public List<GatherError> write(GatherResult gathered, OutputStream out) throws IOException {
        Encoder encoder = newEncoder();
        for (MetricFamily family : gathered.families()) {
            encoder.encode(family);
        }
        encoder.finish();
        encoder.writeTo(out);
        List<GatherError> errors = new ArrayList<>(gathered.errors());
        errors.addAll(encoder.errors());
        return List.copyOf(errors);
    }

    /**
     * The format that a client asks for. A {@link Scraper} finds it by itself; this is for those who encode and send
     * themselves.
     *
     * <p>The clause with the highest quality value that names a format decides, the first of several that are equal, and
     * its own parameter {@code escaping} says how names are written. Clauses that cannot be read, have a quality value of
     * 0, or hold a wildcard name no format.
     *
     * @param acceptHeaders the values of all {@code Accept} headers of the request, empty if it has none
     * @return a format, {@link #TEXT} if no other is asked for
     */
    public static Format negotiate(Collection<String> acceptHeaders) {
        return FormatNegotiation.format(Objects.requireNonNull(acceptHeaders, "acceptHeaders"), true);
    }

    /**
     * The format for a person.
     *
     * @return the content type
     */
    @Override
    public String toString() {
        return contentType;
    }
}
