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
  static final String BURST = "burst of 1,000 × 4 KiB against 1,000 GET";
  private static final String MISSING = "/" + "0".repeat(64) + ".tig";
  private static final int PARTS = 1_000;

  private final Tig tig;
  private final Peers peers;
  private final Random random = new Random(1);
  private final List<Work> works = new ArrayList<>();

  private Works(Tig tig, Peers peers) {
    this.tig = tig;
    this.peers = peers;
  }

  /**
   * All works. Those that write come last, as they leave nothing that was stored for the others.
   */
  static List<Work> of(Tig tig, Peers peers) throws IOException, InterruptedException {
    Works works = new Works(tig, peers);
    for (Size size : Size.values()) {
      works.addReads(size);
    }
    works.addMiss();
    works.addBurst();
    works.works.addAll(new WritingWorks(tig, peers).all());
    return works.works;
  }

  private void addReads(Size size) throws IOException, InterruptedException {
    byte[] block = size.block(random);
    URI address = tig.store(block);
    Optional<URI> file = stored(peers.nginx(), block);
    Work get =
        new Work(
            "GET " + size,
            size.bytes(),
            WrkRequest.get(address),
            file.map(same -> new Work.Peer(peers.nginx().get(), WrkRequest.get(same), 1)));
    works.add(size == Size.LARGEST ? get.ofLargest() : get);
    works.add(
        new Work(
            "HEAD " + size,
            0,
            new HeadRequest(address),
            file.map(same -> new Work.Peer(peers.nginx().get(), new HeadRequest(same), 1))));
    if (size == Size.SMALL) {
      addSmallReads(address, block);
    }
  }

  private void addSmallReads(URI address, byte[] block) throws IOException, InterruptedException {
    Optional<URI> blob = stored(peers.registry(), block);
    works.add(
        new Work(
            "GET " + Size.SMALL,
            block.length,
            WrkRequest.get(address),
            blob.map(same -> new Work.Peer(peers.registry().get(), WrkRequest.get(same), 1))));
    if (peers.redis().isPresent()) {
      Redis redis = peers.redis().get();
      redis.set("block", block.length);
      Request get = new RedisRequest(redis, List.of("GET", "block"), false);
      works.add(
          new Work(
              "GET " + Size.SMALL,
              block.length,
              WrkRequest.get(address),
              Optional.of(new Work.Peer(redis, get, 1))));
    }
  }

  private static Optional<URI> stored(Optional<? extends HttpServer> server, byte[] block)
      throws IOException, InterruptedException {
    return server.isEmpty() ? Optional.empty() : Optional.of(server.get().store(block));
  }

  private void addMiss() {
    works.add(
        new Work(
            "GET of what is missing",
            0,
            new MissRequest(tig.address().resolve(MISSING)),
            peers
                .nginx()
                .map(
                    nginx ->
                        new Work.Peer(
                            nginx, new MissRequest(nginx.address().resolve(MISSING)), 1))));
  }

  private void addBurst() throws IOException, InterruptedException {
    StringBuilder index = new StringBuilder();
    for (int part = 0; part < PARTS; part++) {
      index.append(tig.store(Size.SMALL.block(random)).getPath()).append('\n');
    }
    URI single = tig.store(Size.SMALL.block(random));
    URI burst = URI.create(tig.store(index.toString().getBytes(US_ASCII)) + "?burst=1");
    works.add(
        new Work(
                BURST,
                PARTS * Size.SMALL.bytes(),
                WrkRequest.get(burst),
                Optional.of(new Work.Peer(tig, WrkRequest.get(single), PARTS)))
            .overOne());
  }
}
