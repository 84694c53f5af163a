package org.tigstore.command;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The commands of the command line. Only the one that is asked for is loaded. */
public final class Commands {
  /** How people call the program. */
  private static final String PROGRAM = "tig";

  private static final String HELP = "help";

  /** In the order in which the help shows them. */
  private static final List<String> NAMES =
      List.of(
          ("put get cat list slot commit checkout diff verify keep backup restore split stripe join"
                  + " completion manual")
              .split(" ", -1));

  /** Those that read the descriptions of the others. */
  private static final Set<String> ABOUT_ALL = Set.of("completion", "manual");

  private Commands() {}

  private static Class<?> type(String name) {
    return switch (name) {
      case "put" -> PutCommand.class;
      case "get" -> GetCommand.class;
      case "cat" -> CatCommand.class;
      case "list" -> ListCommand.class;
      case "slot" -> SlotCommand.class;
      case "verify" -> VerifyCommand.class;
      case "keep" -> KeepCommand.class;
      case "backup" -> BackupCommand.class;
      case "restore" -> RestoreCommand.class;
      case "split" -> SplitCommand.class;
      case "stripe" -> StripeCommand.class;
      case "join" -> JoinCommand.class;
      case "commit" -> CommitCommand.class;
      case "checkout" -> CheckoutCommand.class;
      case "diff" -> DiffCommand.class;
      case "completion" -> CompletionCommand.class;
      case "manual" -> ManualCommand.class;
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
    if (ABOUT_ALL.contains(arguments[0])) {
      return all().execute(arguments);
    }
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    if (!arguments[0].equals(HELP)) {
      return line(arguments[0]).execute(rest);
    }
    return rest.length == 0 ? listCommands() : describe(rest);
  }

  private static int describe(String... path) {
    if (!NAMES.contains(path[0])) {
      System.err.println(PROGRAM + " help: there is no command " + path[0]);
      return TigCommand.MISUSED;
    }
    CommandLine line = line(path[0]);
    for (int i = 1; i < path.length; i++) {
      line = line.getSubcommands().getOrDefault(path[i], line);
    }
    line.usage(System.out);
    return TigCommand.DONE;
  }

  private static int listCommands() {
    System.out.println("Usage: java -jar tig.war COMMAND [OPTIONS]");
    System.out.println();
    for (String name : NAMES) {
      Command described = type(name).getAnnotation(Command.class);
      System.out.printf("  %-11s%s%n", name, String.join(" ", described.description()));
    }
    System.out.println();
    System.out.println("help COMMAND describes a command, --help the options for serving.");
    return TigCommand.DONE;
  }

  /** All commands, below one that does nothing. */
  private static CommandLine all() {
    CommandLine all = new CommandLine(CommandSpec.create().name(PROGRAM));
    NAMES.forEach(name -> all.addSubcommand(name, type(name)));
    return all.setParameterExceptionHandler(Commands::misused);
  }

  private static CommandLine line(String name) {
    return new CommandLine(type(name))
        .setCommandName(PROGRAM + " " + name)
        .setParameterExceptionHandler(Commands::misused);
  }

  private static int misused(ParameterException e, String... arguments) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName(" ");
    System.err.println(name + ": " + e.getMessage() + "; --help shows what there is.");
    return TigCommand.MISUSED;
  }
}
