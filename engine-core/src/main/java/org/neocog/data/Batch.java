package org.neocog.data;

import org.neocog.tensor.DType;
import org.neocog.tensor.HostTensor;

/**
 * Some examples of a data set, as a step takes them.
 *
 * @param images {@code N x C x H x W} floats
 * @param labels N integers: the classes
 */
public record Batch(HostTensor images, HostTensor labels) {
    public Batch {
        if (images.shape().rank() != 4
                || images.spec().dtype() != DType.F32
                || labels.shape().rank() != 1
                || labels.spec().dtype() != DType.I32
                || images.shape().dim(0) != labels.shape().dim(0)) {
            throw new IllegalArgumentException(
                    "a batch is NxCxHxW floats and N integers, not " + images.spec() + " and " + labels.spec());
        }
    }

    /** Number of examples, N. */
    public int size() {
        return labels.shape().dim(0);
    }
}
