package org.tigstore;

import java.security.SecureRandom;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes randomised tests repeatable: each prints its seed, and begins with the one in the system
 * property {@code tig.seed} if it is set, as in {@code mvn test -Dtest=XTest -Dtig.seed=42}. The
 * properties of jqwik, which prints their seeds when they fail, take it as well.
 */
public final class Seed implements AroundPropertyHook {
  private static final String PROPERTY = "tig.seed";

  /** The seed of this test, which is printed: the given one, or another in each run. */
  public static long of(Class<?> test) {
    String given = given();
    long seed = given == null ? new SecureRandom().nextLong() : Long.parseLong(given);
    System.out.println(test.getSimpleName() + ": -D" + PROPERTY + "=" + seed);
    return seed;
  }

  private static @Nullable String given() {
    return System.getProperty(PROPERTY);
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    String given = given();
    if (given != null) {
      context.attributes().setSeed(given);
    }
    return property.execute();
  }
}
