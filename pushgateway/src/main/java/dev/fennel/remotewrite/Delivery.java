package dev.fennel.remotewrite;

import dev.fennel.pushgateway.PushException;
import dev.fennel.pushgateway.internal.ShownUrl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Sends the requests of one push one after the other, and counts what the receiver has written. Used by one thread. */
final class Delivery {
    private static final String SAMPLES_WRITTEN = "X-Prometheus-Remote-Write-Samples-Written";
    private static final String HISTOGRAMS_WRITTEN = "X-Prometheus-Remote-Write-Histograms-Written";
    private static final String EXEMPLARS_WRITTEN = "X-Prometheus-Remote-Write-Exemplars-Written";
    private static final int BAD_REQUEST = 400;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    private final URI url;
    private final RemoteWrite.Version version;
    private final List<EncodedRequest> requests;
    private final List<IOException> failures = new ArrayList<>();

    /** Whether an answer has shown that the receiver knows the version. */
    private boolean understood;

    /** How many requests were answered for good, which more attempts would not change. */
    private int answered;

    private int accepted;
    private long samples;
    private long histograms;
    private long exemplars;

    /** Sends one request, and returns the headers of the answer that accepted it. */
    @FunctionalInterface
    interface Sender {
        HttpHeaders send(HttpRequest.Builder request) throws IOException;
    }

    Delivery(URI url, RemoteWrite.Version version, List<EncodedRequest> requests) {
        this.url = url;
        this.version = version;
        this.requests = requests;
    }

    /**
     * Sends the requests, up to one that fails for another reason than what is in it.
     *
     * @param mayFallBack whether there is another version to try
     * @return false if there is, and the receiver does not know this one; it has written nothing then
     */
    boolean send(Sender sender, boolean mayFallBack) {
        for (EncodedRequest request : requests) {
            boolean mayBeUnknown = mayFallBack && !understood;
            try {
                HttpHeaders answer = sender.send(httpRequest(request));
                if (version == RemoteWrite.Version.V2_0 && !saysWhatItWrote(answer::firstValue)) {
                    failures.add(new IOException("POST " + ShownUrl.of(url) + ": expected an answer with the header \""
                            + SAMPLES_WRITTEN + "\", got one without, as from a receiver that does not know"
                            + " version 2.0"));
                    return !mayBeUnknown;
                }
                count(request, answer);
            } catch (PushException e) {
                if (mayBeUnknown && isOfUnknownVersion(e)) {
                    failures.add(e);
                    return false;
                }
                refused(request, e);
                if (e.statusCode() != BAD_REQUEST) {
                    return true;
                }
            } catch (IOException e) {
                failures.add(e);
                return true;
            }
            answered++;
        }
        return true;
    }

    /** Whether the answer is one to a version that the receiver does not know: an old one answers 400. */
    private static boolean isOfUnknownVersion(PushException e) {
        return e.statusCode() == UNSUPPORTED_MEDIA_TYPE
                || (e.statusCode() == BAD_REQUEST && !saysWhatItWrote(e::header));
    }

    private HttpRequest.Builder httpRequest(EncodedRequest request) {
        return HttpRequest.newBuilder(url)
                .POST(BodyPublishers.ofByteArray(request.body))
                .setHeader("Content-Type", version.contentType())
                .setHeader("Content-Encoding", "snappy")
                .setHeader("X-Prometheus-Remote-Write-Version", version.header());
    }

    /** Counts a request that was accepted. */
    private void count(EncodedRequest request, HttpHeaders answer) {
        understood = true;
        if (version == RemoteWrite.Version.V1_0) {
            samples += request.samples;
            histograms += request.histograms;
            exemplars += request.exemplars;
            accepted++;
            return;
        }
        long points = request.samples + (long) request.histograms;
        long written = countWritten(request, answer::firstValue);
        if (written < points) {
            failures.add(new IOException("POST " + ShownUrl.of(url) + ": expected " + points
                    + " samples to be written, got an answer that " + written + " were"));
        } else {
            accepted++;
        }
    }

    /**
     * Counts a request that was not accepted. It is no failure if only exemplars were refused: Prometheus refuses all
     * that are not newer than the last one of their series, which another push may have written.
     */
    private void refused(EncodedRequest request, PushException e) {
        understood |= saysWhatItWrote(e::header);
        long written = countWritten(request, e::header);
        if (e.statusCode() == BAD_REQUEST && written == request.samples + (long) request.histograms) {
            accepted++;
        } else {
            failures.add(e);
        }
    }

    /** Whether there is any of the headers: one that would be zero may be missing. */
    private static boolean saysWhatItWrote(Function<String, Optional<String>> headers) {
        return headers.apply(SAMPLES_WRITTEN).isPresent()
                || headers.apply(HISTOGRAMS_WRITTEN).isPresent()
                || headers.apply(EXEMPLARS_WRITTEN).isPresent();
    }

    /** Counts what an answer says was written, but no more than was sent; returns how many samples and histograms. */
    private long countWritten(EncodedRequest request, Function<String, Optional<String>> headers) {
        long writtenSamples = Math.min(number(headers.apply(SAMPLES_WRITTEN)), request.samples);
        long writtenHistograms = Math.min(number(headers.apply(HISTOGRAMS_WRITTEN)), request.histograms);
        samples += writtenSamples;
        histograms += writtenHistograms;
        exemplars += Math.min(number(headers.apply(EXEMPLARS_WRITTEN)), request.exemplars);
        return writtenSamples + writtenHistograms;
    }

    private static long number(Optional<String> header) {
        return header.filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    /** Whether an answer has shown that the receiver knows the version. */
    boolean isUnderstood() {
        return understood;
    }

    /** Whether there is nothing left to send. */
    boolean isWhole() {
        return answered == requests.size();
    }

    /** Whether the receiver has written something. */
    boolean hasWritten() {
        return samples + histograms > 0;
    }

    /** What went wrong. */
    List<IOException> failures() {
        return failures;
    }

    /**
     * How it ended.
     *
     * @param earlier what went wrong with another version
     * @throws RemoteWriteException if there was a failure
     */
    RemoteWriteResult result(List<IOException> earlier) throws RemoteWriteException {
        RemoteWriteResult result = new RemoteWriteResult(
                requests.size(),
                accepted,
                requests.stream().mapToLong(request -> request.samples).sum(),
                samples,
                requests.stream().mapToLong(request -> request.histograms).sum(),
                histograms,
                requests.stream().mapToLong(request -> request.exemplars).sum(),
                exemplars);
        if (!failures.isEmpty()) {
            failures.addAll(earlier);
            throw new RemoteWriteException(result, failures);
        }
        return result;
    }
}
