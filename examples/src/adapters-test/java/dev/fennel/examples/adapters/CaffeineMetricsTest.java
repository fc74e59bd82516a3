package dev.fennel.examples.adapters;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.fennel.registry.Registry;
import org.junit.jupiter.api.Test;

class CaffeineMetricsTest {
    private final Registry registry = Registry.pedantic();

    @Test
    void aCachesStatisticsAreRead() {
        LoadingCache<String, Integer> lengths = Caffeine.newBuilder()
                .maximumWeight(100)
                .weigher((String key, Integer length) -> length)
                .recordStats()
                .build(key -> {
                    if (key.isEmpty()) {
                        throw new IllegalArgumentException("empty");
                    }
                    return key.length();
                });
        CaffeineMetrics caches = new CaffeineMetrics();
        registry.register(caches);
        caches.add("lengths", lengths);
        lengths.get("fennel");
        lengths.get("fennel");
        assertThatThrownBy(() -> lengths.get("")).hasMessage("empty");

        assertThatMetrics(registry).contains("""
                caffeine_cache_requests_total{cache="lengths"} 3
                caffeine_cache_hit_total{cache="lengths"} 1
                caffeine_cache_miss_total{cache="lengths"} 2
                caffeine_cache_loads_total{cache="lengths"} 2
                caffeine_cache_load_failure_total{cache="lengths"} 1
                caffeine_cache_eviction_total{cache="lengths"} 0
                caffeine_cache_estimated_size{cache="lengths"} 1
                caffeine_cache_weighted_size{cache="lengths"} 6
                """);
        assertThatMetrics(registry)
                .named("caffeine_cache_load_duration_seconds")
                .hasObservationCount(2);
        assertThatMetrics(registry).hasNoLintProblems();
    }

    @Test
    void aCacheThatIsRemovedIsGone() {
        Cache<String, Integer> users = Caffeine.newBuilder().recordStats().build();
        CaffeineMetrics caches = new CaffeineMetrics();
        registry.register(caches);
        caches.add("users", users);
        assertThatMetrics(registry).withLabels("cache", "users").hasCount(8);
        assertThatThrownBy(() -> caches.add("users", users)).hasMessage("cache \"users\" is there already");

        caches.remove("users");
        assertThatMetrics(registry).isEmpty();
    }

    @Test
    void aCacheWithoutStatisticsIsRefused() {
        Cache<String, Integer> users = Caffeine.newBuilder().build();
        CaffeineMetrics caches = new CaffeineMetrics();
        assertThatThrownBy(() -> caches.add("users", users))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cache \"users\": expected one built with recordStats()");
    }
}
