/** Event files that TensorBoard reads. */
package org.neocog.tensorboard;
