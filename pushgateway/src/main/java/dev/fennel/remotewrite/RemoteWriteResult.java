package dev.fennel.remotewrite;

import java.io.Serializable;
import java.util.Objects;

/**
 * How much of a push was sent, and how much of it the receiver says it has written.
 *
 * <p>A receiver of version 2.0 says so in each answer. One of version 1.0 says nothing: then all samples of a request
 * that it accepted count as written, and none of one that it did not accept, although it may have written some.
 *
 * @param requests how many requests it took to send all of the push
 * @param accepted how many of them the receiver accepted, each as a whole but for exemplars
 * @param samples how many samples the push has, without native histograms
 * @param writtenSamples how many of them were written
 * @param histograms how many native histograms the push has
 * @param writtenHistograms how many of them were written
 * @param exemplars how many exemplars the push has, without those of native histograms that the push before had, as a
 *     server would refuse them
 * @param writtenExemplars how many of them were written; those that were pushed before may count or not, and one that
 *     was refused is no failure
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // without the tag, javadoc asks for a comment on each serialized component
public record RemoteWriteResult(
        int requests,
        int accepted,
        long samples,
        long writtenSamples,
        long histograms,
        long writtenHistograms,
        long exemplars,
        long writtenExemplars)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    // Written out because the JDK keeps the class loader of a record whose derived methods were called.
    @Override
    public boolean equals(Object other) {
        return other instanceof RemoteWriteResult that
                && requests == that.requests
                && accepted == that.accepted
                && samples == that.samples
                && writtenSamples == that.writtenSamples
                && histograms == that.histograms
                && writtenHistograms == that.writtenHistograms
                && exemplars == that.exemplars
                && writtenExemplars == that.writtenExemplars;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                requests,
                accepted,
                samples,
                writtenSamples,
                histograms,
                writtenHistograms,
                exemplars,
                writtenExemplars);
    }

    @Override
    public String toString() {
        String natives = histograms == 0 ? "" : writtenHistograms + " of " + histograms + " native histograms, ";
        String examples = exemplars == 0 ? "" : writtenExemplars + " of " + exemplars + " exemplars, ";
        return writtenSamples + " of " + samples + " samples, " + natives + examples + "in " + accepted + " of "
                + requests + " requests";
    }
}
