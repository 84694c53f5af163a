package org.tigstore.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.tigstore.access.Operation;

/** What a caller of this resource method must be allowed to do. Every resource method says it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {
  /** The operation. */
  Operation value();
}
