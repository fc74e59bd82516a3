package dev.fennel.metrics;

import dev.fennel.model.Desc;

/** What all summaries of a Vec share. */
record SummaryLayout(Desc desc) {}
