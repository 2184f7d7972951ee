/**
 * The program {@code jcache-pmem}: its commands in one place, and how their failures end. What a
 * command says it says on standard output; what went wrong, and progress, on standard error.
 */
@NullMarked
package org.jcachepmem.tools;

import org.jspecify.annotations.NullMarked;
