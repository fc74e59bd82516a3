/** Native buckets: their index, their counts, and their exemplars. */
package dev.fennel.internal.buckets;
