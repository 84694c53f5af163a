package org.tigstore;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.nio.file.Path;
import java.util.Set;

/** Where the classes in the WAR are compiled to. */
class ShippedClasses implements LocationProvider {
  @Override
  public Set<Location> get(Class<?> testClass) {
    return Set.of(
        Location.of(Path.of("target", "classes")),
        Location.of(Path.of("target", "standalone", "classes")));
  }
}
