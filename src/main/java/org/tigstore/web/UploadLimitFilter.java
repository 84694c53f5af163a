package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import org.tigstore.access.RequestLimits;
import org.tigstore.block.RefusedException;

/** Turns away uploads that are too many at once, of those that were let in. */
public class UploadLimitFilter extends LimitFilter {
  @Override
  RequestLimits.Place enter(HttpServletRequest request, Exchange exchange, RequestLimits limits)
      throws RefusedException {
    boolean upload = exchange.operation().changes() && Operations.isWrite(request);
    return upload && !exchange.isOfPeer() ? limits.upload() : RequestLimits.UNCOUNTED;
  }
}
