package org.tigstore.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.Bodies;

/** One of three nodes is killed under load: the others go on with what they have. */
@Timeout(120)
class KilledNodeIT {
  @TempDir Path directory;

  @Test
  void theOthersLoseNothingAndGoOn() throws Exception {
    try (Nodes nodes = new Nodes(directory, "--durability", "none")) {
      List<Nodes.Node> all = nodes.start(3);
      Nodes.Node killed = all.get(2);
      String lost = killed.http().seal("only the killed node has this");
      AtomicBoolean stop = new AtomicBoolean();
      ExecutorService writers = Executors.newFixedThreadPool(2);
      List<Future<Map<String, String>>> written = new ArrayList<>();
      for (Nodes.Node node : all.subList(0, 2)) {
        written.add(writers.submit(writing(node.http(), stop)));
      }
      Thread.sleep(1500);
      killed.process().close();
      Thread.sleep(3000);
      stop.set(true);

      for (int miss = 0; miss < 20; miss++) {
        String nobodys = "/" + Bodies.nameOf("nobody has this " + miss);
        assertThat(all.get(0).http().status(nobodys)).isEqualTo(404);
      }
      for (Future<Map<String, String>> one : written) {
        assertThat(one.get()).hasSizeGreaterThan(10);
        for (Map.Entry<String, String> block : one.get().entrySet()) {
          assertThat(all.get(0).http().read(block.getKey())).isEqualTo(block.getValue());
          assertThat(all.get(1).http().read(block.getKey())).isEqualTo(block.getValue());
        }
      }
      assertThat(all.get(0).http().status(lost)).isEqualTo(404);
      writers.shutdown();
    }
  }

  /** Seals blocks and writes slots; every answer is one of success or says what to wait for. */
  private static Callable<Map<String, String>> writing(Http node, AtomicBoolean stop) {
    return () -> {
      Map<String, String> written = new LinkedHashMap<>();
      for (int number = 0; !stop.get(); number++) {
        String text = node.address() + " wrote " + number;
        written.put(node.seal(text), text);
        String slot = "/" + Bodies.nameOf(node.address() + " has slot " + number % 20);
        if (isWritten(node.once().put(slot, text))) {
          written.put(slot, text);
        }
      }
      return written;
    };
  }

  private static boolean isWritten(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isIn(200, 503);
    return answer.statusCode() == 200;
  }
}
