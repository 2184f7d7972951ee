/**
 * The commands. Those that look into a pool map it for reading only; those that change it say so,
 * and open it as an application would.
 */
@NullMarked
package org.jcachepmem.tools.command;

import org.jspecify.annotations.NullMarked;
