package org.tigstore.server;

import static java.lang.System.Logger.Level.INFO;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.tigstore.access.Admission;
import org.tigstore.access.Network;
import org.tigstore.access.Operation;
import org.tigstore.block.Refusal;
import org.tigstore.web.Services;

/**
 * Writes a line of JSON to the log {@code tig.audit} for each change and for each refusal, with who
 * asked and what came of it; never a key. Safe for any number of threads.
 */
final class AuditLog implements Services.Observer {
  private static final System.Logger AUDIT = System.getLogger("tig.audit");

  /** Refusals that have to do with the caller, whatever was asked for. */
  private static final Set<Refusal.Kind> OF_CALLER =
      Set.of(Refusal.Kind.ACCESS, Refusal.Kind.THROTTLED);

  private final JsonBuilderFactory json = Json.createBuilderFactory(Map.of());

  @Override
  public void ended(Services.Outcome outcome) {
    boolean ofCaller =
        outcome.refused().filter(r -> OF_CALLER.contains(r.refusal().kind())).isPresent();
    if (outcome.operation().changes() || ofCaller) {
      AUDIT.log(INFO, line(outcome));
    }
  }

  private String line(Services.Outcome outcome) {
    JsonObjectBuilder line = json.createObjectBuilder().add("time", Instant.now().toString());
    outcome.principal().get().ifPresent(name -> line.add("principal", name));
    outcome.admission().ifPresent(admission -> line.add("by", by(admission)));
    line.add("address", plain(outcome.address())).add("operation", outcome.operation().label());
    outcome.name().ifPresent(name -> line.add("name", name.toString()));
    line.add("bytes", bytes(outcome));
    line.add("status", outcome.status()).add("outcome", resultOf(outcome));
    outcome.refused().ifPresent(refused -> line.add("reason", refused.reason()));
    return line.build().toString();
  }

  /** Some servers put IPv6 addresses into brackets. */
  private static String plain(String address) {
    return Network.addressIn(address).map(InetAddress::getHostAddress).orElse(address);
  }

  private static String by(Admission admission) {
    return switch (admission) {
      case OPEN -> "open";
      case BY_KEY -> "key";
      case BY_ROLE, BY_ROLE_TO_ADD -> "role";
    };
  }

  private static long bytes(Services.Outcome outcome) {
    return outcome.operation() == Operation.TAKE ? outcome.sent() : outcome.received();
  }

  private static String resultOf(Services.Outcome outcome) {
    if (!outcome.complete()) {
      return "broken off";
    }
    if (outcome.status() < 400) {
      return "done";
    }
    return outcome.status() < 500 || outcome.refused().isPresent() ? "refused" : "failed";
  }
}
