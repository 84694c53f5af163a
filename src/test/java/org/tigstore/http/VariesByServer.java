package org.tigstore.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test whose outcome depends on the server or its JAX-RS runtime, such as one of raw HTTP, paths,
 * percent-encoding or error pages, or one that probes a feature once on each server. Everything
 * else is tig's own code, which behaves the same on every server. {@code -Dgroups=server} selects
 * these tests.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("server")
public @interface VariesByServer {}
