package org.neocog.graph;

/** Operations that make images of {@code N x C x H x W} smaller or larger, plane by plane, and their adjoints. */
public sealed interface ResamplingOp extends ComputeOp
        permits AdaptiveAvgPool2d,
                AdaptiveAvgPool2dGrad,
                BedOfNails,
                BedOfNailsGrad,
                MaxUnpool2d,
                MaxUnpool2dGrad,
                NearestUnpool,
                NearestUnpoolGrad {}
