package org.tigstore.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;

/** Asks for the list of all blocks again and again, until closed. */
final class Lists implements Closeable {
  private final Tig tig;
  private final String key;
  private final List<Double> seconds = new ArrayList<>();
  private final Thread thread = new Thread(this::listUntilInterrupted, "lists");
  private IOException failure;

  Lists(Tig tig, String key) {
    this.tig = tig;
    this.key = key;
    thread.start();
  }

  private void listUntilInterrupted() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        long begin = System.nanoTime();
        list();
        seconds.add((System.nanoTime() - begin) / 1e9);
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void list() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) tig.address().resolve("/").toURL().openConnection();
    connection.setRequestProperty("X-API-Key", key);
    try (InputStream body = connection.getInputStream()) {
      body.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** How long the complete ones took, once closed. */
  List<Double> seconds() {
    return seconds;
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
