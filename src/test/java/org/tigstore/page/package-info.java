/** The page at {@code /ui/}, used in Debian's Chromium as people use it. */
package org.tigstore.page;
