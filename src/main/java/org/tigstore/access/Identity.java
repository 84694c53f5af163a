package org.tigstore.access;

import java.util.Optional;

/** Whom the container, or whatever stands in front of tig, takes the caller for. */
public interface Identity {
  /** The caller's name; empty if nobody knows it. */
  Optional<String> name();

  /** Whether the caller has this role. */
  boolean isIn(Role role);
}
