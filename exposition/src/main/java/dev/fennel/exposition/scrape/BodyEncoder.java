package dev.fennel.exposition.scrape;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.scrape.ScrapeAnswer.Reply;
import dev.fennel.exposition.scrape.Scraper.Wanted;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Gathers metrics and encodes them into the body of an answer, and handles the errors of both as {@link ErrorHandling}
 * says. Used by any number of threads.
 */
final class BodyEncoder {
    private static final Logger LOGGER = System.getLogger("dev.fennel.exposition");

    private final Gatherer gatherer;
    private final ErrorHandling handling;
    /** Where the errors of a scrape go beside the answer. */
    private final List<Consumer<List<GatherError>>> reports;

    private final ScraperMetrics metrics;
    private final BufferPool pool;

    BodyEncoder(
            Gatherer gatherer,
            ErrorHandling handling,
            List<Consumer<List<GatherError>>> reports,
            ScraperMetrics metrics,
            BufferPool pool) {
        this.gatherer = gatherer;
        this.handling = handling;
        this.reports = List.copyOf(reports);
        this.metrics = metrics;
        this.pool = pool;
    }

    /** Passes each error of a scrape to a user's log, which may throw: then the next one gets its turn. */
    static Consumer<List<GatherError>> each(Consumer<? super GatherError> errorLog) {
        return errors -> {
            for (GatherError error : errors) {
                try {
                    errorLog.accept(error);
                } catch (Throwable e) {
                    GatherError.of("error log, given \"" + error.message() + "\"", e)
                            .log(LOGGER, Level.WARNING);
                }
            }
        };
    }

    /**
     * Makes the reply to a request.
     *
     * @param wanted what the request asks for
     * @param deadline until when it may wait
     * @return a reply that holds buffers until it is released, or holds nothing
     * @throws IllegalStateException instead of a reply with errors, with {@link ErrorHandling#THROW}
     */
    Reply make(Wanted wanted, Deadline deadline) {
        GatherResult gathered =
                gather(deadline.leftForCollectors()); // before buffers are taken, because it may take long
        List<GatherError> errors;
        Reply reply;
        try {
            errors = new ArrayList<>(gathered.errors());
            if (!errors.isEmpty()) {
                metrics.gatheringFailed();
            }
            List<MetricFamily> families = wanted.names().of(gathered.families());
            boolean goesOn = errors.isEmpty() || (handling == ErrorHandling.CONTINUE && !families.isEmpty());
            reply = goesOn ? encoded(wanted, deadline, families, errors) : null;
        } finally {
            gathered.done();
        }
        try {
            if (!errors.isEmpty()) {
                report(errors);
            }
            return reply == null ? failed(errors) : reply;
        } catch (Throwable e) { // nobody will release it
            if (reply != null) {
                reply.release().run();
            }
            throw e;
        }
    }

    /** Gathers. A user's gatherer that throws, although it must not, is treated like one that reports an error. */
    private GatherResult gather(Duration collectorLimit) {
        try {
            return Objects.requireNonNull(gatherer.gather(collectorLimit), "gatherer returned null");
        } catch (Throwable e) { // a gatherer is foreign code: linkage errors and undeclared exceptions too
            return new GatherResult(List.of(), List.of(GatherError.of("gatherer", e)));
        }
    }

    /**
     * Encodes a complete body, and adds what could not be encoded to the errors.
     *
     * @return null if the body cannot be served because of errors
     */
    private @Nullable Reply encoded(
            Wanted wanted, Deadline deadline, List<MetricFamily> families, List<GatherError> errors) {
        Buffers.Use use = new Buffers.Use(wanted.format(), wanted.names().selects(), wanted.look());
        Buffers buffers = pool.take(use, deadline.leftNanos());
        if (buffers == null) {
            return Reply.unavailable(
                    "The answers in flight take up all memory that is meant for them; try again later.\n");
        }
        Reply reply = null;
        boolean intact = false;
        try {
            List<GatherError> failures = encode(families, buffers.encoder());
            for (GatherError failure : failures) {
                metrics.encodingFailed();
                errors.add(failure);
            }
            if (failures.isEmpty()
                    || (handling == ErrorHandling.CONTINUE && buffers.encoder().size() > 0)) {
                buffers.encoder().finish();
                reply = served(wanted, buffers);
            }
            pool.measure(buffers);
            intact = true;
        } catch (OutOfMemoryError e) { // the request is answered with 503, and logs it
            metrics.encodingFailed();
            throw e;
        } catch (RuntimeException | Error e) { // no metrics are better than half a family
            reply = null;
            metrics.encodingFailed();
            errors.add(GatherError.of("encoder", e));
        } finally {
            if (!intact) {
                pool.discard(buffers);
            } else if (reply == null) {
                pool.giveBack(buffers);
            }
        }
        return reply;
    }

    private static List<GatherError> encode(List<MetricFamily> families, Encoder encoder) {
        encoder.reset();
        encoder.encodeAll(families);
        return encoder.errors();
    }

    private Reply served(Wanted wanted, Buffers buffers) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", wanted.format().contentType());
        headers.put("Vary", "Accept, Accept-Encoding");
        if (wanted.gzip()) {
            headers.put("Content-Encoding", "gzip");
            GzipBuffer compressed = buffers.compressed();
            return new Reply(200, headers, compressed.array(), compressed.size(), () -> pool.giveBack(buffers));
        }
        ByteBuffer plain = buffers.encoder().body();
        @SuppressWarnings("ByteBufferBackingArray") // the encoders of this module wrap whole arrays, without an offset
        byte[] bytes = plain.array();
        return new Reply(200, headers, bytes, plain.limit(), () -> pool.giveBack(buffers));
    }

    /** Logging may fail, in a user's code or for lack of memory, and the scrape goes on. */
    private void report(List<GatherError> errors) {
        for (Consumer<List<GatherError>> to : reports) {
            try {
                to.accept(errors);
            } catch (Throwable e) {
                GatherError.of("report of the errors of a scrape", e).log(LOGGER, Level.WARNING);
            }
        }
    }

    private Reply failed(List<GatherError> errors) {
        if (handling != ErrorHandling.THROW) {
            return Reply.failed(FailedSources.lines(errors));
        }
        List<GatherError> first = errors.subList(0, Math.min(errors.size(), ErrorLog.MAX_ERRORS));
        String messages =
                String.join("; ", first.stream().map(GatherError::message).toList());
        int more = errors.size() - first.size();
        IllegalStateException failure = new IllegalStateException(
                "metrics cannot be served: " + messages + (more > 0 ? "; and " + more + " more" : ""),
                errors.get(0).cause());
        for (GatherError error : first.subList(1, first.size())) {
            if (error.cause() != null) {
                failure.addSuppressed(error.cause());
            }
        }
        throw failure;
    }
}
