/**
 * Where collectors are registered and their metrics gathered.
 *
 * <p>Instrumented code needs a {@link dev.fennel.registry.Registerer}, whatever exposes metrics needs a {@link
 * dev.fennel.registry.Gatherer}; a {@link dev.fennel.registry.Registry} is both. All types are safe to be used by
 * several threads; arguments are never null.
 */
package dev.fennel.registry;
