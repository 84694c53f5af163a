package org.tigstore.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How much memory many large uploads at once take in a small heap. */
final class ManyUploads {
  static final String NAME = "peak MiB, -Xmx64m, 64 parallel uploads of 128 MiB";
  private static final int UPLOADS = 64;
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int CHUNKS = 2 * 1024;

  private ManyUploads() {}

  /** The peak, in MiB. */
  static double peakMebibytes(Path directory) throws IOException, InterruptedException {
    try (Tig tig =
        new Tig(directory, List.of("-Xmx64m"), List.of("--durability=none", "--retention=PT1H"))) {
      List<Callable<Integer>> uploads = new ArrayList<>();
      for (int number = 0; number < UPLOADS; number++) {
        long content = number;
        uploads.add(() -> upload(tig.address().resolve("/"), content));
      }
      ExecutorService executor = Executors.newFixedThreadPool(UPLOADS);
      for (Future<Integer> upload : executor.invokeAll(uploads)) {
        check(upload);
      }
      executor.shutdown();
      return tig.processes().peakMemory() / 1024.0 / 1024;
    }
  }

  private static int upload(URI target, long content) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
    connection.setRequestMethod("PUT");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode((long) CHUNKS * CHUNK_BYTES);
    byte[] chunk = ByteBuffer.allocate(CHUNK_BYTES).putLong(content).array();
    try (OutputStream body = connection.getOutputStream()) {
      for (int number = 0; number < CHUNKS; number++) {
        body.write(chunk);
      }
    }
    return connection.getResponseCode();
  }

  private static void check(Future<Integer> upload) throws IOException, InterruptedException {
    try {
      if (upload.get() != HttpURLConnection.HTTP_OK) {
        throw new IOException("an upload was answered with " + upload.get());
      }
    } catch (ExecutionException e) {
      throw new IOException("an upload failed", e);
    }
  }
}
