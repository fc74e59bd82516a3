/**
 * Where collectors are registered and their metrics gathered.
 *
 * <p>Instrumented code needs a {@link dev.fennel.registry.Registerer}, whatever exposes metrics needs a
 * {@link dev.fennel.registry.Gatherer}; a {@link dev.fennel.registry.Registry} is both, and
 * {@link dev.fennel.registry.Gatherers} makes one gatherer of several.
 * {@link dev.fennel.registry.Registerer#withLabels} and {@link dev.fennel.registry.Wrapped} add labels and prefixes to
 * what is registered. What the default registry starts with comes from the services
 * {@link dev.fennel.registry.DefaultCollectors}.
 *
 * <p>Inside, {@code RegisteredNames} holds the rules of registration, {@code TrustedFamilies} gathers the library's own
 * instruments, {@code CustomGather} all others, and {@code FamilyMerger} brings both together.
 *
 * <p>All public types are safe to be used by several threads; arguments are never null.
 */
package dev.fennel.registry;
