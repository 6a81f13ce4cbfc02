package org.neocog.testing;

import java.util.List;
import org.neocog.graph.ActivationOp;
import org.neocog.graph.Add;
import org.neocog.graph.AddBias;
import org.neocog.graph.AvgPool2d;
import org.neocog.graph.AvgPool2dGrad;
import org.neocog.graph.ChannelSum;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Conv2dInputGrad;
import org.neocog.graph.Conv2dWeightGrad;
import org.neocog.graph.CountCorrect;
import org.neocog.graph.DropPath;
import org.neocog.graph.Dropout;
import org.neocog.graph.EmbeddingOp;
import org.neocog.graph.Fill;
import org.neocog.graph.HistoryUpdate;
import org.neocog.graph.L2;
import org.neocog.graph.L2Grad;
import org.neocog.graph.LstmOp;
import org.neocog.graph.MatMul;
import org.neocog.graph.MaxPool2d;
import org.neocog.graph.MaxPool2dGrad;
import org.neocog.graph.MeanSquaredError;
import org.neocog.graph.MeanSquaredErrorGrad;
import org.neocog.graph.MovementOp;
import org.neocog.graph.MovingAverageUpdate;
import org.neocog.graph.Mul;
import org.neocog.graph.MulticlassHinge;
import org.neocog.graph.MulticlassHingeGrad;
import org.neocog.graph.NormalizationOp;
import org.neocog.graph.OneHot;
import org.neocog.graph.OptimizerUpdate;
import org.neocog.graph.RecipeOp;
import org.neocog.graph.Relu;
import org.neocog.graph.ReluGrad;
import org.neocog.graph.RoiOp;
import org.neocog.graph.ResamplingOp;
import org.neocog.graph.Scale;
import org.neocog.graph.Sigmoid;
import org.neocog.graph.SigmoidGrad;
import org.neocog.graph.Softmax;
import org.neocog.graph.SoftmaxCrossEntropy;
import org.neocog.graph.SoftmaxCrossEntropyGrad;
import org.neocog.graph.SoftmaxGrad;
import org.neocog.graph.Tanh;
import org.neocog.graph.TanhGrad;
import org.neocog.graph.TargetLossOp;

/**
 * Every operation a second time: plain loops in double precision, written from the formulas alone and sharing no code with
 * any device, nor the shape rules of the graph.
 */
final class Reference {
    private Reference() {}

    /** What the operation writes: its output, then, for an optimizer, the slots. */
    static List<DoubleTensor> evaluate(ComputeOp op, List<DoubleTensor> in) {
        return op instanceof OptimizerUpdate update ? ReferenceUpdates.step(update, in) : List.of(output(op, in));
    }

    private static DoubleTensor output(ComputeOp op, List<DoubleTensor> in) {
        return switch (op) {
            case ActivationOp activation -> ReferenceActivations.output(activation, in);
            case Add _ -> in.get(0).zip(in.get(1), Double::sum);
            case Mul _ -> in.get(0).zip(in.get(1), (a, b) -> a * b);
            case Scale scale -> in.get(0).map(x -> scale.factor() * x);
            case Fill fill -> DoubleTensor.zeros(fill.spec().shape()).map(_ -> fill.value());
            case RecipeOp recipe -> ReferenceRecipes.output(recipe, in);
            case Relu _ -> in.get(0).map(x -> x < 0 ? 0 : x);
            case ReluGrad _ -> in.get(0).zip(in.get(1), (y, dy) -> y <= 0 ? 0 : dy);
            case Sigmoid _ -> in.get(0).map(x -> 1 / (1 + Math.exp(-x)));
            case SigmoidGrad _ -> in.get(0).zip(in.get(1), (y, dy) -> dy * y * (1 - y));
            case Tanh _ -> in.get(0).map(Math::tanh);
            case TanhGrad _ -> in.get(0).zip(in.get(1), (y, dy) -> dy * (1 - y * y));
            case DropPath dropPath -> ReferenceChannels.dropPath(dropPath, in.get(0), in.get(1));
            case Dropout dropout -> ReferenceChannels.dropout(dropout, in.get(0), in.get(1));
            case AddBias _ -> ReferenceChannels.addBias(in.get(0), in.get(1));
            case ChannelSum _ -> ReferenceChannels.sum(in.get(0));
            case MovementOp movement -> ReferenceMovement.output(movement, in);
            case ResamplingOp resampling -> ReferenceResampling.output(resampling, in);
            case MatMul matMul -> ReferenceProducts.matMul(matMul, in.get(0), in.get(1));
            case Conv2d conv -> ReferenceProducts.conv(conv, in);
            case Conv2dInputGrad grad -> ReferenceProducts.inputGrad(grad.geometry(), in.get(0), in.get(1));
            case Conv2dWeightGrad grad -> ReferenceProducts.weightGrad(grad.geometry(), in.get(0), in.get(1));
            case MaxPool2d pool -> ReferencePools.max(pool.window(), in.get(0));
            case MaxPool2dGrad pool -> ReferencePools.maxGrad(pool.window(), in.get(0), in.get(1));
            case AvgPool2d pool -> ReferencePools.average(pool.window(), pool.countPadding(), in.get(0));
            case AvgPool2dGrad pool -> ReferencePools.averageGrad(pool, in.get(0));
            case Softmax _ -> ReferenceLosses.softmax(in.get(0));
            case SoftmaxGrad _ -> ReferenceLosses.softmaxGrad(in.get(0), in.get(1));
            case SoftmaxCrossEntropy _ -> ReferenceLosses.crossEntropy(in.get(0), in.get(1));
            case SoftmaxCrossEntropyGrad _ -> ReferenceLosses.crossEntropyGrad(in.get(0), in.get(1), in.get(2).value());
            case MulticlassHinge hinge -> ReferenceLosses.hinge(hinge.margin(), in.get(0), in.get(1));
            case MulticlassHingeGrad hinge ->
                ReferenceLosses.hingeGrad(hinge.margin(), in.get(0), in.get(1), in.get(2).value());
            case CountCorrect _ -> ReferenceLosses.countCorrect(in.get(0), in.get(1));
            case NormalizationOp normalization -> ReferenceNormalizations.output(normalization, in);
            case OneHot oneHot -> ReferenceLosses.oneHot(oneHot, in.get(0));
            case MeanSquaredError _ ->
                DoubleTensor.scalar(
                        in.get(0).zip(in.get(1), (x, t) -> (x - t) * (x - t)).sum() / in.get(0).data().length);
            case MeanSquaredErrorGrad _ -> {
                double factor = in.get(2).value() * 2 / in.get(0).data().length;
                yield in.get(0).zip(in.get(1), (x, t) -> factor * (x - t));
            }
            case L2 l2 -> DoubleTensor.scalar(l2.coefficient() * in.get(0).map(x -> x * x).sum());
            case L2Grad l2 -> in.get(0).map(x -> in.get(1).value() * 2 * l2.coefficient() * x);
            case EmbeddingOp embedding -> ReferenceEmbedding.output(embedding, in);
            case LstmOp lstm -> ReferenceLstm.output(lstm, in);
            case RoiOp roi -> ReferenceRoi.output(roi, in);
            case TargetLossOp loss -> ReferenceTargetLosses.output(loss, in);
            case HistoryUpdate _ -> ReferenceUpdates.history(in.get(0), in.get(1).value(), in.get(2).value());
            case MovingAverageUpdate update -> ReferenceUpdates.movingAverage(update, in.get(0), in.get(1));
            case OptimizerUpdate update -> throw new IllegalArgumentException(update.opName() + " has several results");
        };
    }
}
