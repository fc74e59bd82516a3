/**
 * How the registry takes the families of the library's own instruments without collecting and checking them in each
 * gather: {@link dev.fennel.internal.families.FamilySource} is such a family, and
 * {@link dev.fennel.internal.families.FamilySink} is how an instrument offers it when it is registered, and how the
 * library's own collectors promise to return.
 *
 * <p>This depends on the model alone; registry and instruments depend on this. Sources are used by several threads at
 * once, a sink by the thread that registers. Nothing is null.
 */
package dev.fennel.internal.families;
