/**
 * Where collectors are registered and their metrics gathered.
 *
 * <p>Instrumented code needs a {@link dev.fennel.registry.Registerer}, whatever exposes metrics needs a
 * {@link dev.fennel.registry.Gatherer}; a {@link dev.fennel.registry.Registry} is both.
 * {@link dev.fennel.registry.Registerer#withLabels} and {@link dev.fennel.registry.Wrapped} add labels and prefixes to
 * what is registered. {@link dev.fennel.registry.Gatherers} merges gatherers, adds labels to all that one gathers,
 * leaves some of it out, or lets gathers share one run. A {@link dev.fennel.registry.GatherResult} has the families,
 * and a {@link dev.fennel.registry.GatherError} for each collector or metric that is missing there; a gatherer of your
 * own may want to learn when it has been {@linkplain dev.fennel.registry.GatherResult#done read}.
 *
 * <p>All public types are safe to be used by several threads. Arguments and results are never null, unless said
 * otherwise. No lock is held while code of a collector, metric or gatherer runs, with one exception: the services of
 * {@link dev.fennel.registry.DefaultCollectors} register theirs while the class of the default registry is initialised,
 * and other threads that ask for it wait meanwhile.
 */
/*
 * Inside, in the order of reading:
 *
 * 1. Registration: RegisteredCollector lets a collector describe itself, as a DescSet, and finds out whether it needs
 *    checks. Likeness compares it with one that is registered already. RegisteredNames holds the rules of
 *    registration, and FamilyRules those that hold in gathers as well: what collectors of one name must agree in, and
 *    which names collide. Registrations is what is registered at one moment. DefaultRegistry makes the default
 *    registry, with the library's own collectors and those of DefaultCollectors.
 * 2. Gathering: TrustedFamilies takes the families of the library's own instruments. CustomGather asks all other
 *    collectors: a CollectorRun runs one of them, SideBySide has the CollectorThreads for that, HandedOut takes the
 *    metrics, and Collected is what was read of them, with Series.LabelCheck and MetricCapture to check them.
 *    FamilyMerger puts all together, in SeriesOrder and without DuplicateSeries, as a MergedRun. A MetricFault says why
 *    a metric is left out.
 * 3. Around them: MergedGatherer and CoalescedGatherer for gatherers, and MappedGatherer for those that make another
 *    family of each one, which are LabelledGatherer and FilteredGatherer; Wrapping, WrappedCollector and WrappedMetric
 *    for labels and prefixes.
 *
 * Up to the first scrape of a fresh JVM nearly all time goes into loading classes: 0.2 ms for each of this library,
 * more for a lambda. So on the way from the default registry to a text body there are no lambdas and streams, no enum
 * constants with bodies, and few switches over enums, which need a class too; a test counts the classes. Elsewhere
 * they are welcome. The management beans cost a third of the time, most of it for their factory. Since no pause of a
 * garbage collector may be missed, that is needed at registration already, so the beans are looked up there.
 */
package dev.fennel.registry;
