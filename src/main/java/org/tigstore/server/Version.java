package org.tigstore.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Which tig this is. */
public final class Version {
  private static final String RESOURCE = "version.txt";

  private Version() {}

  /**
   * The project's version that the build put in, such as {@code 1.0.0}: the same on every server.
   *
   * @throws IOException if the application does not contain it, or its files cannot be read
   */
  public static String read() throws IOException {
    try (@Nullable InputStream resource = Version.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new FileNotFoundException("no " + RESOURCE + " beside " + Version.class.getName());
      }
      return new String(resource.readAllBytes(), UTF_8).strip();
    }
  }
}
