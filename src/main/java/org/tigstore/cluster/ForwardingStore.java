package org.tigstore.cluster;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Block;
import org.tigstore.block.BlockAccess;
import org.tigstore.block.BlockName;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Touch;
import org.tigstore.block.Upload;

/**
 * A store whose blocks may lie on any node: on this one first, else on the first peer that says it
 * has them; what nobody has is made here. For one request, and one thread.
 */
final class ForwardingStore implements BlockAccess {
  private static final System.Logger LOG = System.getLogger(ForwardingStore.class.getName());

  private final BlockAccess local;
  private final Cluster cluster;
  private final PeerRequests requests;
  private @Nullable Looked looked;

  /** Who, if anybody, had a block when this request last looked for one. */
  private record Looked(BlockName name, Optional<Holder> holder) {}

  ForwardingStore(BlockAccess local, Cluster cluster, PeerRequests requests) {
    this.local = local;
    this.cluster = cluster;
    this.requests = requests;
  }

  @Override
  public Optional<Block> read(BlockName name, Touch touch) throws IOException {
    Optional<Block> here = readHere(name, touch);
    return here.isPresent() ? here : readThere(name, touch);
  }

  /** A damaged block has been set aside: a peer may have it whole. */
  private Optional<Block> readHere(BlockName name, Touch touch) throws IOException {
    try {
      return local.read(name, touch);
    } catch (RefusedException e) {
      if (e.refusal() != Refusal.DAMAGED) {
        throw e;
      }
      Optional<Block> there = readThere(name, touch);
      if (there.isEmpty()) {
        throw e;
      }
      return there;
    }
  }

  private Optional<Block> readThere(BlockName name, Touch touch) throws IOException {
    PeerReading reading = cluster.reading(name, requests, local);
    Optional<Block> block = reading.open(touch);
    looked = new Looked(name, reading.holder());
    return block;
  }

  @Override
  public Optional<Block> readAgain(BlockName name) throws IOException {
    Optional<Block> here = local.readAgain(name);
    return here.isPresent() ? here : read(name, Touch.LEAVE);
  }

  /** The peer to hand a change of this block on to; empty if it is this node's affair. */
  private Optional<Holder> holder(BlockName name) throws IOException {
    if (isHere(name)) {
      return Optional.empty();
    }
    if (looked == null || !looked.name().equals(name)) {
      looked = new Looked(name, cluster.search(requests.has(name)).next());
    }
    return looked.holder();
  }

  private boolean isHere(BlockName name) throws IOException {
    Optional<Block> here = local.read(name, Touch.LEAVE);
    if (here.isPresent()) {
      here.get().close();
    }
    return here.isPresent();
  }

  @Override
  public long maxBlockSize() {
    return local.maxBlockSize();
  }

  @Override
  public Upload receive(Body body) throws IOException {
    return new ForwardedUpload(local.receive(body));
  }

  @Override
  public void write(BlockName name, Body body, Condition condition) throws IOException {
    Optional<Holder> holder = holder(name);
    if (holder.isEmpty()) {
      local.write(name, body, condition);
    } else {
      send(holder.get(), body, sent -> requests.write(name, sent, condition));
    }
  }

  @Override
  public void append(BlockName name, Body body, Condition condition) throws IOException {
    Optional<Holder> holder = holder(name);
    if (holder.isEmpty()) {
      local.append(name, body, condition);
    } else {
      send(holder.get(), body, sent -> requests.append(name, sent, condition));
    }
  }

  @FunctionalInterface
  private interface Sending {
    PeerRequest of(SentBody body);
  }

  private void send(Holder holder, Body body, Sending request) throws IOException {
    if (body.digests().isEmpty()) {
      SentBody sent = SentBody.of(body, maxBlockSize());
      changed(holder, request.of(sent)).close();
    } else {
      // Not every peer knows digests: what does not match is not sent.
      try (Upload upload = local.receive(body)) {
        changed(holder, request.of(SentBody.of(upload))).close();
      }
    }
  }

  /** The answer to a change that has happened. */
  private static PeerAnswer changed(Holder holder, PeerRequest request) throws IOException {
    PeerAnswer answer = asked(holder, request);
    if (answer.status() == 200) {
      return answer;
    }
    try (answer) {
      throw PeerRefusals.of(answer);
    }
  }

  private static PeerAnswer asked(Holder holder, PeerRequest request) throws IOException {
    try {
      return holder.peer().ask(request);
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      throw new RefusedException(
          Refusal.PEER_FAILED, "the node that has the block did not say whether it did it", e);
    }
  }

  @Override
  public void delete(BlockName name, Condition condition) throws IOException {
    Optional<Holder> holder = holder(name);
    if (holder.isEmpty()) {
      local.delete(name, condition);
    } else {
      changed(holder.get(), requests.delete(name, condition)).close();
    }
  }

  @Override
  public Optional<Block> take(BlockName name, Condition condition) throws IOException {
    Optional<Holder> holder = holder(name);
    if (holder.isEmpty()) {
      return local.take(name, condition);
    }
    PeerAnswer answer = asked(holder.get(), requests.take(name, condition));
    if (answer.status() == 404) {
      answer.close();
      return Optional.empty();
    }
    return Optional.of(taken(name, answer));
  }

  private Block taken(BlockName name, PeerAnswer answer) throws IOException {
    if (answer.status() == 200) {
      return cluster.taken(name, requests, local).begun(answer, Touch.RESTART);
    }
    try (answer) {
      throw PeerRefusals.of(answer);
    }
  }

  /** A body that was received here, and is sealed where it is already. */
  private final class ForwardedUpload implements Upload {
    private final Upload upload;

    ForwardedUpload(Upload upload) {
      this.upload = upload;
    }

    @Override
    public BlockName contentName() {
      return upload.contentName();
    }

    @Override
    public long length() {
      return upload.length();
    }

    @Override
    public InputStream bytes(long offset, long length) throws IOException {
      return upload.bytes(offset, length);
    }

    @Override
    public void seal() throws IOException {
      Optional<Holder> holder = holder(contentName());
      if (holder.isEmpty() || !isSealedBy(holder.get())) {
        upload.seal();
      }
    }

    /** Sealing is safe to try again: what a peer does not do is done here. */
    private boolean isSealedBy(Holder holder) throws IOException {
      try {
        changed(holder, requests.seal(SentBody.of(upload))).close();
        return true;
      } catch (RefusedException e) {
        LOG.log(WARNING, "a block is sealed here, as peer {0} does not: {1}", holder.peer(), e);
        return false;
      }
    }

    @Override
    public void close() throws IOException {
      upload.close();
    }
  }
}
