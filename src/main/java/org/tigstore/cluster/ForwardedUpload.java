package org.tigstore.cluster;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;
import org.tigstore.block.BlockName;
import org.tigstore.block.IoAction;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Upload;

/** A body that was received on this node and may be sealed on a peer. For one thread. */
final class ForwardedUpload implements Upload {
  private static final System.Logger LOG = System.getLogger(ForwardedUpload.class.getName());

  private final Upload upload;
  private final IoAction<Optional<Peer>> target;
  private final PeerRequests requests;

  /**
   * An upload that was received.
   *
   * @param target finds the peer to seal it on; empty if this node seals it
   */
  ForwardedUpload(Upload upload, IoAction<Optional<Peer>> target, PeerRequests requests) {
    this.upload = upload;
    this.target = target;
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
    if (!isSealedByPeer(requests::seal)) {
      upload.seal();
    }
  }

  @Override
  public void sealUnlessTaken() throws IOException {
    if (!isSealedByPeer(requests::sealUnlessTaken)) {
      upload.sealUnlessTaken();
    }
  }

  /** Sealing twice does no harm: if a peer fails to, this node does. */
  private boolean isSealedByPeer(Function<PeerRequestEntity, PeerRequest> request)
      throws IOException {
    Optional<Peer> peer = target.run();
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
