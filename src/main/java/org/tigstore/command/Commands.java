package org.tigstore.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The commands of the command line. Only the one that is asked for is loaded. */
public final class Commands {
  /** How people call the program. */
  static final String PROGRAM = "tig";

  private static final String HELP = "help";

  /** In the order in which the help shows them. */
  private static final List<String> NAMES =
      List.of("put", "commit", "checkout", "diff", "backup", "restore", "split", "stripe", "join");

  private Commands() {}

  private static Class<?> type(String name) {
    return switch (name) {
      case "put" -> PutCommand.class;
      case "backup" -> BackupCommand.class;
      case "restore" -> RestoreCommand.class;
      case "split" -> SplitCommand.class;
      case "stripe" -> StripeCommand.class;
      case "join" -> JoinCommand.class;
      case "commit" -> CommitCommand.class;
      case "checkout" -> CheckoutCommand.class;
      case "diff" -> DiffCommand.class;
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The names of all commands. */
  public static List<String> names() {
    return NAMES;
  }

  /** Whether these arguments begin with a command; if not, they are options for serving. */
  public static boolean named(String... arguments) {
    return arguments.length > 0 && (NAMES.contains(arguments[0]) || arguments[0].equals(HELP));
  }

  /**
   * Runs a command.
   *
   * @param arguments its name and what follows
   * @return the exit code: 0 done, 1 failed, 2 misused, 3 partly done
   */
  public static int run(String... arguments) {
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    if (!arguments[0].equals(HELP)) {
      return line(arguments[0]).execute(rest);
    }
    if (rest.length == 1 && NAMES.contains(rest[0])) {
      line(rest[0]).usage(System.out);
      return TigCommand.DONE;
    }
    boolean asked = rest.length == 0;
    listCommands(asked ? System.out : System.err);
    return asked ? TigCommand.DONE : TigCommand.MISUSED;
  }

  private static void listCommands(PrintStream target) {
    target.println("Usage: java -jar tig.war COMMAND [OPTIONS]");
    target.println();
    for (String name : NAMES) {
      Command described = type(name).getAnnotation(Command.class);
      target.printf("  %-11s%s%n", name, String.join(" ", described.description()));
    }
    target.println();
    target.println("help COMMAND describes a command, --help the options for serving.");
  }

  private static CommandLine line(String name) {
    CommandLine line = new CommandLine(type(name));
    line.setCommandName(PROGRAM + " " + name);
    return line.setParameterExceptionHandler(Commands::misused)
        .setExecutionExceptionHandler(Commands::failed);
  }

  private static int misused(ParameterException e, String... arguments) {
    String name = e.getCommandLine().getCommandName();
    System.err.println(name + ": " + e.getMessage() + "; --help shows what there is.");
    return TigCommand.MISUSED;
  }

  private static int failed(Exception e, CommandLine line, ParseResult parsed) throws Exception {
    if (!(e instanceof IOException || e instanceof UncheckedIOException)) {
      throw e;
    }
    System.err.println(line.getCommandName() + ": " + TigCommand.sentence(e));
    return TigCommand.FAILED;
  }
}
