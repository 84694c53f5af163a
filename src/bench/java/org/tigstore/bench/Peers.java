package org.tigstore.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The servers to compare with, as far as they are installed. */
record Peers(Optional<Server> nginx, Optional<Server> registry) implements Closeable {
  private interface Starter {
    Server start(Path directory) throws IOException, InterruptedException;
  }

  static Peers start(Path directory) throws IOException, InterruptedException {
    return new Peers(
        started("nginx", Nginx::new, directory),
        started("docker-registry", DockerRegistry::new, directory));
  }

  private static Optional<Server> started(String program, Starter starter, Path directory)
      throws IOException, InterruptedException {
    if (!Command.exists(program)) {
      System.out.println("MISSING: " + program + " is not installed, nothing is compared with it");
      return Optional.empty();
    }
    return Optional.of(starter.start(directory));
  }

  @Override
  public void close() throws IOException {
    if (nginx.isPresent()) {
      nginx.get().close();
    }
    if (registry.isPresent()) {
      registry.get().close();
    }
  }
}
