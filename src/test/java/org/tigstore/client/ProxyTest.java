package org.tigstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyTest {
  private static Optional<String> proxy(String server, Map<String, String> environment) {
    return Proxy.of(URI.create(server), environment).map(Proxy::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "http://store, http_proxy, proxy:3128",
    "https://store, https_proxy, proxy:3128",
    "https://store, HTTPS_PROXY, proxy:3128",
    "http://store, all_proxy, proxy:3128",
    "https://store, ALL_PROXY, proxy:3128",
    "http://store, HTTP_PROXY,",
    "http://store, https_proxy,",
    "https://store, http_proxy,"
  })
  void variableOfTheSchemeNamesTheProxy(String server, String variable, String expected) {
    Optional<String> found = proxy(server, Map.of(variable, "http://proxy:3128"));
    assertThat(found).isEqualTo(Optional.ofNullable(expected));
    assertThat(proxy(server, Map.of(variable, "proxy:3128"))).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({
    "http://store.example.org, '*', false",
    "http://store.example.org, 'other,example.org', false",
    "http://store.example.org, .example.org, false",
    "http://Store.Example.org, example.ORG, false",
    "http://example.organic, example.org, true",
    "http://badexample.org, example.org, true",
    "http://127.0.0.1:7777, 'localhost, 127.0.0.1', false",
    "http://[::1]:7777, ::1, false"
  })
  void exceptionsGoDirectly(String server, String exceptions, boolean used) {
    Map<String, String> environment = Map.of("http_proxy", "p:1", "no_proxy", exceptions);
    assertThat(proxy(server, environment).isPresent()).isEqualTo(used);
  }

  @Test
  void proxyMayWantALogin() {
    Proxy proxy =
        Proxy.of(URI.create("http://store"), Map.of("http_proxy", "http://me:a%40b@proxy:1"))
            .orElseThrow();
    assertThat(proxy.login()).contains(new ServerSettings.Login("me", "a@b"));
    assertThat(proxy.toString()).doesNotContain("a@b", "a%40b");
  }

  @Test
  void wrongVariableIsNotRepeatedAsItMayHaveAPassword() {
    Map<String, String> environment = Map.of("http_proxy", "socks://me:secret@proxy");
    assertThatThrownBy(() -> Proxy.of(URI.create("http://store"), environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }
}
