package org.tigstore.block;

import java.io.IOException;

/** An action without a result that can throw {@link IOException}. */
@FunctionalInterface
public interface IoRunnable {
  void run() throws IOException;
}
