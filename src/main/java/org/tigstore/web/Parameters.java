package org.tigstore.web;

/** The names of the query parameters. */
final class Parameters {
  static final String ALL = "all";
  static final String APPEND = "append";
  static final String BURST = "burst";
  static final String CHTIMES = "chtimes";
  static final String CONTENT_TYPE = "Content-Type";
  static final String FORMAT = "format";
  static final String SETIFNOT = "setifnot";
  static final String TAKE = "take";

  private Parameters() {}
}
