package org.tigstore.datadirectory;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tigstore.http.ApiKeyFile;
import org.tigstore.http.HttpTest;
import org.tigstore.http.RandomRequests;
import org.tigstore.http.VariesByServer;

/** Requests at random, of which {@link RandomRequests} says more, touch only files of blocks. */
@VariesByServer
class FuzzedFilesIT extends HttpTest {
  private final StoredFiles files = new StoredFiles();
  private RandomRequests requests;

  @BeforeEach
  void storeWhatIsAskedFor() throws IOException {
    DataFiles.deleteBlocks();
    requests = new RandomRequests(this, 0);
    files.remember();
  }

  @AfterEach
  void forget() throws IOException {
    DataFiles.deleteBlocks();
    files.forget();
  }

  @Test
  void requestsAtRandomHarmNoFileOutside() throws Exception {
    requests.send();
    DataFiles.awaitNoUploads();
    files.checkAll();
  }

  @Test
  void requestsAtRandomChangeNoFileWithoutTheKey() throws Exception {
    ApiKeyFile.set("Fuzz-Key-7");
    files.remember();
    requests.send();
    DataFiles.awaitNoUploads();
    files.checkAll();
    files.checkUnchanged();
  }
}
