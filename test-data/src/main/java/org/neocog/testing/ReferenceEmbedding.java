package org.neocog.testing;

import java.util.List;
import org.neocog.graph.Embedding;
import org.neocog.graph.EmbeddingGrad;
import org.neocog.graph.EmbeddingOp;
import org.neocog.tensor.Shape;

/** Reference for rows of a table by their numbers. */
final class ReferenceEmbedding {
    private ReferenceEmbedding() {}

    static DoubleTensor output(EmbeddingOp op, List<DoubleTensor> in) {
        return switch (op) {
            case Embedding _ -> rows(in.get(0), in.get(1));
            case EmbeddingGrad grad -> gradient(grad.rows(), in.get(0), in.get(1));
        };
    }

    private static DoubleTensor rows(DoubleTensor ids, DoubleTensor table) {
        int width = table.dim(1);
        int[] dims = new int[ids.shape().rank() + 1];
        System.arraycopy(ids.shape().toArray(), 0, dims, 0, dims.length - 1);
        dims[dims.length - 1] = width;
        DoubleTensor y = DoubleTensor.zeros(Shape.of(dims));
        for (int i = 0; i < y.data().length; i++) {
            int id = (int) ids.data()[i / width];
            y.data()[i] = id < 0 || id >= table.dim(0) ? Double.NaN : table.at(id, i % width);
        }
        return y;
    }

    private static DoubleTensor gradient(int rows, DoubleTensor ids, DoubleTensor dy) {
        int width = dy.data().length / ids.data().length;
        DoubleTensor table = DoubleTensor.zeros(rows, width);
        for (int i = 0; i < dy.data().length; i++) {
            int id = (int) ids.data()[i / width];
            if (id >= 0 && id < rows) {
                table.data()[id * width + i % width] += dy.data()[i];
            }
        }
        return table;
    }
}
