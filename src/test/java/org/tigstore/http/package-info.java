/** The protocol over real HTTP, against the real WAR in a real container. */
package org.tigstore.http;
