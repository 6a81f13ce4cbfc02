package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * {@code C = op(A) · op(B)} with op the transpose or nothing: {@code A: M x K} (or {@code K x M}), {@code B: K x N} (or
 * {@code N x K}), {@code C: M x N}. A fully-connected layer is {@code x · Wᵀ} with {@code W: out x in}, then a bias.
 */
public record MatMul(boolean transposeA, boolean transposeB) implements ComputeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        Shape a = Check.rank(this, "the left matrix", inputs.get(0), 2, "rows x columns").shape();
        Shape b = Check.rank(this, "the right matrix", inputs.get(1), 2, "rows x columns").shape();
        int inner = a.dim(transposeA ? 0 : 1);
        int other = b.dim(transposeB ? 1 : 0);
        if (inner != other) {
            throw new ShapeException("MatMul: inner dimensions differ, " + inner + " and " + other + " (" + a
                    + (transposeA ? "ᵀ" : "") + " · " + b + (transposeB ? "ᵀ" : "") + ")");
        }
        return TensorSpec.f32(a.dim(transposeA ? 1 : 0), b.dim(transposeB ? 0 : 1));
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
        return (long) output.elements() * inputs.get(0).shape().dim(transposeA ? 0 : 1);
    }
}
