package dev.fennel.exposition;

import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes metric families into a buffer of its own, whole, before the first byte is sent: an error can still become a
 * clean answer then, and the length is known.
 *
 * <p>A metric whose {@link dev.fennel.model.Metric#write} throws is rolled back and leaves an {@linkplain #errors
 * error}; the others are not affected. Only an error of the virtual machine itself, such as a lack of memory, is thrown
 * again, and leaves a body that is of no use. Make an encoder once and use it again after {@link #reset}: buffers and
 * encoded labels stay, and nothing is allocated in the steady state. Used by one thread at a time.
 */
public interface Encoder {
    /** Empties body and errors, to encode the next gather. */
    void reset();

    /**
     * Appends families, each of which knows the names of all: what it is called does not depend on their order. This is
     * how to encode a gather.
     *
     * @param families the families, in a list with fast access by index; of those without metrics, nothing is written
     */
    void encodeAll(List<MetricFamily> families);

    /**
     * Appends a family, for those who do not have all at once. It can give way to the families before it, but not to
     * those after it: behind a counter {@code jobs_total}, {@link Format#OPENMETRICS} has no room for a gauge
     * {@code jobs}, which then is an error.
     *
     * @param family the family; without metrics, nothing is written
     */
    void encode(MetricFamily family);

    /** Ends the body, once, after the last family: some formats have an end mark. */
    void finish();

    /**
     * What could not be encoded since the last {@link #reset}.
     *
     * @return the errors, empty if all went well
     */
    List<GatherError> errors();

    /**
     * The length of the body.
     *
     * @return a number of bytes
     */
    int size();

    /**
     * The body where it stands, without a copy.
     *
     * @return a view of the encoder's own memory, for reading: from 0 to the body's length, with the rest of the memory
     *     as its capacity; valid until something is encoded or the encoder is {@linkplain #reset reset}
     */
    ByteBuffer body();

    /**
     * Writes the body.
     *
     * @param out takes the bytes; neither flushed nor closed
     * @throws IOException if {@code out} throws it
     */
    void writeTo(OutputStream out) throws IOException;

    /**
     * The body.
     *
     * @return a new array
     */
    byte[] toByteArray();
}
