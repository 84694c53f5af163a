package org.tigstore.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The servers to compare with: what is installed, and the least that a PUT takes on Jetty. */
record Peers(
    Optional<Nginx> nginx,
    Optional<DockerRegistry> registry,
    Optional<Redis> redis,
    List<Bare> bare)
    implements Closeable {
  /** Nobody. */
  static final Peers NONE =
      new Peers(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  private interface Starter<S> {
    S start(Path directory) throws IOException, InterruptedException;
  }

  static Peers start(Path directory) throws IOException, InterruptedException {
    return new Peers(
        started("nginx", Nginx::new, directory),
        started("docker-registry", DockerRegistry::new, directory),
        Command.exists("redis-benchmark")
            ? started("redis-server", Redis::new, directory)
            : missing("redis-benchmark"),
        List.of(Bare.servlet(directory), Bare.resource(directory)));
  }

  private static <S> Optional<S> started(String program, Starter<S> starter, Path directory)
      throws IOException, InterruptedException {
    return Command.exists(program) ? Optional.of(starter.start(directory)) : missing(program);
  }

  private static <S> Optional<S> missing(String program) {
    System.out.println("MISSING: " + program + " is not installed, nothing is compared with it");
    return Optional.empty();
  }

  @Override
  public void close() {
    nginx.ifPresent(ServerProcess::close);
    registry.ifPresent(ServerProcess::close);
    redis.ifPresent(ServerProcess::close);
    bare.forEach(ServerProcess::close);
  }
}
