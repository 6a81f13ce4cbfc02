/**
 * Neocog beside other engines on the same networks, in processes that take turns.
 */
package org.neocog.benchmarks;
