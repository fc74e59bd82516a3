/**
 * What the packages of this module share and its users do not see: text order and validity, and the two marks by which
 * the registry knows what it need not check again.
 *
 * <p>Nothing here depends on another package, except for {@link dev.fennel.internal.FamilySource}, whose subject is a
 * model type.
 */
package dev.fennel.internal;
