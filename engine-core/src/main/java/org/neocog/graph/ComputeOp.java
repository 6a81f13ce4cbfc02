package org.neocog.graph;

import java.util.List;

/**
 * An operation that a device has a kernel for. Each device compiles these in one exhaustive {@code switch}: an operation
 * added here does not build until every device has an answer to it.
 */
public sealed interface ComputeOp extends Op
        permits ActivationOp,
                Add,
                AddBias,
                AvgPool2d,
                AvgPool2dGrad,
                ChannelSum,
                Conv2d,
                Conv2dInputGrad,
                Conv2dWeightGrad,
                CountCorrect,
                Dropout,
                DropPath,
                EmbeddingOp,
                Fill,
                L2,
                L2Grad,
                LstmOp,
                MatMul,
                MaxPool2d,
                MaxPool2dGrad,
                MeanSquaredError,
                MeanSquaredErrorGrad,
                MovementOp,
                Mul,
                NormalizationOp,
                MulticlassHinge,
                MulticlassHingeGrad,
                OneHot,
                RecipeOp,
                Relu,
                ReluGrad,
                RoiOp,
                ResamplingOp,
                Scale,
                Sigmoid,
                SigmoidGrad,
                Softmax,
                SoftmaxCrossEntropy,
                SoftmaxCrossEntropyGrad,
                SoftmaxGrad,
                Tanh,
                TanhGrad,
                TargetLossOp,
                UpdateOp {

    /**
     * The inputs whose storage the output may take over when nobody reads them afterwards, the preferred one first.
     * A kernel of such an operation must work with the output in the place of that input.
     */
    default List<Integer> inPlaceInputs() {
        return List.of();
    }
}
