package dev.fennel.otlp;

import java.io.Serializable;
import java.util.Objects;

/**
 * How much of a push was sent, and how much of it the receiver says it has accepted. A data point is what was measured
 * of one metric with its labels: one number, or a whole histogram or summary. Points that are neither accepted nor
 * rejected were in requests that failed, or were not sent any more.
 *
 * @param requests how many requests it took to send all of the push
 * @param accepted how many of them the receiver accepted, each as a whole
 * @param points how many data points the push has
 * @param acceptedPoints how many of them were accepted
 * @param rejectedPoints how many of them the receiver rejected though it accepted the request that they were in
 * @param warning what the receiver last said of a request that it accepted as a whole, with control characters escaped;
 *     empty if it said nothing, as nearly always
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // without the tag, javadoc asks for a comment on each serialized component
public record OtlpResult(
        int requests, int accepted, long points, long acceptedPoints, long rejectedPoints, String warning)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    // Written out because the JDK keeps the class loader of a record whose derived methods were called.
    @Override
    public boolean equals(Object other) {
        return other instanceof OtlpResult that
                && requests == that.requests
                && accepted == that.accepted
                && points == that.points
                && acceptedPoints == that.acceptedPoints
                && rejectedPoints == that.rejectedPoints
                && warning.equals(that.warning);
    }

    @Override
    public int hashCode() {
        return Objects.hash(requests, accepted, points, acceptedPoints, rejectedPoints, warning);
    }

    @Override
    public String toString() {
        String rejected = rejectedPoints == 0 ? "" : rejectedPoints + " rejected, ";
        String warned = warning.isEmpty() ? "" : ", with the warning \"" + warning + "\"";
        return acceptedPoints + " of " + points + " data points, " + rejected + "in " + accepted + " of " + requests
                + " requests" + warned;
    }
}
