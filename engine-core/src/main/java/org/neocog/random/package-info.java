/**
 * Random numbers that follow from a seed, a stream and a position alone (Philox), on every device and any number of threads.
 */
package org.neocog.random;
