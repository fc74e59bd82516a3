package dev.fennel.exposition.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Runs one command with given streams, and returns its exit status. */
public final class CommandLine {
    /** All is well. */
    static final int FINE = 0;

    /** There are problems, or differences. */
    static final int FINDINGS = 1;

    /** The call is wrong, or something cannot be read or written. */
    static final int UNUSABLE = 2;

    private CommandLine() {}

    /**
     * Runs a command. Never throws because of what its arguments or streams are.
     *
     * @param arguments the command and its arguments
     * @param in what {@code -} stands for
     * @param out takes the result, all at once; a reader that has gone is none of the command's business
     * @param err takes a line for each thing that went wrong
     * @return 0 if all is well, 1 if there are findings, 2 if the call is wrong or something cannot be read
     */
    public static int run(List<String> arguments, InputStream in, OutputStream out, PrintStream err) {
        try {
            Outcome outcome = outcome(arguments, new Sources(in, err));
            return write(outcome.text(), out, err) ? outcome.status() : UNUSABLE;
        } catch (CommandFailure e) {
            err.println("fennel: " + e.getMessage());
            return UNUSABLE;
        }
    }

    private static Outcome outcome(List<String> arguments, Sources sources) throws CommandFailure {
        if (arguments.isEmpty()) {
            throw new CommandFailure("expected a command\n" + Command.usage());
        }
        String first = arguments.get(0);
        if (List.of("--help", "-h", "help").contains(first)) {
            return new Outcome(FINE, Command.usage());
        }
        if (first.equals("--version")) {
            String version = CommandLine.class.getPackage().getImplementationVersion();
            return new Outcome(FINE, "fennel " + (version == null ? "of an unknown version" : version) + "\n");
        }
        Command command = Command.of(first);
        Arguments rest = Arguments.parse(arguments.subList(1, arguments.size()), command.options());
        if (rest.has(Arguments.HELP)) {
            return new Outcome(FINE, command.help());
        }
        if (rest.operands().size() != command.operands()) {
            throw new CommandFailure("expected " + command.synopsis() + ", got "
                    + rest.operands().size() + " arguments; \"" + first + " --help\" says more");
        }
        Outcome outcome = command.run(rest, sources);
        return sources.areComplete() || command == Command.LINT ? outcome : new Outcome(UNUSABLE, outcome.text());
    }

    /** Returns whether the text was written, or its reader wants no more of it, as {@code head} does. */
    private static boolean write(String text, OutputStream out, PrintStream err) {
        try {
            out.write(text.getBytes(UTF_8));
            out.flush();
            return true;
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.toLowerCase(Locale.ROOT).contains("pipe")) {
                return true;
            }
            err.println("fennel: cannot write: " + reason);
            return false;
        }
    }

    /**
     * What a command prints, and how it ends.
     *
     * @param status the exit status
     * @param text the text, perhaps empty
     */
    record Outcome(int status, String text) {}

    /** Why a command cannot do its work; the message is for its user. */
    static final class CommandFailure extends Exception {
        private static final long serialVersionUID = 1L;

        CommandFailure(String message) {
            super(message);
        }

        CommandFailure(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
