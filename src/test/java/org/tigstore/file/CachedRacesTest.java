package org.tigstore.file;

import java.time.Duration;

/** Many threads at one name whose block is read from memory wherever that can be. */
class CachedRacesTest extends RacesTest {
  @Override
  FileStoreSettings settings() {
    return FileStores.settings(directory, Duration.ofMinutes(1));
  }
}
