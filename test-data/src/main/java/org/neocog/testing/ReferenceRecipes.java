package org.neocog.testing;

import java.util.List;
import org.neocog.graph.AddSquares;
import org.neocog.graph.Clamp;
import org.neocog.graph.ClipFactor;
import org.neocog.graph.MixRows;
import org.neocog.graph.RecipeOp;
import org.neocog.graph.ScaleBy;

/** Reference for what recipes of training put around a network. */
final class ReferenceRecipes {
    private ReferenceRecipes() {}

    static DoubleTensor output(RecipeOp op, List<DoubleTensor> in) {
        return switch (op) {
            case AddSquares _ -> DoubleTensor.scalar(in.get(1).value() + in.get(0).map(x -> x * x).sum());
            case Clamp clamp -> in.get(0).map(x -> Math.abs(x) > clamp.limit() ? Math.signum(x) * clamp.limit() : x);
            case ClipFactor clip -> in.get(0).map(squares -> Math.min(1, clip.maxNorm() / (Math.sqrt(squares) + 1e-6)));
            case MixRows _ -> mixed(in.get(0), in.get(1), in.get(2).value());
            case ScaleBy _ -> in.get(0).map(x -> x * in.get(1).value());
        };
    }

    private static DoubleTensor mixed(DoubleTensor x, DoubleTensor partners, double share) {
        DoubleTensor y = DoubleTensor.zeros(x.shape());
        int rows = x.dim(0);
        int length = x.data().length / rows;
        for (int i = 0; i < x.data().length; i++) {
            int partner = (int) partners.data()[i / length];
            boolean known = partner >= 0 && partner < rows;
            y.data()[i] = known ? share * x.data()[i] + (1 - share) * x.data()[partner * length + i % length] : Double.NaN;
        }
        return y;
    }
}
