package org.tigstore.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.tigstore.access.Network;

/**
 * A hosts file (hosts(5)), with all addresses of a name: DNS libraries give the first only.
 *
 * @param path the file, which need not exist
 */
record HostsFile(Path path) {
  /** That of the system. */
  static final HostsFile SYSTEM = new HostsFile(Path.of("/etc/hosts"));

  /** The addresses of this host, as the file has them now; empty if it has none. */
  List<InetAddress> addresses(String host) throws IOException {
    try (Stream<String> lines = Files.lines(path, ISO_8859_1)) {
      return lines
          .map(line -> line.replaceFirst("#.*", "").strip().split("\\s+"))
          .filter(words -> Stream.of(words).skip(1).anyMatch(host::equalsIgnoreCase))
          .flatMap(words -> Network.addressIn(words[0]).stream())
          .distinct()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
