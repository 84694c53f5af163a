package org.tigstore.access;

import java.util.Optional;

/**
 * Who asks, as far as the request says, and how it came.
 *
 * @param keys the keys that came
 * @param admission what the caller was let in by
 * @param routedBy the node that handed the request on, if one did: it is not handed on again
 * @param throughChannel whether a channel on another node led here: it leads no further
 * @param handingOver whether a node hands over what it has
 * @param addingOnly whether a node says that its caller may add and not replace
 */
public record Caller(
    Keys keys,
    Admission admission,
    Optional<String> routedBy,
    boolean throughChannel,
    boolean handingOver,
    boolean addingOnly) {
  /** The parameter by which nodes know requests of one another. */
  public static final String ROUTED = "09E3F5F0-1D87-4B54-B57D-8D046D001942";

  /** The header field of an answer by which nodes know of a channel that leads to nothing. */
  public static final String DANGLING = "Tig-Dangling";

  /** The header field by which nodes know what another one hands over at the end of its life. */
  public static final String HANDED_OVER = "Tig-Handed-Over";

  /** The header field by which nodes know that a channel led to the block. */
  public static final String THROUGH_CHANNEL = "Tig-Through-Channel";

  /** The header field by which nodes know that a body may be sealed, but nothing replaced. */
  public static final String ADDING_ONLY = "Tig-Adding-Only";

  /** This node itself, handing over what it has, with the key that it has. */
  public static Caller node(Optional<Secret> key) {
    return new Caller(Keys.ofNode(key), Admission.BY_KEY, Optional.empty(), false, true, false);
  }

  /** Whether a slot that stands in the way of what this caller seals yields. */
  public boolean mayReplace() {
    return !addingOnly && admission != Admission.BY_ROLE_TO_ADD;
  }

  /** The same caller, with the keys to be shown to other nodes: a role counts on this one alone. */
  public Caller withKeys(Keys newKeys) {
    return new Caller(newKeys, admission, routedBy, throughChannel, handingOver, addingOnly);
  }
}
