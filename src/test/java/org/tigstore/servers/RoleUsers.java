package org.tigstore.servers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.tigstore.access.Role;

/** The users of the tests: one for each role, one with all and one with none. */
final class RoleUsers {
  /** Has every role. */
  static final String KEEPER = "keeper";

  /** Has no role. */
  static final String NOBODY = "nobody";

  /** Everybody's password. */
  static final String PASSWORD = "secret";

  private RoleUsers() {}

  /** The users' names, which are their roles' if they have one, and their roles. */
  static Map<String, String> all() {
    Map<String, String> users = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      users.put(role.label(), role.label());
    }
    users.put(
        KEEPER, Arrays.stream(Role.values()).map(Role::label).collect(Collectors.joining(",")));
    users.put(NOBODY, "");
    return users;
  }
}
