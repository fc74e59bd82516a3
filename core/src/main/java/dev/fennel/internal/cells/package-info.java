/** The cells that observations are counted in. */
package dev.fennel.internal.cells;
