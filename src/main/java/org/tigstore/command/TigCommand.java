package org.tigstore.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tigstore.client.BlockAddress;
import org.tigstore.client.ServerException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that calls a server. */
abstract class TigCommand implements Callable<Integer> {
  /** The exit code if all was done. */
  static final int DONE = 0;

  /** If it was not done. */
  static final int FAILED = 1;

  /** If the command line makes no sense. */
  static final int MISUSED = 2;

  /** If only a part was done. */
  static final int PARTLY = 3;

  @Mixin final ServerOptions server = new ServerOptions();

  @Option(
      names = "--json",
      description = "Prints each result as a JSON object in a line of its own.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Prints neither progress nor notices.")
  boolean quiet;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  @Spec @Nullable CommandSpec spec;

  @Override
  public final Integer call() {
    Output output = new Output(spec().qualifiedName(" "), json, quiet);
    try {
      int code = run(output);
      output.flush();
      return code;
    } catch (IOException | UncheckedIOException e) {
      output.fail(sentence(e), e instanceof ServerException refused ? refused.status() : 0);
      return FAILED;
    }
  }

  /**
   * Does what was asked.
   *
   * @return the exit code
   * @throws IOException if it failed
   */
  abstract int run(Output output) throws IOException;

  private CommandSpec spec() {
    return Objects.requireNonNull(spec);
  }

  /** Ends the command because of what it was told. */
  final ParameterException misuse(String sentence) {
    return new ParameterException(spec().commandLine(), sentence);
  }

  /**
   * The block that an argument names.
   *
   * @throws ParameterException if it names none
   */
  final BlockAddress block(String argument) {
    try {
      return BlockAddress.parse(argument);
    } catch (IllegalArgumentException e) {
      throw misuse(String.valueOf(e.getMessage()));
    }
  }

  /** How many requests an option wants to be made at once. */
  final int threads(int wanted) {
    if (wanted < 1) {
      throw misuse("--parallel is " + wanted + ", but must be at least 1");
    }
    return wanted;
  }

  /** What went wrong, for people. */
  static String sentence(Throwable failure) {
    if (failure instanceof UncheckedIOException unchecked) {
      return sentence(Objects.requireNonNull(unchecked.getCause()));
    }
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof NoSuchFileException) {
      return message + ": no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return message + ": permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return message + ": is there already";
    }
    return failure instanceof FileSystemException || failure.getMessage() != null
        ? message
        : failure.getClass().getSimpleName();
  }
}
