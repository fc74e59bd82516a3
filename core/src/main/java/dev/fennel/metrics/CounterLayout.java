package dev.fennel.metrics;

import dev.fennel.model.Desc;

/**
 * What all counters of a Vec share.
 *
 * @param desc describes them
 * @param sampler gives them exemplars, or null if that is up to the default
 */
record CounterLayout(Desc desc, ExemplarSampler sampler) {}
