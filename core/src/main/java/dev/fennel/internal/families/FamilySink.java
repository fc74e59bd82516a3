package dev.fennel.internal.families;

import dev.fennel.model.Collector;
import dev.fennel.model.Metric;

/**
 * Takes what the library's own collectors say of themselves besides their Descs: their families, if these need no
 * check, what they promise, and how they are laid out. Implemented by the consumer that a registry gives to
 * {@link Collector#describe} when it registers a collector, when it compares two of them, and when it asks whether a
 * metric is an instrument.
 *
 * <p>So instruments say that they are consistent where they describe themselves, to a consumer that understands it, and
 * their public types need no mark that users would see. A collector of a user's own may pass the consumer on to an
 * instrument that it is built of, without collecting what the instrument collects. So a sink listens only to the very
 * collector that is described.
 */
public interface FamilySink {
    /**
     * Offers a family. Together, the families that a collector offers are all of its metrics, and their Descs are all
     * that it describes.
     *
     * @param offering the collector whose family it is
     * @param source returns the family, for as long as the collector is registered
     */
    void offer(Collector offering, FamilySource source);

    /**
     * Offers an instrument that is all of its family.
     *
     * @param offering the instrument
     * @param <M> both of what it is
     */
    default <M extends Metric & Collector> void offer(M offering) {
        offer(offering, FamilySource.of(offering));
    }

    /**
     * Promises that a collector which offers no family runs no foreign code and always returns soon, so that a gather
     * can run it in its own thread.
     *
     * @param promising the collector
     */
    default void promiseToReturn(Collector promising) {
        // Of no use to a sink that gathers nothing.
    }

    /**
     * Promises that all metrics of a collector are of one family, whose name says more in a message than the
     * collector's class does.
     *
     * @param promising the collector
     */
    default void promiseOneFamily(Collector promising) {
        // As above.
    }

    /**
     * Whether this compares layouts. Only then is there one to be put into words.
     *
     * @return false unless it is overridden
     */
    default boolean comparesLayouts() {
        return false;
    }

    /**
     * Takes what a collector is made of besides its Descs, such as the bounds of its buckets: two of one class with
     * equal Descs and layouts can stand for each other.
     *
     * @param describing the collector
     * @param layout in words, the same words for the same layout and only for that
     */
    default void layout(Collector describing, String layout) {
        // As above.
    }
}
