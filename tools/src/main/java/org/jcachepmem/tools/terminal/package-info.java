/** What is printed: columns, amounts with units, and bars that only a terminal gets. */
@NullMarked
package org.jcachepmem.tools.terminal;

import org.jspecify.annotations.NullMarked;
