package org.tigstore.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;
import org.tigstore.block.Content;
import org.tigstore.block.Refusal;
import org.tigstore.block.Sha256;
import org.tigstore.client.BlockAddress;
import org.tigstore.client.Contents;
import org.tigstore.client.TigServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads and changes slots: blocks whose names are the hashes of keys. */
@Command(
    name = "slot",
    description = "Reads and changes slots: get, put, append, take, delete.",
    subcommands = {
      SlotCommand.Get.class,
      SlotCommand.Put.class,
      SlotCommand.Append.class,
      SlotCommand.Take.class,
      SlotCommand.Delete.class
    })
final class SlotCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  private SlotCommand() {}

  /** What is done with a slot. */
  abstract static class Action extends TigCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "A hash, path or address.")
    String name = "";

    @Option(
        names = {"-k", "--key"},
        description = "NAME is a key instead, whose SHA-256 names the slot.")
    boolean isKey;

    @Override
    final int run(Output output) throws IOException {
      BlockAddress slot =
          isKey
              ? new BlockAddress(Optional.empty(), Sha256.nameOf(name.getBytes(UTF_8)), false)
              : block(name);
      try (TigServer on = server.open(slot, output)) {
        return act(on, slot.name(), output);
      }
    }

    abstract int act(TigServer on, BlockName slot, Output output) throws IOException;

    /** Reports that the slot has been changed. */
    static int changed(BlockName slot, Output output) throws IOException {
      output.result("/" + slot, Output.fields("path", "/" + slot));
      return DONE;
    }

    /** Reports that there is no such slot. */
    static int missing(BlockName slot, Output output) {
      output.fail("there is no slot /" + slot, 404);
      return FAILED;
    }

    /** The value that is given to the slot. */
    static Content value(String file) throws IOException {
      try (InputStream bytes = PutCommand.opened(file)) {
        return Contents.spooled(bytes, Long.MAX_VALUE);
      }
    }
  }

  /** What gives the value of a slot. */
  abstract static class Reading extends Action {
    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description = "The file to write (default: standard output).")
    @Nullable Path file;

    final int give(Optional<TigServer.Slot> found, BlockName slot, Output output)
        throws IOException {
      if (found.isEmpty()) {
        return missing(slot, output);
      }
      try (InputStream bytes = found.get().bytes()) {
        if (file == null) {
          bytes.transferTo(output.stream());
        } else {
          long size = write(bytes, file);
          output.result(
              file.toString(),
              Output.fields("path", "/" + slot, "file", file.toString(), "size", size));
        }
      }
      return DONE;
    }

    /** Replaces the file as a whole. */
    private static long write(InputStream bytes, Path target) throws IOException {
      Path directory = target.toAbsolutePath().normalize().getParent();
      Path partial = Files.createTempFile(directory, ".tig-", ".part");
      try (OutputStream copy = Files.newOutputStream(partial)) {
        bytes.transferTo(copy);
      } catch (IOException e) {
        Files.delete(partial);
        throw e;
      }
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      return Files.size(target);
    }
  }

  /** Prints the value. */
  @Command(name = "get", description = "Prints the value of a slot or channel.")
  static final class Get extends Reading {
    @Override
    int act(TigServer on, BlockName slot, Output output) throws IOException {
      return give(on.readSlot(slot), slot, output);
    }
  }

  /** Prints and removes the value. */
  @Command(
      name = "take",
      description = "Removes a slot and prints its value; only one of several takers gets it.",
      footer = {"", "Is never repeated: a value that is lost on its way is gone."})
  static final class Take extends Reading {
    @Override
    int act(TigServer on, BlockName slot, Output output) throws IOException {
      return give(on.take(slot), slot, output);
    }
  }

  /** What needs a value. */
  abstract static class Writing extends Action {
    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "FILE",
        description = "The file with the value; - or none: standard input.")
    String file = PutCommand.STANDARD;
  }

  /** Writes the value. */
  @Command(name = "put", description = "Writes the value of a slot.")
  static final class Put extends Writing {
    @Option(names = "--if-absent", description = "Fails if there is a value (409).")
    boolean ifAbsent;

    @Option(
        names = "--if-match",
        paramLabel = "HASH",
        description = "Fails if the current value has another SHA-256 (412).")
    @Nullable String expected;

    @Override
    int act(TigServer on, BlockName slot, Output output) throws IOException {
      Condition condition = condition();
      try (Content value = value(file)) {
        on.writeSlot(slot, value, condition);
      }
      return changed(slot, output);
    }

    private Condition condition() {
      if (expected == null) {
        return ifAbsent ? Condition.VACANT : Condition.NONE;
      }
      if (ifAbsent) {
        throw misuse("--if-absent and --if-match exclude each other");
      }
      return new Condition(
          Condition.Expectation.ONE_OF, Set.of(block(expected).name()), Refusal.CONDITION_FAILED);
    }
  }

  /** Appends to the value. */
  @Command(
      name = "append",
      description = "Appends to the value of a slot, in one piece.",
      footer = {"", "Is repeated only if it was certainly not done."})
  static final class Append extends Writing {
    @Override
    int act(TigServer on, BlockName slot, Output output) throws IOException {
      try (Content more = value(file)) {
        on.append(slot, more);
      }
      return changed(slot, output);
    }
  }

  /** Deletes the slot. */
  @Command(name = "delete", description = "Deletes a slot.")
  static final class Delete extends Action {
    @Override
    int act(TigServer on, BlockName slot, Output output) throws IOException {
      return on.delete(slot, Condition.NONE) ? changed(slot, output) : missing(slot, output);
    }
  }
}
