package dev.fennel.registry;

import dev.fennel.model.Collector;

/** Thrown if an equal collector is registered already. It has the existing one, for code that can use that instead. */
public final class AlreadyRegisteredException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Collector existing;

    AlreadyRegisteredException(String message, Collector existing) {
        super(message);
        this.existing = existing;
    }

    /**
     * The collector that is registered: as it was given to a registerer, without what {@link Registerer#withLabels} or
     * {@link Registerer#withPrefix} adds to it.
     *
     * @return the existing collector; null only in a deserialised exception
     */
    public Collector existing() {
        return existing;
    }
}
