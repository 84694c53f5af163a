package org.tigstore.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.tigstore.block.BlockName;
import org.tigstore.protocol.PathFormat;

/** Blocks' paths as answers show them: behind the context path, in the caller's format. */
record Paths(String contextPath, PathFormat format) {
  /** The paths that this request is answered with. */
  static Paths of(HttpServletRequest request, Query query) {
    return new Paths(
        request.getContextPath(), new PathFormat(query.value(Parameters.FORMAT).orElse("")));
  }

  String show(BlockName name) {
    return format.show(contextPath + "/" + name);
  }

  /** The answer whose body is one path, without an end of line. */
  Response answer(BlockName name) {
    return Response.ok(show(name).getBytes(UTF_8), MediaType.TEXT_PLAIN_TYPE).build();
  }
}
