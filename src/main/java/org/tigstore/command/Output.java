package org.tigstore.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a command prints: results on standard output, everything else on standard error. Safe for
 * any number of threads, but for the stream.
 */
final class Output {
  private final String command;
  private final boolean json;
  private final boolean quiet;
  private final boolean drawing;
  private final OutputStream results =
      new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));

  private Progress progress = new Progress(false, "", 0);

  /**
   * For one command.
   *
   * @param command its name, for messages
   * @param json whether results are JSON
   * @param quiet whether notices are left out
   */
  Output(String command, boolean json, boolean quiet) {
    this.command = command;
    this.json = json;
    this.quiet = quiet;
    this.drawing = !quiet && Progress.isPossible();
  }

  /** The fields of a result: names and values, in turn. */
  static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return fields;
  }

  /**
   * Shows how far the work is that begins now, if there is a terminal.
   *
   * @param what is done, in a word or two
   * @param total how many bytes; negative if that is not known
   */
  synchronized Progress progress(String what, long total) {
    progress = new Progress(drawing, what, total);
    return progress;
  }

  /**
   * Prints a result in a line.
   *
   * @param text for people and shells
   * @param fields for programs: texts, numbers, truth values, or collections of these
   * @throws IOException if standard output cannot be written
   */
  synchronized void result(String text, Map<String, ?> fields) throws IOException {
    progress.erase();
    line(text, fields);
    results.flush();
  }

  /** As {@link #result}, for one of many, which may wait for the others. */
  synchronized void line(String text, Map<String, ?> fields) throws IOException {
    results.write(((json ? json(fields) : text) + "\n").getBytes(UTF_8));
  }

  /** Standard output, for contents of blocks. */
  OutputStream stream() {
    return results;
  }

  boolean isJson() {
    return json;
  }

  boolean isQuiet() {
    return quiet;
  }

  /** Tells the user something that is no result, unless the user wants quiet. */
  void note(String sentence) {
    if (!quiet) {
      warn(sentence);
    }
  }

  /** Tells the user what went wrong. */
  synchronized void warn(String sentence) {
    progress.erase();
    System.err.println(command + ": " + sentence);
  }

  /** Tells the user why the command failed. */
  synchronized void fail(String sentence, int status) {
    progress.erase();
    String line = command + ": " + sentence;
    System.err.println(json ? json(fields("error", line, "status", status)) : line);
  }

  void flush() throws IOException {
    results.flush();
  }

  private static String json(Object value) {
    if (value instanceof Map<?, ?> fields) {
      return fields.entrySet().stream()
          .map(field -> quoted(field.getKey().toString()) + ":" + json(field.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Collection<?> several) {
      return several.stream().map(Output::json).collect(Collectors.joining(",", "[", "]"));
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : quoted(value.toString());
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character < ' ' || Character.isSurrogate(character)) {
        quoted.append(String.format("\\u%04x", (int) character));
      } else {
        quoted.append(character == '"' || character == '\\' ? "\\" : "").append(character);
      }
    }
    return quoted.append('"').toString();
  }
}
