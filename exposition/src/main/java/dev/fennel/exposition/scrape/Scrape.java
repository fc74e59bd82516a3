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

/** Gathers and encodes, and decides what becomes of the errors. */
final class Scrape {
    private static final Logger LOGGER = System.getLogger("dev.fennel.exposition");

    private final Gatherer gatherer;
    private final ErrorHandling handling;
    private final Consumer<? super GatherError> errorLog;
    private final HandlerMetrics metrics;

    Scrape(Gatherer gatherer, ErrorHandling handling, Consumer<? super GatherError> errorLog, HandlerMetrics metrics) {
        this.gatherer = gatherer;
        this.handling = handling;
        this.errorLog = errorLog;
        this.metrics = metrics;
    }

    /** Where errors go unless told otherwise. */
    static void logError(GatherError error) {
        LOGGER.log(Level.WARNING, "while serving metrics: " + error.message(), error.cause());
    }

    /** A gatherer must not throw; one of a user's that does gets the same treatment as one that reports an error. */
    GatherResult gather() {
        try {
            return Objects.requireNonNull(gatherer.gather(), "gatherer returned null");
        } catch (Throwable e) { // also what is not declared, and linkage errors of the code behind the gatherer
            return new GatherResult(List.of(), List.of(GatherError.of("gatherer", e)));
        }
    }

    /**
     * Fills the encoder with a whole body.
     *
     * @param gathered what {@link #gather} returned
     * @param names the families to encode
     * @param encoder used or new
     * @return empty if the body can be served, else the errors because of which it can't
     * @throws IllegalStateException instead, if that is how errors are handled
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
        boolean served = errors.isEmpty() || handling == ErrorHandling.CONTINUE && encoder.size() > 0;
        if (!served) {
            return failed(errors);
        }
        encoder.finish();
        return List.of();
    }

    /** Leaves the encoder empty if it throws, as half a family is worse than none. */
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

    /** The hook is a user's code: it may fail, and the scrape goes on. */
    private void report(GatherError error) {
        try {
            errorLog.accept(error);
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "error log threw while it was told: " + error.message(), e);
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

    /** What went wrong, for a person, without any stack trace. */
    static String messages(List<GatherError> errors, String separator) {
        return String.join(separator, errors.stream().map(GatherError::message).toList());
    }
}
