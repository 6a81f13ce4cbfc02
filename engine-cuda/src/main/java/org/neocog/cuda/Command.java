package org.neocog.cuda;

/** One thing that the GPU is told to do for a node: a description without addresses or handles. */
sealed interface Command permits KernelCall, MatrixProduct {}
