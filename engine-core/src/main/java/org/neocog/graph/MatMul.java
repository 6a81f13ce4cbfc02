package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * {@code C = op(A) · op(B)} with op the transpose or nothing: {@code A: M x K} (or {@code K x M}), {@code B: K x N} (or
 * {@code N x K}), {@code C: M x N}. With one more dimension in front, the same for all operands, it is that many products of
 * a matrix of A and one of B. A fully-connected layer is {@code x · Wᵀ} with {@code W: out x in}, then a bias.
 */
public record MatMul(boolean transposeA, boolean transposeB) implements ComputeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        boolean batched = inputs.get(0).shape().rank() == 3 && inputs.get(1).shape().rank() == 3;
        int rank = batched ? 3 : 2;
        String layout = batched ? "batch x rows x columns" : "rows x columns";
        Shape a = Check.rank(this, "the left matrix", inputs.get(0), rank, layout).shape();
        Shape b = Check.rank(this, "the right matrix", inputs.get(1), rank, layout).shape();
        int inner = a.dim(transposeA ? -2 : -1);
        int other = b.dim(transposeB ? -1 : -2);
        if (inner != other) {
            throw new ShapeException("MatMul: inner dimensions differ, " + inner + " and " + other + " (" + a
                    + (transposeA ? "ᵀ" : "") + " · " + b + (transposeB ? "ᵀ" : "") + ")");
        }
        int rows = a.dim(transposeA ? -1 : -2);
        int columns = b.dim(transposeB ? -2 : -1);
        if (!batched) {
            return TensorSpec.f32(rows, columns);
        }
        if (a.dim(0) != b.dim(0)) {
            throw new ShapeException("MatMul: " + a.dim(0) + " matrices cannot be multiplied by " + b.dim(0) + " (" + a + " · "
                    + b + ")");
        }
        return TensorSpec.f32(a.dim(0), rows, columns);
    }

    /** With A' = op(A), B' = op(B): dA' = dC · B'ᵀ and dB' = A'ᵀ · dC, each transposed back where needed. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Node a = node.input(0);
        Node b = node.input(1);
        String name = node.name();
        Node da = transposeA
                ? graph.add(name + ".da", new MatMul(transposeB, true), b, dy)
                : graph.add(name + ".da", new MatMul(false, !transposeB), dy, b);
        Node db = transposeB
                ? graph.add(name + ".db", new MatMul(true, transposeA), dy, a)
                : graph.add(name + ".db", new MatMul(!transposeA, false), a, dy);
        return List.of(Optional.of(da), Optional.of(db));
    }

    @Override
    public long multiplyAdds(List<TensorSpec> inputs, TensorSpec output) {
        return (long) output.elements() * inputs.get(0).shape().dim(transposeA ? -2 : -1);
    }
}
