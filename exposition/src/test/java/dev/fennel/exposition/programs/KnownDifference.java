package dev.fennel.exposition.programs;

import java.util.List;

/** Something that Fennel does in another way than the reference, on purpose. */
interface KnownDifference {
    /** Why, for a person. */
    String reason();

    /** The smallest program that shows it, and no other difference. */
    List<Statement> example();
}
