package dev.fennel.remotewrite;

import dev.fennel.pushgateway.PushException;
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
        boolean mayBeUnknown = mayFallBack;
        for (EncodedRequest request : requests) {
            try {
                HttpHeaders answer = sender.send(httpRequest(request));
                if (version == RemoteWrite.Version.V2_0 && !saysWhatItWrote(answer)) {
                    failures.add(new IOException("POST " + url + ": expected an answer with the header \""
                            + SAMPLES_WRITTEN + "\", got one without, as from a receiver that does not know"
                            + " version 2.0"));
                    return !mayBeUnknown;
                }
                count(request, answer);
            } catch (PushException e) {
                failures.add(e);
                countWritten(e::header);
                if (e.statusCode() == UNSUPPORTED_MEDIA_TYPE) {
                    return !mayBeUnknown;
                }
                if (e.statusCode() != BAD_REQUEST) {
                    return true;
                }
            } catch (IOException e) {
                failures.add(e);
                return true;
            }
            mayBeUnknown = false;
        }
        return true;
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
        if (version == RemoteWrite.Version.V1_0) {
            samples += request.samples;
            histograms += request.histograms;
            exemplars += request.exemplars;
            accepted++;
            return;
        }
        long before = samples + histograms;
        countWritten(answer::firstValue);
        long written = samples + histograms - before;
        if (written < request.samples + request.histograms) {
            failures.add(new IOException("POST " + url + ": expected " + (request.samples + request.histograms)
                    + " samples to be written, got an answer that " + written + " were"));
        } else {
            accepted++;
        }
    }

    private static boolean saysWhatItWrote(HttpHeaders answer) {
        return answer.firstValue(SAMPLES_WRITTEN).isPresent();
    }

    private void countWritten(Function<String, Optional<String>> headers) {
        samples += number(headers.apply(SAMPLES_WRITTEN));
        histograms += number(headers.apply(HISTOGRAMS_WRITTEN));
        exemplars += number(headers.apply(EXEMPLARS_WRITTEN));
    }

    private static long number(Optional<String> header) {
        return header.filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    /**
     * How it ended.
     *
     * @throws RemoteWriteException if there was a failure
     */
    RemoteWriteResult result() throws RemoteWriteException {
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
            throw new RemoteWriteException(result, failures);
        }
        return result;
    }
}
