/** The tools, run in this process and as one of their own. */
@NullMarked
package org.jcachepmem.tools;

import org.jspecify.annotations.NullMarked;
