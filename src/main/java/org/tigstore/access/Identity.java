package org.tigstore.access;

import java.util.Optional;

/** The identity of a caller, according to the container, a filter or a trusted proxy. */
public interface Identity {
  /** The caller's name; empty if the caller is not authenticated. */
  Optional<String> name();

  /** Whether the caller has this role. */
  boolean isIn(Role role);
}
