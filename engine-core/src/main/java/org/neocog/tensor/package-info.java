/**
 * Shapes, and tensors in the memory of the host.
 */
package org.neocog.tensor;
