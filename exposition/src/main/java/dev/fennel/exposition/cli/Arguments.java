package dev.fennel.exposition.cli;

import dev.fennel.exposition.cli.CommandLine.CommandFailure;
import dev.fennel.exposition.internal.Visible;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The arguments behind a command: options, as {@code --to json} or {@code --to=json}, and operands in any order. */
final class Arguments {
    static final String HELP = "--help";

    private final Map<String, String> options = new HashMap<>();
    private final List<String> operands = new ArrayList<>();

    private Arguments() {}

    /**
     * Takes arguments apart. Behind {@code --} all are operands.
     *
     * @param known the names of options, each with whether it has a value
     */
    static Arguments parse(List<String> given, Map<String, Boolean> known) throws CommandFailure {
        Arguments arguments = new Arguments();
        int i = 0;
        while (i < given.size()) {
            String argument = given.get(i++);
            if (argument.equals("--")) {
                arguments.operands.addAll(given.subList(i, given.size()));
                break;
            }
            if (!argument.startsWith("-") || argument.equals("-")) {
                arguments.operands.add(argument);
                continue;
            }
            String[] nameAndValue = argument.split("=", 2);
            String name = nameAndValue[0].equals("-h") ? HELP : nameAndValue[0];
            Boolean hasValue = name.equals(HELP) ? Boolean.FALSE : known.get(name);
            if (hasValue == null) {
                Set<String> names = new TreeSet<>(known.keySet());
                names.add(HELP);
                throw new CommandFailure(
                        "unknown option \"" + Visible.of(name) + "\", expected one of " + String.join(", ", names));
            }
            boolean attached = nameAndValue.length == 2;
            if (attached && !hasValue) {
                throw new CommandFailure("option " + name + ": expected no value, got \"" + nameAndValue[1] + "\"");
            }
            if (hasValue && !attached && i == given.size()) {
                throw new CommandFailure("option " + name + ": expected a value behind it");
            }
            arguments.options.put(name, !hasValue ? "" : attached ? nameAndValue[1] : given.get(i++));
        }
        return arguments;
    }

    List<String> operands() {
        return operands;
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    String get(String option, String otherwise) {
        return options.getOrDefault(option, otherwise);
    }

    /** The value of an option that names one of some things; the first if the option is not there. */
    String choice(String option, String... choices) throws CommandFailure {
        String chosen = get(option, choices[0]);
        if (!List.of(choices).contains(chosen)) {
            throw new CommandFailure("option " + option + ": expected one of " + String.join(", ", choices) + ", got \""
                    + Visible.of(chosen) + "\"");
        }
        return chosen;
    }

    double number(String option, double otherwise) throws CommandFailure {
        String given = get(option, String.valueOf(otherwise));
        try {
            return Double.parseDouble(given);
        } catch (NumberFormatException e) {
            throw new CommandFailure("option " + option + ": expected a number, got \"" + Visible.of(given) + "\"", e);
        }
    }
}
