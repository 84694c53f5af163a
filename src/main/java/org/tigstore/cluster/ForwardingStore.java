package org.tigstore.cluster;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
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
  private final BlockAccess local;
  private final Elsewhere elsewhere;
  private @Nullable Looked looked;

  /** Who, if anybody, had a block when this request last looked for one, or why nobody knows. */
  private record Looked(
      BlockName name, Optional<Holder> holder, Optional<RefusedException> uncertainty) {}

  /** A change of a slot on this node. */
  @FunctionalInterface
  private interface ChangeHere {
    void run(BlockName name, Body body, Condition condition) throws IOException;
  }

  /** The same change, as a peer is asked for it. */
  @FunctionalInterface
  private interface ChangeThere {
    PeerRequest of(BlockName name, PeerRequestEntity body, Condition condition);
  }

  ForwardingStore(BlockAccess local, Elsewhere elsewhere) {
    this.local = local;
    this.elsewhere = elsewhere;
  }

  @Override
  public Optional<Block> read(BlockName name, Touch touch) throws IOException {
    if (touch == Touch.RESTART) {
      elsewhere.letGo(name);
    }
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
    Search search = elsewhere.search(name);
    PeerReading reading = elsewhere.reading(name, search);
    try {
      Optional<Block> block = reading.open(touch);
      if (block.isEmpty() && search.uncertainty().isPresent()) {
        throw search.uncertainty().get();
      }
      return block;
    } finally {
      looked = new Looked(name, reading.holder(), search.uncertainty());
    }
  }

  @Override
  public Optional<Block> readAgain(BlockName name) throws IOException {
    Optional<Block> here = local.readAgain(name);
    return here.isPresent() ? here : read(name, Touch.LEAVE);
  }

  private boolean isHere(BlockName name) throws IOException {
    elsewhere.letGo(name);
    try {
      Optional<Block> here = local.read(name, Touch.LEAVE);
      if (here.isPresent()) {
        here.get().close();
      }
      return here.isPresent();
    } catch (RefusedException e) {
      if (e.refusal() == Refusal.DAMAGED) {
        // It has been set aside, and may be made anew.
        return false;
      }
      throw e;
    }
  }

  /** Looks who has a block that this node has not. */
  private Looked look(BlockName name) throws IOException {
    Looked last = looked;
    if (last != null && last.name().equals(name)) {
      return last;
    }
    Search search = elsewhere.search(name);
    Looked found = new Looked(name, search.next(), search.uncertainty());
    looked = found;
    return found;
  }

  /**
   * The peer that has a slot which this node has not.
   *
   * @throws RefusedException {@link Refusal#UNDECIDED} if it may be one that does not answer: to
   *     change another copy would lose what that one has
   */
  private Optional<Peer> holder(BlockName name) throws IOException {
    Looked found = look(name);
    if (found.holder().isEmpty() && found.uncertainty().isPresent()) {
      throw found.uncertainty().get();
    }
    return found.holder().map(Holder::peer);
  }

  /**
   * As {@link #holder}, for a change that no sealed block allows.
   *
   * @throws RefusedException {@link Refusal#SEALED} too: the peer's answer would not tell that from
   *     {@link Refusal#TAKEN}
   */
  private Optional<Peer> holderOfSlot(BlockName name) throws IOException {
    if (look(name).holder().filter(found -> found.head().isOfSealed(name)).isPresent()) {
      throw new RefusedException(Refusal.SEALED, "a sealed block cannot be changed");
    }
    return holder(name);
  }

  @Override
  public long maxBlockSize() {
    return local.maxBlockSize();
  }

  @Override
  public Upload receive(Body body) throws IOException {
    return new ForwardedUpload(local.receive(body), this::placeToSeal, elsewhere.requests());
  }

  /** The peer to seal a block at; empty if that is this node. */
  private Optional<Peer> placeToSeal(BlockName name) throws IOException {
    if (isHere(name)) {
      return Optional.empty();
    }
    Optional<Peer> holder = look(name).holder().map(Holder::peer);
    return holder.isPresent() ? holder : elsewhere.newHome(name);
  }

  @Override
  public void write(BlockName name, Body body, Condition condition) throws IOException {
    change(name, body, condition, local::write, elsewhere.requests()::write);
  }

  @Override
  public void append(BlockName name, Body body, Condition condition) throws IOException {
    change(name, body, condition, local::append, elsewhere.requests()::append);
  }

  private void change(
      BlockName name, Body body, Condition condition, ChangeHere here, ChangeThere there)
      throws IOException {
    if (isHere(name)) {
      here.run(name, body, elsewhere.ifStillHere(condition));
      return;
    }
    Optional<Peer> holder = holderOfSlot(name);
    if (holder.isPresent()) {
      send(holder.get(), name, body, sent -> there.of(name, sent, condition));
      return;
    }
    Optional<Peer> home = elsewhere.newHome(name);
    if (home.isEmpty()
        || !isMadeAt(home.get(), name, body, sent -> there.of(name, sent, condition))) {
      here.run(name, body, condition);
    }
  }

  private void send(
      Peer peer, BlockName name, Body body, Function<PeerRequestEntity, PeerRequest> request)
      throws IOException {
    if (isSentAsItComes(body)) {
      peer.store(name, request.apply(PeerRequestEntity.of(body, maxBlockSize())));
      return;
    }
    try (Upload upload = local.receive(body)) {
      peer.store(name, request.apply(PeerRequestEntity.of(upload)));
    }
  }

  /**
   * Not every peer knows digests: a body of which one is announced is received whole before any of
   * it is sent.
   */
  private static boolean isSentAsItComes(Body body) {
    return body.digests().isEmpty();
  }

  /** Whether the peer has made a block that nobody had; if not, it has seen none of the body. */
  private boolean isMadeAt(
      Peer peer, BlockName name, Body body, Function<PeerRequestEntity, PeerRequest> request)
      throws IOException {
    if (!isSentAsItComes(body)) {
      return false;
    }
    PeerRequestEntity sent = PeerRequestEntity.of(body, maxBlockSize());
    try {
      peer.store(name, request.apply(sent));
      return true;
    } catch (RefusedException e) {
      boolean unable = e.refusal() == Refusal.CLOSED || e.refusal() == Refusal.PEER_FAILED;
      if (unable && !sent.isBegun()) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void delete(BlockName name, Condition condition) throws IOException {
    Optional<Peer> holder = isHere(name) ? Optional.empty() : holderOfSlot(name);
    if (holder.isEmpty()) {
      local.delete(name, condition);
    } else {
      holder.get().change(elsewhere.requests().delete(name, condition)).orRefusal().close();
    }
  }

  @Override
  public Optional<Block> take(BlockName name, Condition condition) throws IOException {
    Optional<Peer> holder = isHere(name) ? Optional.empty() : holder(name);
    if (holder.isEmpty()) {
      return local.take(name, condition);
    }
    PeerAnswer answer = holder.get().change(elsewhere.requests().take(name, condition));
    if (answer.status() == 404) {
      answer.close();
      return Optional.empty();
    }
    // It is nowhere else: there is nobody to ask for it again.
    PeerReading reading = elsewhere.reading(name, Search.none());
    return Optional.of(reading.begun(answer.orRefusal()));
  }
}
