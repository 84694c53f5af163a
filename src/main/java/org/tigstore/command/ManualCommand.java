package org.tigstore.command;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the manual page of all commands, in the language of man(7). */
@Command(
    name = "manual",
    description = "Prints the manual page for man.",
    footer = {"", "To install it: tig manual >/usr/local/share/man/man1/tig.1"})
final class ManualCommand implements Callable<Integer> {
  private static final String FRONT =
      """
      .TH TIG 1
      .SH NAME
      tig \\- store files and trees in a tig server
      .SH SYNOPSIS
      .B tig
      .I COMMAND
      .RI [ OPTIONS ]
      .SH DESCRIPTION
      Calls a server that addresses blocks by the SHA-256 of their bytes. Results go to standard
      output, everything else to standard error.
      .SH COMMANDS
      """;

  private static final String BACK =
      """
      .SH ENVIRONMENT
      .TP
      .B TIG_SERVER
      the server's address
      .TP
      .B TIG_APIKEY
      the API key
      .TP
      .B TIG_PASSWORD
      the password of the user that --user names
      .TP
      .BR http_proxy ", " https_proxy ", " all_proxy ", " no_proxy
      the proxy, as for curl
      .TP
      .BR NO_COLOR ", " TERM=dumb
      no progress is shown
      .SH EXIT STATUS
      .TP
      .B 0
      done
      .TP
      .B 1
      failed
      .TP
      .B 2
      the command line makes no sense
      .TP
      .B 3
      partly done: the messages name what is not
      """;

  private final StringBuilder page = new StringBuilder(FRONT);

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    for (CommandLine line : Objects.requireNonNull(spec).root().subcommands().values()) {
      describe(line.getCommandSpec());
    }
    System.out.print(page.append(BACK));
    return System.out.checkError() ? TigCommand.FAILED : TigCommand.DONE;
  }

  private void describe(CommandSpec command) {
    if (!command.subcommands().isEmpty()) {
      command.subcommands().values().forEach(line -> describe(line.getCommandSpec()));
      return;
    }
    page.append(".SS ").append(escaped(command.qualifiedName(" ")));
    for (PositionalParamSpec operand : command.positionalParameters()) {
      page.append(' ').append(escaped(operand.paramLabel()));
    }
    page.append('\n');
    text(command.usageMessage().description());
    text(command.usageMessage().footer());
    for (PositionalParamSpec operand : command.positionalParameters()) {
      entry(operand.paramLabel(), operand.description());
    }
    for (OptionSpec option : command.options()) {
      String names = String.join(", ", option.names());
      boolean flag = option.arity().max() == 0;
      entry(flag ? names : names + " " + option.paramLabel(), option.description());
    }
  }

  private void entry(String term, String... description) {
    page.append(".TP\n.B ").append(escaped(term)).append('\n');
    text(description);
  }

  private void text(String... sentences) {
    for (String sentence : List.of(sentences)) {
      page.append(sentence.isEmpty() ? ".PP" : escaped(sentence)).append('\n');
    }
  }

  /** Text in which nothing is a request. */
  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replaceAll("(?m)^([.'])", "\\\\&$1");
  }
}
