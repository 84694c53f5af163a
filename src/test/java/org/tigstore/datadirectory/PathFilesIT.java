package org.tigstore.datadirectory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tigstore.http.HttpTest;
import org.tigstore.http.RawConnection;
import org.tigstore.http.VariesByServer;

/**
 * Whatever path is written to, no file appears in the data directory or beside it but a block's.
 */
@VariesByServer
class PathFilesIT extends HttpTest {
  private RawConnection.Answer written(String method, String path, String body) throws IOException {
    try (RawConnection connection = connection()) {
      connection
          .head(method + " " + path, "Content-Length: " + body.length(), "Connection: close")
          .send(body);
      return connection.answer();
    }
  }

  @ParameterizedTest
  @MethodSource({
    "org.tigstore.http.OddPaths#ofNothing",
    "org.tigstore.http.OddPaths#thatNobodyShouldSend"
  })
  void writingToNothingMakesNoFile(String path) throws Exception {
    Set<Path> before = DataFiles.all();
    for (String method : new String[] {"PUT", "POST"}) {
      assertThat(written(method, path, "a body for " + path).status()).as(method).isEqualTo(400);
    }
    assertThat(before).containsAll(DataFiles.all());
    DataFiles.awaitNoUploads();
  }

  @ParameterizedTest
  @MethodSource("org.tigstore.http.OddPaths#thatLeadAround")
  void noWayLeadsOutOfTheDirectory(String way) throws Exception {
    String name = nameOf(unique()).toString();
    Set<Path> before = DataFiles.all();
    int status = written("PUT", way + name, "value").status();
    Set<Path> added = DataFiles.all();
    added.removeAll(before);
    if (status == 200) {
      assertThat(added).containsExactly(DataFiles.DIRECTORY.resolve(name).toAbsolutePath());
    } else {
      assertThat(added).isEmpty();
    }
    DataFiles.awaitNoUploads();
  }
}
