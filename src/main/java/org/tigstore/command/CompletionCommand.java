package org.tigstore.command;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a script for shells. */
@Command(
    name = "completion",
    description = "Prints a script that completes commands and options in bash and zsh.",
    footer = {"", "In ~/.bashrc: source <(tig completion)"})
final class CompletionCommand implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandSpec all = Objects.requireNonNull(spec).root();
    System.out.print(AutoComplete.bash(all.name(), all.commandLine()));
    return System.out.checkError() ? TigCommand.FAILED : TigCommand.DONE;
  }
}
