package dev.fennel.exposition;

import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes metric families into a buffer of its own. The body is complete before the first byte is sent, so its length is
 * known, and a server can still answer with an error instead.
 *
 * <p>If {@link dev.fennel.model.Metric#write} throws, what the metric has written so far is removed, and an
 * {@linkplain #errors error} is added; other metrics are not affected. Only an error of the virtual machine itself,
 * such as a lack of memory, is thrown again; the body is unusable then, until the next {@link #reset}.
 *
 * <p>Keep an encoder and use it again after {@link #reset}: it keeps its buffers and the encoded labels, so that
 * nothing is allocated in the steady state. Used by one thread at a time.
 */
public interface Encoder {
    /** Empties body and errors, to encode the next gather. */
    void reset();

    /**
     * Appends all families of a gather. Their names are chosen together, so the name of a family does not depend on the
     * order.
     *
     * @param families the families, in a list with fast access by index; nothing is written for a family without
     *     metrics
     */
    void encodeAll(List<MetricFamily> families);

    /**
     * Appends one family, for callers that do not have all families at once. Its name is chosen to fit the families
     * before it, but not those after it: after a counter {@code jobs_total}, {@link Format#OPENMETRICS} cannot write a
     * gauge {@code jobs}, and reports an error instead.
     *
     * @param family the family; nothing is written if it has no metrics
     */
    void encode(MetricFamily family);

    /** Ends the body. Call it once, after the last family; some formats have an end mark. */
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
     * The body, without copying it.
     *
     * @return a view of the encoder's own memory, only for reading: its position is 0, its limit the body's length, and
     *     its capacity that of the encoder's memory; valid until something is encoded or the encoder is
     *     {@linkplain #reset reset}
     */
    ByteBuffer body();

    /**
     * Writes the body.
     *
     * @param out receives the bytes; neither flushed nor closed
     * @throws IOException if {@code out} throws it
     */
    void writeTo(OutputStream out) throws IOException;

    /**
     * A copy of the body.
     *
     * @return a new array
     */
    byte[] toByteArray();
}
