package org.tigstore.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The path of a directory whose contents may have any names, but not the path itself. */
final class DirectoryPath implements ITypeConverter<Path> {
  /** What Java makes of bytes that are no text in the encoding of the locale. */
  private static final char REPLACEMENT = '\ufffd';

  @Override
  public Path convert(String text) {
    try {
      if (text.indexOf(REPLACEMENT) < 0) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      // The same reason, or a zero, which no shell can pass on.
    }
    throw new TypeConversionException(
        "\""
            + text
            + "\" is no path in this locale: set LC_ALL=C.UTF-8, or go there and use \".\"");
  }
}
