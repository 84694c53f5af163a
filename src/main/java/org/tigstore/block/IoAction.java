package org.tigstore.block;

import java.io.Closeable;
import java.io.IOException;

/** An action with a result that can throw {@link IOException}. */
@FunctionalInterface
public interface IoAction<T> {
  T run() throws IOException;

  /** Runs the action and closes the resource if the action fails. */
  static <T> T closingOnFailure(Closeable resource, IoAction<T> action) throws IOException {
    try {
      return action.run();
    } catch (Throwable e) {
      try {
        resource.close();
      } catch (IOException | RuntimeException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }
}
