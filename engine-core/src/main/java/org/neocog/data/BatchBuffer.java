package org.neocog.data;

import java.util.Optional;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Tensors for one batch at a time, filled again and again: one for whole batches, one for the short last one. */
final class BatchBuffer {
    private final Shape imageShape;
    private final int wholeSize;
    private Optional<Batch> whole = Optional.empty();
    private Optional<Batch> last = Optional.empty();

    BatchBuffer(Shape imageShape, int wholeSize) {
        this.imageShape = imageShape;
        this.wholeSize = wholeSize;
    }

    /** Tensors for so many examples, the same ones for the same number; what they held before is lost. */
    Batch ofSize(int size) {
        if (size == wholeSize) {
            whole = Optional.of(whole.orElseGet(() -> allocate(size)));
            return whole.get();
        }
        last = Optional.of(last.filter(b -> b.size() == size).orElseGet(() -> allocate(size)));
        return last.get();
    }

    private Batch allocate(int size) {
        return new Batch(
                HostTensor.zeros(TensorSpec.f32(imageShape.prepend(size))), HostTensor.zeros(TensorSpec.i32(size)));
    }
}
