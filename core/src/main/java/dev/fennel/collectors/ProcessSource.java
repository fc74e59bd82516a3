package dev.fennel.collectors;

import java.util.function.ObjDoubleConsumer;

/** A place where the numbers about this process are read. */
@FunctionalInterface
interface ProcessSource {
    /**
     * Reads the numbers afresh.
     *
     * @param out takes each number, in any order; one that is unknown may be left out, or be NaN or negative
     */
    void read(ObjDoubleConsumer<ProcessFamily> out);
}
