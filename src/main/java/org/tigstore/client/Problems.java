package org.tigstore.client;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Tells people about the files that something could not be done for, and counts them. Thread-safe.
 */
final class Problems {
  private final Consumer<String> notices;
  private final AtomicLong count = new AtomicLong();

  /** Tells each in a line. */
  Problems(Consumer<String> notices) {
    this.notices = notices;
  }

  /** A problem with the file of this name, which is given as in a manifest. */
  void add(String name, String what) {
    count.incrementAndGet();
    notices.accept(FileNames.escaped(name) + ": " + what);
  }

  /** A file cannot be read or written. */
  void add(String name, IOException failure) {
    add(name, text(failure));
  }

  private static String text(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "is gone";
    }
    return String.valueOf(failure.getMessage());
  }

  long count() {
    return count.get();
  }
}
