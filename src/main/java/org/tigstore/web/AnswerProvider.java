package org.tigstore.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Has the JAX-RS runtime send an {@link Answer}, or the answer to what a resource throws. */
@Provider
public class AnswerProvider
    implements ContainerResponseFilter, MessageBodyWriter<Answer>, ExceptionMapper<Throwable> {
  @Override
  public Response toResponse(Throwable failure) {
    Answer answer = ErrorAnswer.of(failure, Call.current());
    return Response.status(answer.status()).entity(answer).build();
  }

  /**
   * Makes the response what the answer says. An error that the runtime answers by itself gets a
   * reason and loses its body.
   */
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Call.current().progress().answer();
    MultivaluedMap<String, Object> headers = response.getHeaders();
    if (response.getEntity() instanceof Answer answer) {
      response.setStatus(answer.status());
      headers.remove(HttpHeaders.CONTENT_TYPE);
      answer.fields().forEach(headers::putSingle);
      if (!answer.hasContent()) {
        response.setEntity(null);
      }
      return;
    }
    Answer.COMMON.forEach(headers::putSingle);
    if (response.getStatus() >= 400) {
      headers.putSingle(ErrorAnswer.REASON, response.getStatusInfo().getReasonPhrase());
      response.setEntity(null);
    }
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == Answer.class;
  }

  @Override
  public void writeTo(
      Answer answer,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream caller)
      throws IOException {
    answer.writeTo(caller, Call.current().progress());
  }
}
