package dev.fennel.exposition.programs;

/** The versions of client_golang that programs are run with. Where the two differ, the newest is right. */
enum Age {
    /**
     * The system's: version 1.14 on Debian 12. It knows legacy names only, and neither units nor created timestamps nor
     * const native histograms; and it keeps no exemplars for native buckets.
     */
    SYSTEM,

    /** The newest that {@code .ci/newest} unpacks: version 1.23 or later, which knows all of this. */
    NEWEST
}
