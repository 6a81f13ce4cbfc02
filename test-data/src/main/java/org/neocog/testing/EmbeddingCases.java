package org.neocog.testing;

import static java.lang.Float.NaN;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.Embedding;
import org.neocog.graph.EmbeddingGrad;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Rows of a table by their numbers. */
final class EmbeddingCases {
    private final List<OpCase> cases = new ArrayList<>();

    private EmbeddingCases() {}

    static List<OpCase> all() {
        EmbeddingCases embeddings = new EmbeddingCases();
        embeddings.both(Shape.scalar(), 1, 1);
        embeddings.both(Shape.of(5), 3, 7);
        embeddings.both(Shape.of(4, 9), 50, 33);
        embeddings.both(Shape.of(2, 3, 5), 7, 1);
        embeddings.both(Shape.of(3001), 2, 5);
        embeddings.both(Shape.of(37), 4001, 3);
        embeddings.both(Shape.of(64, 17), 300, 130);
        embeddings.golden();
        embeddings.special();
        return embeddings.cases;
    }

    private void both(Shape ids, int rows, int width) {
        String name = ids + "-of-" + rows + "x" + width;
        CaseInput places = CaseInput.plain(TensorSpec.i32(ids.toArray()), Values.labels(rows));
        TensorSpec table = TensorSpec.f32(rows, width);
        TensorSpec dy = new Embedding().infer(List.of(places.spec(), table));
        cases.add(OpCase.of(name, new Embedding(), Tolerances.EXACT, places, CaseInput.linear(table)));
        cases.add(OpCase.of(name, new EmbeddingGrad(rows), Tolerances.SUM, places, CaseInput.plain(dy, Values.uniform(-1, 1))));
    }

    private void golden() {
        GoldenFile file = GoldenFile.load("embedding");
        for (String name : file.cases()) {
            HostTensor ids = file.tensor(name, "ids");
            HostTensor table = file.tensor(name, "table");
            cases.add(OpCase.golden("pytorch-" + name, new Embedding(), Tolerances.EXACT, List.of(ids, table),
                    Golden.output(file.tensor(name, "y"))));
            cases.add(OpCase.golden("pytorch-" + name, new EmbeddingGrad(table.shape().dim(0)), Tolerances.ELEMENTWISE,
                    List.of(ids, file.tensor(name, "dy")), Golden.output(file.tensor(name, "dtable"))));
        }
    }

    private void special() {
        HostTensor ids = Tensors.labels(1, -1, 0, 2, Integer.MIN_VALUE, Integer.MAX_VALUE);
        cases.add(OpCase.special("ids-no-row", new Embedding(), Tolerances.EXACT,
                List.of(ids, Tensors.matrix(2, 1, 2, 3, NaN)),
                3, NaN, NaN, NaN, 1, 2, NaN, NaN, NaN, NaN, NaN, NaN));
        cases.add(OpCase.special("ids-no-row", new EmbeddingGrad(2), Tolerances.EXACT,
                List.of(ids, Tensors.matrix(6, 1, 2, 3, 4, 5, NaN, 7, 8, 9, 10, 11, 12)), 5, NaN, 1, 2));
    }
}
