/** What is made of the answers of beans. */
@NullMarked
package org.jcachepmem.tools.watch;

import org.jspecify.annotations.NullMarked;
