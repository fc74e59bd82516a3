package dev.fennel.otlp;

import dev.fennel.pushgateway.PushAnswer;
import dev.fennel.pushgateway.PushException;
import dev.fennel.pushgateway.internal.ShownUrl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;

/** Sends the requests of one push one after the other, and counts what the receiver accepts. Used by one thread. */
final class Delivery {
    private static final int BAD_REQUEST = 400;

    private final URI url;
    private final boolean json;
    private final boolean gzip;
    private final List<PointEncoder.Encoded> requests;
    private final List<IOException> failures = new ArrayList<>();
    private int accepted;
    private long acceptedPoints;
    private long rejectedPoints;
    private String warning = "";

    /** Sends one request, and returns the answer that accepted it. */
    @FunctionalInterface
    interface Sender {
        PushAnswer send(HttpRequest.Builder request) throws IOException;
    }

    Delivery(URI url, boolean json, boolean gzip, List<PointEncoder.Encoded> requests) {
        this.url = url;
        this.json = json;
        this.gzip = gzip;
        this.requests = requests;
    }

    /** Sends the requests, up to one that fails for another reason than what is in it. */
    void send(Sender sender) {
        for (PointEncoder.Encoded request : requests) {
            try {
                count(request, PartialSuccess.of(sender.send(httpRequest(request))));
            } catch (PushException e) {
                failures.add(e);
                if (e.statusCode() != BAD_REQUEST) {
                    return;
                }
            } catch (IOException e) {
                failures.add(e);
                return;
            }
        }
    }

    private HttpRequest.Builder httpRequest(PointEncoder.Encoded request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(url)
                .POST(BodyPublishers.ofByteArray(request.body))
                .setHeader("Content-Type", json ? "application/json" : "application/x-protobuf");
        return gzip ? builder.setHeader("Content-Encoding", "gzip") : builder;
    }

    private void count(PointEncoder.Encoded request, PartialSuccess partial) {
        long rejected = Math.min(partial.rejected, request.points);
        rejectedPoints += rejected;
        acceptedPoints += request.points - rejected;
        if (rejected == 0) {
            accepted++;
            warning = partial.message.isEmpty() ? warning : partial.message;
        } else {
            failures.add(new IOException("POST " + ShownUrl.of(url) + ": expected " + request.points
                    + " data points to be accepted, got an answer that " + rejected + " are rejected"
                    + (partial.message.isEmpty() ? "" : ": " + partial.message)));
        }
    }

    /**
     * How it ended.
     *
     * @throws OtlpException if there was a failure
     */
    OtlpResult result() throws OtlpException {
        OtlpResult result = new OtlpResult(
                requests.size(),
                accepted,
                requests.stream().mapToLong(request -> request.points).sum(),
                acceptedPoints,
                rejectedPoints,
                warning);
        if (!failures.isEmpty()) {
            throw new OtlpException(result, failures);
        }
        return result;
    }
}
