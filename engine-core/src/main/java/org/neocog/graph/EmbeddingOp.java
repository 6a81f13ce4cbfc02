package org.neocog.graph;

/** Rows of a table by their numbers, and the gradient of the table. */
public sealed interface EmbeddingOp extends ComputeOp permits Embedding, EmbeddingGrad {}
