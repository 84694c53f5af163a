package org.tigstore.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What is measured. */
final class Works {
  private static final int SMALL = 4 * 1024;
  private static final int PARTS = 1_000;
  private static final String SLOT = "/" + "0".repeat(63) + "1.tig";
  private static final List<Integer> SIZES =
      List.of(SMALL, 64 * 1024, 1024 * 1024, 120 * 1024 * 1024);

  private final Tig tig;
  private final Peers peers;
  private final Random random = new Random(1);
  private final List<Work> works = new ArrayList<>();

  private Works(Tig tig, Peers peers) {
    this.tig = tig;
    this.peers = peers;
  }

  static List<Work> of(Tig tig, Peers peers) throws IOException, InterruptedException {
    Works works = new Works(tig, peers);
    works.addReads();
    works.addBurst();
    works.addWrites();
    return works.works;
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private void addReads() throws IOException, InterruptedException {
    for (int size : SIZES) {
      byte[] block = bytes(size);
      URI address = tig.store(block);
      Optional<URI> file = stored(peers.nginx(), block);
      add("GET " + size(size), get(address), peers.nginx(), file.map(Works::get));
      add(
          "HEAD " + size(size),
          Work.Request.repeated("HEAD", address, 0),
          peers.nginx(),
          file.map(one -> Work.Request.repeated("HEAD", one, 0)));
      if (size == SMALL) {
        add(
            "GET " + size(size),
            get(address),
            peers.registry(),
            stored(peers.registry(), block).map(Works::get));
      }
    }
  }

  private static Optional<URI> stored(Optional<Server> server, byte[] block)
      throws IOException, InterruptedException {
    return server.isEmpty() ? Optional.empty() : Optional.of(server.get().store(block));
  }

  private static Work.Request get(URI address) {
    return Work.Request.repeated("GET", address, 0);
  }

  private void addBurst() throws IOException, InterruptedException {
    StringBuilder index = new StringBuilder();
    for (int part = 0; part < PARTS; part++) {
      index.append(tig.store(bytes(SMALL)).getPath()).append('\n');
    }
    URI single = tig.store(bytes(SMALL));
    URI burst = URI.create(tig.store(index.toString().getBytes(US_ASCII)) + "?burst=1");
    works.add(
        Work.beside("burst of 1,000 × 4 KiB against 1,000 GET", get(burst), tig, get(single))
            .worth(PARTS));
  }

  private void addWrites() {
    for (int size : List.of(SMALL, 1024 * 1024)) {
      add(
          "PUT unique " + size(size),
          Work.Request.unique(tig.address(), "/", size),
          peers.nginx(),
          peers.nginx().map(nginx -> Work.Request.unique(nginx.address(), "/#", size)));
    }
    int largest = SIZES.get(SIZES.size() - 1);
    overwrite("PUT " + size(largest), "/", "/largest", largest);
    overwrite("overwrite a slot of 4 KiB", SLOT, "/slot", SMALL);
    works.add(
        Work.alone(
            "setifnot 4 KiB", Work.Request.unique(tig.address(), "/#.tig?setifnot=1", SMALL)));
    works.add(
        Work.alone(
            "append 100 bytes",
            Work.Request.repeated(
                "POST", tig.address().resolve(SLOT.replace('1', '2') + "?append=1"), 100)));
  }

  private void overwrite(String name, String path, String file, int size) {
    add(
        name,
        Work.Request.repeated("PUT", tig.address().resolve(path), size),
        peers.nginx(),
        peers
            .nginx()
            .map(nginx -> Work.Request.repeated("PUT", nginx.address().resolve(file), size)));
  }

  private void add(
      String name, Work.Request request, Optional<Server> peer, Optional<Work.Request> same) {
    works.add(new Work(name, request, peer, same, 1));
  }

  private static String size(int bytes) {
    return bytes < 1024 * 1024 ? bytes / 1024 + " KiB" : bytes / 1024 / 1024 + " MiB";
  }
}
