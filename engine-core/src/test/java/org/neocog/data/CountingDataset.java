package org.neocog.data;

import java.util.List;
import java.util.function.IntConsumer;
import org.neocog.tensor.Shape;

/** Images of 1x1x2 whose pixels are the index and its negative, class {@code index % 3}; calls back before each read. */
record CountingDataset(int size, IntConsumer onRead) implements Dataset {
    CountingDataset(int size) {
        this(size, i -> {});
    }

    @Override
    public Shape imageShape() {
        return Shape.of(1, 1, 2);
    }

    @Override
    public List<String> labels() {
        return List.of("a", "b", "c");
    }

    @Override
    public int label(int index) {
        return index % 3;
    }

    @Override
    public void read(int index, float[] target, int offset) {
        onRead.accept(index);
        target[offset] = index;
        target[offset + 1] = -index;
    }
}
