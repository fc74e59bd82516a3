/** The quantiles of a sliding window. */
package dev.fennel.internal.quantiles;
