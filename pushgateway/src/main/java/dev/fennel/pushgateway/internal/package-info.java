/** What the packages of this module share and its users do not see: the mark of what may be null. */
package dev.fennel.pushgateway.internal;
