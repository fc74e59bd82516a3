package dev.fennel.testing;

import java.util.List;

/**
 * One family as a format writes it, which is what is compared: two families are equal if nobody who reads the format
 * could tell them apart.
 *
 * @param name the name of the family
 * @param type what the format calls its type
 * @param help the help text, escaped as the format does
 * @param unit the unit, empty for none or where the format has none
 * @param series the series
 */
record WrittenFamily(String name, String type, String help, String unit, List<WrittenSeries> series) {}
