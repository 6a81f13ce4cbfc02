package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.AddBias;
import org.neocog.graph.ChannelSum;
import org.neocog.graph.MatMul;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Matrix products with all four transpositions, biases and sums over channels. */
final class MatMulCases {
    private static final boolean[] CHOICES = {false, true};

    private final List<OpCase> cases = new ArrayList<>();

    private MatMulCases() {}

    static List<OpCase> all() {
        MatMulCases products = new MatMulCases();
        products.product(1, 1, 1);
        products.product(1, 17, 1);
        products.product(1, 129, 31);
        products.product(5, 1, 7);
        products.product(23, 7, 1);
        products.product(13, 11, 17);
        products.product(64, 64, 64);
        products.product(65, 257, 130);
        products.product(10, 3136, 37);
        for (Shape x : List.of(
                Shape.of(1, 1),
                Shape.of(100, 10),
                Shape.of(3, 37),
                Shape.of(2, 3, 5),
                Shape.of(1, 5, 1, 1),
                Shape.of(3, 7, 11, 13),
                Shape.of(5, 3, 67, 71))) {
            products.channels(x);
        }
        return products.cases;
    }

    private void product(int rows, int inner, int columns) {
        for (boolean transposeA : CHOICES) {
            for (boolean transposeB : CHOICES) {
                String name = rows + "x" + inner + "x" + columns + (transposeA ? "-t" : "-n") + (transposeB ? "t" : "n");
                TensorSpec a = transposeA ? TensorSpec.f32(inner, rows) : TensorSpec.f32(rows, inner);
                TensorSpec b = transposeB ? TensorSpec.f32(columns, inner) : TensorSpec.f32(inner, columns);
                cases.add(OpCase.of(name, new MatMul(transposeA, transposeB), Tolerances.SUM,
                        CaseInput.linear(a), CaseInput.linear(b)));
            }
        }
    }

    private void channels(Shape x) {
        cases.add(OpCase.of(x.toString(), new AddBias(), Tolerances.EXACT,
                CaseInput.linear(TensorSpec.f32(x)), CaseInput.linear(TensorSpec.f32(x.dim(1)))));
        cases.add(OpCase.of(x.toString(), new ChannelSum(), Tolerances.SUM,
                CaseInput.plain(TensorSpec.f32(x), Values.uniform(-1, 1))));
    }
}
