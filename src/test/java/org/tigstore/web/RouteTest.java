package org.tigstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What paths name, and the methods that they have. */
class RouteTest {
  @ParameterizedTest
  @CsvSource({
    "'', ROOT",
    "/, ROOT",
    "/kv, KEYS",
    "/health/live, PROBE",
    "/health/ready, PROBE",
    "//, NOTHING",
    "/KV, NOTHING",
    "/kv/, NOTHING",
    "/%6bv, NOTHING",
    "/kv;x, NOTHING",
    "/health, NOTHING",
    "/health/live/, NOTHING",
    "/status, STATUS",
    "/status/, NOTHING",
    "/ui, PAGE",
    "/ui/, PAGE",
    "/ui/page.css, PAGE",
    "/ui/../kv, PAGE",
    "/uix, NOTHING",
    "/%75i/, NOTHING",
    "/UI/, NOTHING",
    "*, NOTHING"
  })
  void pathsNameOneThing(String path, Route route) {
    assertThat(Route.of(path)).isEqualTo(route);
  }

  @ParameterizedTest
  @EnumSource(Route.class)
  void everythingHasTheMethodsThatItTells(Route route) {
    for (String method : route.methods().split(", ", -1)) {
      assertThat(route.has(method)).isTrue();
      assertThat(route.has(method.toLowerCase(Locale.ROOT))).isFalse();
    }
    assertThat(route.has("OPTIONS")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "GE", "GET, HEAD", "TRACE", "CONNECT", "PATCH"})
  void nothingHasOtherMethods(String method) {
    for (Route route : Route.values()) {
      assertThat(route.has(method)).isFalse();
    }
  }

  @Test
  void blocksAreNotDeletedAllAtOnce() {
    assertThat(Route.ROOT.has("DELETE")).isFalse();
  }
}
