package dev.fennel.exposition.programs;

/** The versions of client_golang that programs are run with. Where the two differ, the newer one is right. */
enum Age {
    /**
     * Version 1.14, of Debian 12. It knows legacy names only, and neither units nor created timestamps nor const native
     * histograms; and it keeps no exemplars for native buckets.
     */
    DEBIAN,

    /** Version 1.23 or later, which knows all of this. */
    NEWEST
}
