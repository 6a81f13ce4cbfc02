/**
 * What every device must do, as data: one {@link org.neocog.testing.OpCase} declares an operation with its inputs, and
 * {@link org.neocog.testing.DeviceConformance} makes from it every check that applies (shape, golden values, a second
 * implementation, gradients, guard bands, storage taken over, special values, determinism).
 */
package org.neocog.testing;
