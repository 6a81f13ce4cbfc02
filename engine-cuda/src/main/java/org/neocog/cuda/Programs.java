package org.neocog.cuda;

import org.neocog.graph.ActivationOp;
import org.neocog.graph.AdadeltaUpdate;
import org.neocog.graph.AdamUpdate;
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
import org.neocog.graph.Node;
import org.neocog.graph.NormalizationOp;
import org.neocog.graph.OneHot;
import org.neocog.graph.PoolGeometry;
import org.neocog.graph.RecipeOp;
import org.neocog.graph.Relu;
import org.neocog.graph.ReluGrad;
import org.neocog.graph.ResamplingOp;
import org.neocog.graph.RmsPropUpdate;
import org.neocog.graph.RoiOp;
import org.neocog.graph.Scale;
import org.neocog.graph.SgdUpdate;
import org.neocog.graph.Sigmoid;
import org.neocog.graph.SigmoidGrad;
import org.neocog.graph.Softmax;
import org.neocog.graph.SoftmaxCrossEntropy;
import org.neocog.graph.SoftmaxCrossEntropyGrad;
import org.neocog.graph.SoftmaxGrad;
import org.neocog.graph.Tanh;
import org.neocog.graph.TanhGrad;
import org.neocog.graph.TargetLossOp;
import org.neocog.tensor.Shape;

/** From operations to what the GPU does for them, with the engine's own kernels and cuBLAS. */
final class Programs {
    private Programs() {}

    /**
     * @param workspaceLimit bytes of scratch that a convolution should not exceed
     */
    static Program of(ComputeOp op, Node node, long workspaceLimit) {
        Shape out = node.shape();
        Shape in = node.inputs().isEmpty() ? out : node.input(0).shape();
        int n = out.elements();
        return switch (op) {
            case ActivationOp a -> ActivationPrograms.of(a, out);
            case Add _ -> ElementwisePrograms.add(n);
            case AddBias _ -> BiasPrograms.addBias(out);
            case AvgPool2d p -> PoolPrograms.avg(PoolGeometry.of(in, p.window()), p.countPadding());
            case AvgPool2dGrad p -> PoolPrograms.avgGrad(PoolGeometry.of(out, p.window()), p.countPadding());
            case ChannelSum _ -> BiasPrograms.channelSum(in);
            case Conv2d c -> ConvolutionPrograms.forward(c.geometry(node.inputSpecs()), c.bias(), workspaceLimit);
            case Conv2dInputGrad c -> ConvolutionPrograms.inputGrad(c.geometry(), workspaceLimit);
            case Conv2dWeightGrad c -> ConvolutionPrograms.weightGrad(c.geometry(), workspaceLimit);
            case CountCorrect _ -> RowPrograms.countCorrect(in);
            case DropPath d -> ElementwisePrograms.dropPath(n, d, in);
            case Dropout d -> ElementwisePrograms.dropout(n, d);
            case Fill f -> ElementwisePrograms.fill(n, f.value());
            case L2 l -> ReductionPrograms.l2(in.elements(), l.coefficient());
            case L2Grad l -> ElementwisePrograms.l2Grad(n, l.coefficient());
            case MatMul p -> MatMulProgram.of(p, in, node.input(1).shape(), out);
            case MaxPool2d p -> PoolPrograms.max(PoolGeometry.of(in, p.window()));
            case MaxPool2dGrad p -> PoolPrograms.maxGrad(PoolGeometry.of(in, p.window()));
            case MeanSquaredError _ -> ReductionPrograms.meanSquaredError(in.elements());
            case MeanSquaredErrorGrad _ -> ElementwisePrograms.meanSquaredErrorGrad(n);
            case MovementOp m -> MovementPrograms.of(m, node);
            case Mul _ -> ElementwisePrograms.mul(n);
            case MulticlassHinge h -> RowPrograms.hinge(in, h.margin());
            case MulticlassHingeGrad h -> RowPrograms.hingeGrad(in, h.margin());
            case NormalizationOp o -> NormalizationPrograms.of(o, in);
            case OneHot o -> RowPrograms.oneHot(out, o);
            case RecipeOp r -> RecipePrograms.of(r, in);
            case Relu _ -> ElementwisePrograms.activation("relu", n);
            case ReluGrad _ -> ElementwisePrograms.activationGrad("relu", n);
            case ResamplingOp r -> ResamplingPrograms.of(r, node);
            case Scale s -> ElementwisePrograms.scale(n, s.factor());
            case Sigmoid _ -> ElementwisePrograms.activation("sigmoid", n);
            case SigmoidGrad _ -> ElementwisePrograms.activationGrad("sigmoid", n);
            case Softmax _ -> RowPrograms.softmax(in);
            case SoftmaxCrossEntropy _ -> RowPrograms.crossEntropy(in);
            case SoftmaxCrossEntropyGrad _ -> RowPrograms.crossEntropyGrad(in);
            case SoftmaxGrad _ -> RowPrograms.softmaxGrad(in);
            case Tanh _ -> ElementwisePrograms.activation("tanh", n);
            case TanhGrad _ -> ElementwisePrograms.activationGrad("tanh", n);
            case EmbeddingOp e -> EmbeddingPrograms.of(e, node.inputSpecs(), out);
            case LstmOp l -> LstmPrograms.of(l, node.inputSpecs());
            case RoiOp r -> RoiPrograms.of(r, node.inputSpecs(), out);
            case TargetLossOp t -> TargetLossPrograms.of(t, in);
            case AdadeltaUpdate u -> UpdatePrograms.adadelta(n, u);
            case AdamUpdate u -> UpdatePrograms.adam(n, u);
            case HistoryUpdate _ -> UpdatePrograms.history(n);
            case MovingAverageUpdate u -> UpdatePrograms.movingAverage(n, u);
            case RmsPropUpdate u -> UpdatePrograms.rmsProp(n, u);
            case SgdUpdate u -> UpdatePrograms.sgd(n, u);
        };
    }
}
