package org.neocog.graph;

/** Activation functions beside ReLU, sigmoid, tanh and softmax, and their gradients. */
public sealed interface ActivationOp extends ComputeOp
        permits Elu,
                EluGrad,
                Gelu,
                GeluGrad,
                LeakyRelu,
                LeakyReluGrad,
                LogSoftmax,
                LogSoftmaxGrad,
                Softplus,
                SoftplusGrad {}
