/**
 * The parts of {@code JvmCollector}: each class named {@code ...Collector} is one of them and reads one management
 * bean.
 *
 * <ul>
 *   <li>Memory: {@code MemoryCollector} and {@code MemoryPoolCollector}, which share {@code UsageFamilies};
 *       {@code BufferPoolCollector}; {@code NativeMemoryCollector}, which reads the JVM's report by
 *       {@code NativeMemoryTracking}.
 *   <li>Garbage collection: {@code GcCollector}; {@code GcPauseCollector} and {@code AllocationCollector}, which are
 *       {@code CollectionObserver}s, to whom a {@code CollectionListener} reports each run.
 *   <li>Threads: {@code ThreadCollector} and {@code VirtualThreadCollector}.
 *   <li>The rest: {@code ClassLoadingCollector}, {@code CompilationCollector} and {@code RuntimeInfoCollector}.
 * </ul>
 *
 * <p>Safepoints are missing: the JDK counts them in {@code sun.management.HotspotRuntimeMBean} and
 * {@code jdk.internal.perf} only, which cannot be reached without {@code --add-exports}, and no diagnostic command of
 * the management interface prints them. The pauses of garbage collections are the part of them that it reports.
 *
 * <p>{@code JdkManagement} says whether the types of the module {@code jdk.management} can be used. All collectors take
 * their bean as an argument for tests. All are safe to be used by several threads. What throws here is left out of the
 * scrape by the caller; a bean or report that the JVM lacks is null, and no other argument is.
 */
package dev.fennel.collectors.jvm;
