/**
 * Data sets: folders of pictures, IDX and CIFAR-10 files, and the threads that decode and augment ahead of the training
 * ({@link org.neocog.data.DataFolder}, {@link org.neocog.data.BatchLoader}).
 */
package org.neocog.data;
