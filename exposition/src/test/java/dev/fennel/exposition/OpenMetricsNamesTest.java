package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.MetricType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenMetricsNamesTest {
    @ParameterizedTest
    @CsvSource({
        "COUNTER, jobs_total, jobs, counter, jobs_created",
        "COUNTER, jobs, jobs, unknown,",
        "COUNTER, _total, _total, unknown,",
        "COUNTER, jobs_total_total, jobs_total, counter, jobs_total_created",
        "GAUGE, jobs_total, jobs_total, gauge,",
        "GAUGE, jobs_info, jobs_info, gauge,",
        "UNTYPED, jobs_total, jobs_total, unknown,",
        "HISTOGRAM, latency, latency, histogram, latency_created",
        "SUMMARY, latency, latency, summary, latency_created",
        "INFO, build_info, build, info,",
        "INFO, build, build, gauge,", // of a gatherer that checks nothing
        "INFO, _info, _info, gauge,",
        "STATE_SET, phase, phase, stateset,"
    })
    void familyIsCalledWithoutTheSuffixOfItsType(
            MetricType type, String name, String metadata, String shown, String created) {
        for (EscapingScheme scheme : EscapingScheme.values()) {
            assertThat(new OpenMetricsNames(scheme).name(type, name))
                    .isEqualTo(new FamilyName(name, metadata, shown, created, false));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTER, ALLOW_UTF_8, my.jobs_total, my.jobs_total, my.jobs, counter",
        "COUNTER, UNDERSCORES, my.jobs_total, my_jobs_total, my_jobs, counter",
        "COUNTER, UNDERSCORES, my.jobs.total, my_jobs_total, my_jobs, counter",
        "COUNTER, DOTS, my.jobs_total, my_dot_jobs__total, my_dot_jobs_, counter",
        "COUNTER, DOTS, my.jobs.total, my_dot_jobs_dot_total, my_dot_jobs_dot, counter",
        "COUNTER, VALUES, my.jobs_total, U__my_2e_jobs__total, U__my_2e_jobs_, counter",
        "INFO, DOTS, my.build_info, my_dot_build__info, my_dot_build_, info",
        "INFO, UNDERSCORES, 1_info, __info, _, info",
        "STATE_SET, DOTS, my.phase, my_dot_phase, my_dot_phase, stateset",
        "STATE_SET, UNDERSCORES, my:phase, my:phase, my:phase, gauge", // its label cannot have the colon
        "STATE_SET, ALLOW_UTF_8, my:phase, my:phase, my:phase, stateset"
    })
    void suffixesAreThoseOfTheWrittenName(
            MetricType type, EscapingScheme scheme, String name, String samples, String metadata, String shown) {
        String created = type == MetricType.COUNTER ? metadata + "_created" : null;
        assertThat(new OpenMetricsNames(scheme).name(type, name))
                .isEqualTo(new FamilyName(samples, metadata, shown, created, !samples.equals(name)));
    }
}
