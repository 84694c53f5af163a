package org.tigstore.http;

import java.util.Set;

/**
 * What a server does to requests itself, before tig is asked. The tests hold each server to just
 * that, and the pages in config tell operators.
 */
enum Difference {
  /** The connection ends without an answer. */
  BROKEN_CHUNKS_ARE_NOT_ANSWERED,
  /** What came before is the whole body. */
  NEGATIVE_CHUNK_SIZE_ENDS_THE_BODY,
  /** A caller that says that nothing follows is not listened to, and gets no answer. */
  CUT_BODIES_ARE_NOT_ANSWERED,
  /** Status 400. */
  CHUNK_EXTENSIONS_ARE_REFUSED,
  /** {@code 100 Continue} is sent to whoever expects it, before tig can refuse. */
  CONTINUE_COMES_FIRST,
  /** A {@code Content-Length} that is no number, or negative, counts as none: no body. */
  MALFORMED_LENGTH_IS_NO_LENGTH,
  /** The first length counts, and the connection ends after the answer. */
  FIRST_OF_TWO_LENGTHS_COUNTS,
  /** Of the fields that follow a body in chunks, those that are no digests are dropped. */
  TRAILERS_ARE_DROPPED,
  /** Of a length and a transfer coding, the server takes the coding, and shows no length. */
  CHUNKS_COUNT_BEFORE_LENGTH,
  /** A path with a control character is answered with a page that says 400. */
  CONTROL_CHARACTERS_ARE_ANSWERED_WITH_A_PAGE,
  /** A target that begins with no slash, and is no address, is answered with status 500. */
  TARGETS_WITHOUT_A_SLASH_FAIL,
  /** One that is no path at all is answered with status 301. */
  TARGETS_WITHOUT_A_PATH_MOVE,
  /** A path with a colon is answered with status 503. */
  PATHS_WITH_A_COLON_ARE_UNAVAILABLE,
  /** Status 400. */
  FIELDS_THAT_ARE_NOT_ASCII_ARE_REFUSED;

  private Set<String> servers() {
    return switch (this) {
      case BROKEN_CHUNKS_ARE_NOT_ANSWERED -> Set.of("wildfly");
      case NEGATIVE_CHUNK_SIZE_ENDS_THE_BODY -> Set.of("wildfly");
      case CUT_BODIES_ARE_NOT_ANSWERED, CHUNK_EXTENSIONS_ARE_REFUSED ->
          Set.of("payara", "glassfish");
      case CONTINUE_COMES_FIRST -> Set.of("payara", "glassfish", "openliberty");
      case MALFORMED_LENGTH_IS_NO_LENGTH -> Set.of("openliberty");
      case FIRST_OF_TWO_LENGTHS_COUNTS -> Set.of("openliberty");
      case TRAILERS_ARE_DROPPED -> Set.of("tomcat", "tomee");
      case CHUNKS_COUNT_BEFORE_LENGTH ->
          Set.of("tomcat", "tomee", "payara", "glassfish", "openliberty");
      case CONTROL_CHARACTERS_ARE_ANSWERED_WITH_A_PAGE -> Set.of("openliberty");
      case TARGETS_WITHOUT_A_SLASH_FAIL -> Set.of("wildfly");
      case TARGETS_WITHOUT_A_PATH_MOVE -> Set.of("jetty", "standalone", "cluster");
      case PATHS_WITH_A_COLON_ARE_UNAVAILABLE -> Set.of("payara", "glassfish");
      case FIELDS_THAT_ARE_NOT_ASCII_ARE_REFUSED -> Set.of("payara");
    };
  }

  /** Whether the server that the tests run on does so. */
  boolean isHere() {
    return servers().contains(System.getProperty("tig.server"));
  }
}
