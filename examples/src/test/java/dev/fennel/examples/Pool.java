package dev.fennel.examples;

/** What the collector of the README reads: a stand-in for a user's own class. */
interface Pool {
    int idle();

    int busy();
}
