package dev.fennel.internal;

/**
 * Marks the metrics of the library's own: the value they write is always of their descriptor's type, and writing it
 * runs no code of a user's, so the registry can hand them out unread.
 */
public interface SelfConsistent {}
