package org.tigstore.cluster;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Block;
import org.tigstore.block.BlockAccess;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockWriter;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Touch;
import org.tigstore.block.Upload;

/**
 * A store of the blocks on all nodes: a block is looked for on this node first, then on its peers,
 * of which the first to say that it has the block is used. A block that no node has is made on this
 * node. For one request, and one thread.
 */
final class ForwardingStore implements BlockAccess {
  private final BlockAccess local;
  private final PeerLookup lookup;
  private final PeerRequests requests;
  private @Nullable Search latest;

  /** A write or an append. */
  private record Change(BlockName name, Body body, Condition condition, boolean append) {
    void apply(BlockWriter store, Condition actualCondition) throws IOException {
      if (append) {
        store.append(name, body, actualCondition);
      } else {
        store.write(name, body, actualCondition);
      }
    }

    PeerRequest request(PeerRequests requests, PeerRequestEntity entity) {
      return append
          ? requests.append(name, entity, condition)
          : requests.write(name, entity, condition);
    }

    /**
     * Whether the body may be sent while it is received. Not every peer verifies digests: a body
     * with an announced digest is received whole first.
     */
    boolean isStreamed() {
      return !body.digests().announced();
    }
  }

  ForwardingStore(BlockAccess local, PeerLookup lookup, PeerRequests requests) {
    this.local = local;
    this.lookup = lookup;
    this.requests = requests;
  }

  @Override
  public Optional<Block> read(BlockName name, Touch touch) throws IOException {
    if (touch == Touch.RENEW) {
      lookup.handOverIfDraining(name);
    }
    Optional<Block> here = readHere(name, touch);
    return here.isPresent() ? here : readThere(name, touch);
  }

  /** Where the local block is damaged, which sets it aside, reads it from a peer. */
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
    Search search = lookup.find(name, requests);
    latest = search;
    Optional<Block> block = lookup.open(search, touch);
    if (block.isEmpty() && search.uncertainty().isPresent()) {
      throw search.uncertainty().get();
    }
    return block;
  }

  @Override
  public Optional<Block> readAgain(BlockName name) throws IOException {
    Optional<Block> here = local.readAgain(name);
    return here.isPresent() ? here : read(name, Touch.KEEP);
  }

  private boolean isHere(BlockName name) throws IOException {
    lookup.handOverIfDraining(name);
    try {
      Optional<Block> here = local.read(name, Touch.KEEP);
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

  /** A search for a block that this node does not have; its latest hit is the peer to use. */
  private Search search(BlockName name) throws IOException {
    Search last = latest;
    if (last != null && last.name().equals(name)) {
      return last;
    }
    Search search = lookup.find(name, requests);
    search.next();
    latest = search;
    return search;
  }

  /**
   * The peer that has a slot which this node does not have.
   *
   * @throws RefusedException {@link Refusal#UNDECIDED} if it may be one that does not answer: a
   *     change of another copy would lose that peer's value
   */
  private Optional<Peer> holder(BlockName name) throws IOException {
    Search search = search(name);
    if (search.latest().isEmpty() && search.uncertainty().isPresent()) {
      throw search.uncertainty().get();
    }
    return search.latest().map(PeerHit::peer);
  }

  /**
   * As {@link #holder}, for a change that a sealed block refuses.
   *
   * @throws RefusedException {@link Refusal#SEALED} too, which the peer's answer would not tell
   *     from {@link Refusal#TAKEN}
   */
  private Optional<Peer> holderOfSlot(BlockName name) throws IOException {
    if (search(name).latest().filter(PeerHit::isSealed).isPresent()) {
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
    Upload upload = local.receive(body);
    return new ForwardedUpload(upload, () -> targetToSeal(upload.contentName()), requests);
  }

  /** The peer on which to seal a block; empty if this node seals it. */
  private Optional<Peer> targetToSeal(BlockName name) throws IOException {
    if (isHere(name)) {
      return Optional.empty();
    }
    Optional<Peer> holder = search(name).latest().map(PeerHit::peer);
    return holder.isPresent() ? holder : lookup.targetForNew(name);
  }

  @Override
  public void write(BlockName name, Body body, Condition condition) throws IOException {
    run(new Change(name, body, condition, false));
  }

  @Override
  public void append(BlockName name, Body body, Condition condition) throws IOException {
    run(new Change(name, body, condition, true));
  }

  private void run(Change change) throws IOException {
    if (isHere(change.name())) {
      change.apply(local, lookup.requirePresent(change.condition()));
      return;
    }
    Optional<Peer> holder = holderOfSlot(change.name());
    if (holder.isPresent()) {
      forward(holder.get(), change);
      return;
    }
    Optional<Peer> target = lookup.targetForNew(change.name());
    if (target.isEmpty() || !isMadeAt(target.get(), change)) {
      change.apply(local, change.condition());
    }
  }

  private void forward(Peer peer, Change change) throws IOException {
    if (change.isStreamed()) {
      PeerRequestEntity entity = PeerRequestEntity.of(change.body(), maxBlockSize());
      peer.store(change.name(), change.request(requests, entity));
      return;
    }
    try (Upload upload = local.receive(change.body())) {
      peer.store(change.name(), change.request(requests, PeerRequestEntity.of(upload)));
    }
  }

  /** Whether the peer has made the block; if not, none of the body has been sent. */
  private boolean isMadeAt(Peer peer, Change change) throws IOException {
    if (!change.isStreamed()) {
      return false;
    }
    PeerRequestEntity entity = PeerRequestEntity.of(change.body(), maxBlockSize());
    try {
      peer.store(change.name(), change.request(requests, entity));
      return true;
    } catch (RefusedException e) {
      boolean unable = e.refusal() == Refusal.CLOSED || e.refusal() == Refusal.PEER_FAILED;
      if (unable && !entity.isBegun()) {
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
      holder.get().change(requests.delete(name, condition)).orRefusal().close();
    }
  }

  @Override
  public Optional<Block> take(BlockName name, Condition condition) throws IOException {
    Optional<Peer> holder = isHere(name) ? Optional.empty() : holder(name);
    if (holder.isEmpty()) {
      return local.take(name, condition);
    }
    PeerAnswer answer = holder.get().change(requests.take(name, condition));
    if (answer.status() == 404) {
      answer.close();
      return Optional.empty();
    }
    // The value is gone from the peer: no node can be asked for it again.
    return Optional.of(lookup.open(Search.none(name, requests), answer.orRefusal()));
  }
}
