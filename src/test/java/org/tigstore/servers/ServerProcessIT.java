package org.tigstore.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tigstore.http.HttpTest;
import org.tigstore.http.VariesByServer;

/** What holds for the server's process, whichever server it is. */
@VariesByServer
class ServerProcessIT extends HttpTest {
  private static final String LISTENING = "0A";
  private static final long HEAP_BYTES = 256L * 1024 * 1024;

  @Test
  void listensOnTheLoopbackInterfaceOnly() throws IOException {
    List<String> addresses = listeningAddresses();
    assertThat(addresses).isNotEmpty();
    assertThat(addresses).allMatch(ServerProcessIT::isLoopback);
  }

  /** As in proc(5): hexadecimal, in the byte order of the machine. */
  private static boolean isLoopback(String address) {
    return address.matches("[0-9A-F]{6}7F:.*|0{24}01000000:.*|0{16}FFFF0000[0-9A-F]{6}7F:.*");
  }

  private static List<String> listeningAddresses() throws IOException {
    Set<String> own = new HashSet<>();
    for (ProcessHandle process : ServerContainer.running().javaProcesses()) {
      own.addAll(sockets(process.pid()));
    }
    try (Stream<String> ipv4 = Files.lines(Path.of("/proc/net/tcp"));
        Stream<String> ipv6 = Files.lines(Path.of("/proc/net/tcp6"))) {
      return Stream.concat(ipv4, ipv6)
          .map(line -> line.strip().split("\\s+"))
          .filter(fields -> fields[3].equals(LISTENING) && own.contains(fields[9]))
          .map(fields -> fields[1])
          .toList();
    }
  }

  /** The inodes of the sockets that this process has open. */
  private static Set<String> sockets(long pid) throws IOException {
    return ProcessFiles.of(pid).stream()
        .filter(target -> target.startsWith("socket:["))
        .map(target -> target.substring("socket:[".length(), target.length() - 1))
        .collect(Collectors.toSet());
  }

  @Test
  void heapIsLimited() throws IOException, InterruptedException {
    String flags = ServerContainer.running().ask("VM.flags");
    assertThat(flags).contains("-XX:MaxHeapSize=" + HEAP_BYTES + " ");
  }
}
