package org.tigstore.cluster;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Upload;

/** A body that was received here, and is sealed where the block is already. For one thread. */
final class ForwardedUpload implements Upload {
  private static final System.Logger LOG = System.getLogger(ForwardedUpload.class.getName());

  private final Upload upload;
  private final Places places;
  private final PeerRequests requests;

  /** Decides where a block is sealed. */
  @FunctionalInterface
  interface Places {
    /** The peer to seal it at; empty if that is this node. */
    Optional<Peer> of(BlockName name) throws IOException;
  }

  ForwardedUpload(Upload upload, Places places, PeerRequests requests) {
    this.upload = upload;
    this.places = places;
    this.requests = requests;
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
    if (!isSealedElsewhere(requests::seal)) {
      upload.seal();
    }
  }

  @Override
  public void sealUnlessTaken() throws IOException {
    if (!isSealedElsewhere(requests::sealUnlessTaken)) {
      upload.sealUnlessTaken();
    }
  }

  /** Sealing is safe to try again: what a peer does not do is done here. */
  private boolean isSealedElsewhere(Function<PeerRequestEntity, PeerRequest> request)
      throws IOException {
    Optional<Peer> peer = places.of(contentName());
    if (peer.isEmpty()) {
      return false;
    }
    try {
      peer.get().store(contentName(), request.apply(PeerRequestEntity.of(upload)));
      return true;
    } catch (RefusedException e) {
      if (e.refusal() == Refusal.TAKEN) {
        throw e;
      }
      LOG.log(WARNING, "a block is sealed here, as {0} does not: {1}", peer.get(), e.reason());
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    upload.close();
  }
}
