package dev.fennel.exposition.scrape;

import dev.fennel.exposition.Encoder;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
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
    private final Consumer<? super GatherError> errorLog;
    private final ScraperMetrics metrics;

    BodyEncoder(
            Gatherer gatherer, ErrorHandling handling, Consumer<? super GatherError> errorLog, ScraperMetrics metrics) {
        this.gatherer = gatherer;
        this.handling = handling;
        this.errorLog = errorLog;
        this.metrics = metrics;
    }

    /** The default error log. */
    static void logError(GatherError error) {
        LOGGER.log(Level.WARNING, "while serving metrics: " + error.message(), error.cause());
    }

    /** Gathers. A user's gatherer that throws, although it must not, is treated like one that reports an error. */
    GatherResult gather() {
        try {
            return Objects.requireNonNull(gatherer.gather(), "gatherer returned null");
        } catch (Throwable e) { // a gatherer is foreign code: linkage errors and undeclared exceptions too
            return new GatherResult(List.of(), List.of(GatherError.of("gatherer", e)));
        }
    }

    /**
     * Encodes a complete body.
     *
     * @param gathered what {@link #gather} returned
     * @param names the families to encode
     * @param encoder receives the body; it may have been used before
     * @return empty if the body can be served, otherwise the errors because of which it cannot
     * @throws IllegalStateException instead of returning errors, with {@link ErrorHandling#THROW}
     */
    List<GatherError> encode(GatherResult gathered, NameFilter names, Encoder encoder) {
        List<GatherError> errors = new ArrayList<>(gathered.errors());
        if (!errors.isEmpty()) {
            metrics.gatheringFailed();
            errors.forEach(this::report);
            if (handling != ErrorHandling.CONTINUE) {
                return failed(errors);
            }
        }
        for (GatherError error : encode(gathered.families(), names, encoder)) {
            metrics.encodingFailed();
            report(error);
            errors.add(error);
        }
        boolean served = errors.isEmpty() || (handling == ErrorHandling.CONTINUE && encoder.size() > 0);
        if (!served) {
            return failed(errors);
        }
        encoder.finish();
        return List.of();
    }

    /** Encodes. If the encoder throws, it is left empty: no metrics are better than half a family. */
    private static List<GatherError> encode(List<MetricFamily> families, NameFilter names, Encoder encoder) {
        encoder.reset();
        try {
            encoder.encodeAll(
                    names.selects() ? families.stream().filter(names::accepts).toList() : families);
            return encoder.errors();
        } catch (RuntimeException | Error e) {
            encoder.reset();
            return List.of(GatherError.of("encoder", e));
        }
    }

    /** The error log is a user's code: it may throw, and the scrape goes on. */
    private void report(GatherError error) {
        try {
            errorLog.accept(error);
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "error log threw while it was given: " + error.message(), e);
        }
    }

    private List<GatherError> failed(List<GatherError> errors) {
        if (handling != ErrorHandling.THROW) {
            return errors;
        }
        IllegalStateException failure = new IllegalStateException(
                "metrics cannot be served: " + messages(errors, "; "),
                errors.get(0).cause());
        for (GatherError error : errors.subList(1, errors.size())) {
            if (error.cause() != null) {
                failure.addSuppressed(error.cause());
            }
        }
        throw failure;
    }

    /** The messages of errors, without any stack trace. */
    static String messages(List<GatherError> errors, String separator) {
        return String.join(separator, errors.stream().map(GatherError::message).toList());
    }
}
