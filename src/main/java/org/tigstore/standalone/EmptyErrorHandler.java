package org.tigstore.standalone;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Answers what never reaches the application as the application would: a reason and no body. */
final class EmptyErrorHandler extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    describe(response.getStatus(), response.getHeaders());
    response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    return true;
  }

  private static void describe(int status, HttpFields.Mutable fields) {
    fields.put("Tig-Reason", HttpStatus.getMessage(status));
    fields.put("X-Content-Type-Options", "nosniff");
    fields.put(HttpHeader.CACHE_CONTROL, "no-store");
    fields.put(HttpHeader.CONTENT_LENGTH, 0L);
  }
}
