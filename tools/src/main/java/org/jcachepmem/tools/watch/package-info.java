/** What a running JVM says over JMX of its pools and caches, again and again. */
@NullMarked
package org.jcachepmem.tools.watch;

import org.jspecify.annotations.NullMarked;
