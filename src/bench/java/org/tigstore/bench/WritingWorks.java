package org.tigstore.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The works that write. What they leave is cleared after each turn. */
record WritingWorks(Tig tig, Peers peers) {
  private static final String SLOT = "/" + "0".repeat(63) + "1.tig";
  private static final int LINE_BYTES = 100;

  List<Work> all() {
    List<Work> works = new ArrayList<>();
    for (Bare bare : peers.bare()) {
      works.add(
          unique(Size.SMALL)
              .beside(bare, WrkRequest.unique(bare.address(), "/", Size.SMALL.bytes())));
    }
    works.addAll(comparable());
    return works;
  }

  private List<Work> comparable() {
    return List.of(
        unique(Size.SMALL),
        unique(Size.LARGE),
        largest(),
        overwrite(
            peers
                .nginx()
                .map(nginx -> new Work.Peer(nginx, put(nginx, "/slot", Size.SMALL.bytes()), 1))),
        overwrite(redis(List.of("SET", "slot", "x".repeat(Size.SMALL.bytes())))),
        setIfNot(redis(List.of("SETNX", "key:__rand_int__", "x".repeat(Size.SMALL.bytes())))),
        setIfNot(
            Optional.of(
                new Work.Peer(tig, WrkRequest.unique(tig.address(), "/", Size.SMALL.bytes()), 1))),
        append());
  }

  private Work unique(Size size) {
    return new Work(
        "PUT unique " + size,
        size.bytes(),
        WrkRequest.unique(tig.address(), "/", size.bytes()),
        peers
            .nginx()
            .map(
                nginx ->
                    new Work.Peer(
                        nginx, WrkRequest.unique(nginx.address(), "/#", size.bytes()), 1)));
  }

  /** Equal bytes, since making unique ones costs wrk too much; tig writes them anew every time. */
  private Work largest() {
    int bytes = Size.LARGEST.bytes();
    return new Work(
            "PUT " + Size.LARGEST,
            bytes,
            put(tig, "/", bytes),
            peers.nginx().map(nginx -> new Work.Peer(nginx, put(nginx, "/largest", bytes), 1)))
        .ofLargest();
  }

  private Work overwrite(Optional<Work.Peer> peer) {
    int bytes = Size.SMALL.bytes();
    return new Work("overwrite a slot of " + Size.SMALL, bytes, put(tig, SLOT, bytes), peer);
  }

  private Work setIfNot(Optional<Work.Peer> peer) {
    int bytes = Size.SMALL.bytes();
    return new Work(
        "setifnot " + Size.SMALL,
        bytes,
        WrkRequest.unique(tig.address(), "/#.tig?setifnot=1", bytes),
        peer);
  }

  private Work append() {
    return new Work(
        "append " + LINE_BYTES + " bytes",
        LINE_BYTES,
        WrkRequest.repeated("POST", tig.address().resolve(SLOT + "?append=1"), LINE_BYTES, true),
        redis(List.of("APPEND", "log", "x".repeat(LINE_BYTES))));
  }

  private static Request put(HttpServer server, String path, int bytes) {
    return WrkRequest.repeated("PUT", server.address().resolve(path), bytes, true);
  }

  private Optional<Work.Peer> redis(List<String> command) {
    return peers
        .redis()
        .map(redis -> new Work.Peer(redis, new RedisRequest(redis, command, true), 1));
  }
}
