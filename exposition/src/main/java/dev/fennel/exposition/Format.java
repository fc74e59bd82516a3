package dev.fennel.exposition;

import java.util.function.Supplier;

/** An exposition format, with the content type that announces it. */
public final class Format {
    /** The text format 0.0.4, byte for byte as client_golang writes it. */
    public static final Format TEXT =
            new Format("text/plain; version=0.0.4; charset=utf-8", TextEncoder::new);

    private final String contentType;
    private final Supplier<Encoder> encoders;

    private Format(String contentType, Supplier<Encoder> encoders) {
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
        return encoders.get();
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
