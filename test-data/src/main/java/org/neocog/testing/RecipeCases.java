package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.AddSquares;
import org.neocog.graph.Clamp;
import org.neocog.graph.ClipFactor;
import org.neocog.graph.MixRows;
import org.neocog.graph.ScaleBy;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Clipped gradients and mixed examples: scalars, lengths that no vector divides, enough for many threads, one row. */
final class RecipeCases {
    private static final CaseInput SCALAR = CaseInput.plain(TensorSpec.f32(), Values.uniform(0, 2));

    private final List<OpCase> cases = new ArrayList<>();

    private RecipeCases() {}

    static List<OpCase> all() {
        RecipeCases recipes = new RecipeCases();
        for (Shape shape : List.of(Shape.scalar(), Shape.of(1), Shape.of(15), Shape.of(2, 3, 5, 7), Shape.of(100_003))) {
            recipes.elements(shape);
        }
        for (Shape shape : List.of(Shape.of(1), Shape.of(1, 5), Shape.of(7, 1), Shape.of(5, 3, 9, 7), Shape.of(301, 401))) {
            recipes.rows(shape);
        }
        for (float squares : new float[] {0, 1e-12f, 0.24f, 0.25f, 0.26f, 7, 1e30f}) {
            recipes.cases.add(OpCase.of(Float.toString(squares), new ClipFactor(0.5f), Tolerances.EXACT,
                    CaseInput.given(HostTensor.scalar(squares))));
        }
        return recipes.cases;
    }

    private void elements(Shape shape) {
        String name = shape.toString();
        CaseInput x = CaseInput.plain(TensorSpec.f32(shape), Values.uniform(-1, 1));
        cases.add(OpCase.of(name, new AddSquares(), Tolerances.SUM, x, SCALAR));
        cases.add(OpCase.of(name, new Clamp(0.3f), Tolerances.EXACT, x));
        cases.add(OpCase.of(name, new ScaleBy(), Tolerances.EXACT, x, SCALAR));
    }

    private void rows(Shape shape) {
        CaseInput x = CaseInput.plain(TensorSpec.f32(shape), Values.uniform(-1, 1));
        CaseInput partners = CaseInput.plain(TensorSpec.i32(shape.dim(0)), Values.labels(shape.dim(0)));
        for (float share : new float[] {1, 0.5f, 0.7f}) {
            cases.add(OpCase.of(shape + "-share-" + share, new MixRows(), Tolerances.ELEMENTWISE, x, partners,
                    CaseInput.given(HostTensor.scalar(share))));
        }
    }
}
