package org.tigstore.access;

import java.util.Optional;

/**
 * The caller of a request, and how the request came.
 *
 * @param keys the keys in the request
 * @param admission the basis on which the caller was admitted
 * @param routedBy the node that forwarded the request, if any: it is not forwarded again
 * @param throughChannel whether a channel on another node led here: no second channel is followed
 * @param handingOver whether a node is handing over its blocks
 * @param addingOnly whether a node reports that its caller may add but not replace
 */
public record Caller(
    Keys keys,
    Admission admission,
    Optional<String> routedBy,
    boolean throughChannel,
    boolean handingOver,
    boolean addingOnly) {
  /** The parameter that marks requests between nodes. */
  public static final String ROUTED = "09E3F5F0-1D87-4B54-B57D-8D046D001942";

  /** The response header field that reports a channel without a target to another node. */
  public static final String DANGLING = "Tig-Dangling";

  /** The header field that marks a block that a node hands over at the end of its lifetime. */
  public static final String HANDED_OVER = "Tig-Handed-Over";

  /** The header field that reports to another node that a channel led to the block. */
  public static final String THROUGH_CHANNEL = "Tig-Through-Channel";

  /**
   * The header field that reports to another node that a body may be sealed but must not replace a
   * slot.
   */
  public static final String ADDING_ONLY = "Tig-Adding-Only";

  /** This node itself, handing over its blocks with its own key. */
  public static Caller node(Optional<Secret> key) {
    return new Caller(Keys.ofNode(key), Admission.BY_KEY, Optional.empty(), false, true, false);
  }

  /** Whether this caller may replace a slot that has the name of a sealed body. */
  public boolean mayReplace() {
    return !addingOnly && admission != Admission.BY_ROLE_TO_ADD;
  }

  /**
   * The same caller with the keys to send to other nodes, because a role applies only on this node.
   */
  public Caller withKeys(Keys newKeys) {
    return new Caller(newKeys, admission, routedBy, throughChannel, handingOver, addingOnly);
  }
}
