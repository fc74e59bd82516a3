package dev.fennel.examples.adapters;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The caches of Caffeine: hits, misses, loads, evictions and sizes. To use it, copy this file, register one, and add
 * the caches, which must be built with {@code recordStats()}:
 *
 * <pre>{@code
 * CaffeineMetrics caches = new CaffeineMetrics();
 * registry.register(caches);
 * caches.add("users", users);
 * }</pre>
 *
 * <p>Names are client_java's, with the cache's name in the label {@code cache}. Caches are held until they are removed.
 */
public final class CaffeineMetrics implements Collector {
    private static final Desc REQUESTS = Desc.counter("caffeine_cache_requests_total", "Look-ups.", "cache");
    private static final Desc HITS = Desc.counter("caffeine_cache_hit_total", "Look-ups that found a value.", "cache");
    private static final Desc MISSES =
            Desc.counter("caffeine_cache_miss_total", "Look-ups that found no value.", "cache");
    private static final Desc EVICTIONS =
            Desc.counter("caffeine_cache_eviction_total", "Entries that were evicted.", "cache");
    private static final Desc LOADS = Desc.counter("caffeine_cache_loads_total", "Values that were loaded.", "cache");
    private static final Desc LOAD_FAILURES =
            Desc.counter("caffeine_cache_load_failure_total", "Loads that failed.", "cache");
    private static final Desc LOAD_DURATION = Desc.summary(
                    "caffeine_cache_load_duration_seconds", "Time to load a value.", "cache")
            .withUnit("seconds");
    private static final Desc SIZE = Desc.gauge("caffeine_cache_estimated_size", "Entries, approximately.", "cache");
    private static final Desc WEIGHTED_SIZE =
            Desc.gauge("caffeine_cache_weighted_size", "Weight of all entries, of caches that weigh them.", "cache");

    private final Map<String, Cache<?, ?>> caches = new ConcurrentHashMap<>();

    /**
     * Adds a cache, at any time and from any thread.
     *
     * @throws IllegalArgumentException if it records no statistics, or there is another cache of this name
     */
    public void add(String name, Cache<?, ?> cache) {
        if (!cache.policy().isRecordingStats()) {
            throw new IllegalArgumentException("cache \"" + name + "\": expected one built with recordStats()");
        }
        if (caches.putIfAbsent(name, cache) != null) {
            throw new IllegalArgumentException("cache \"" + name + "\" is there already");
        }
    }

    /** Removes a cache and its series; does nothing if there is none of this name. */
    public void remove(String name) {
        caches.remove(name);
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        out.accept(REQUESTS);
        out.accept(HITS);
        out.accept(MISSES);
        out.accept(EVICTIONS);
        out.accept(LOADS);
        out.accept(LOAD_FAILURES);
        out.accept(LOAD_DURATION);
        out.accept(SIZE);
        out.accept(WEIGHTED_SIZE);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        caches.forEach((name, cache) -> {
            CacheStats stats = cache.stats();
            out.accept(ConstMetric.of(REQUESTS, stats.requestCount(), name));
            out.accept(ConstMetric.of(HITS, stats.hitCount(), name));
            out.accept(ConstMetric.of(MISSES, stats.missCount(), name));
            out.accept(ConstMetric.of(EVICTIONS, stats.evictionCount(), name));
            out.accept(ConstMetric.of(LOADS, stats.loadCount(), name));
            out.accept(ConstMetric.of(LOAD_FAILURES, stats.loadFailureCount(), name));
            double loadSeconds = (double) stats.totalLoadTime() / TimeUnit.SECONDS.toNanos(1);
            out.accept(ConstMetric.summary(LOAD_DURATION, stats.loadCount(), loadSeconds, Map.of(), name));
            out.accept(ConstMetric.of(SIZE, cache.estimatedSize(), name));
            cache.policy().eviction().ifPresent(eviction -> eviction.weightedSize()
                    .ifPresent(weight -> out.accept(ConstMetric.of(WEIGHTED_SIZE, weight, name))));
        });
    }
}
