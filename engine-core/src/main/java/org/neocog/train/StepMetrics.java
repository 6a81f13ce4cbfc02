package org.neocog.train;

/**
 * What a training step saw.
 *
 * @param epoch from 1
 * @param batch from 1
 * @param batches steps of the epoch
 * @param examples examples of this batch
 * @param loss their mean loss, before the update
 * @param learningRate of the update
 */
public record StepMetrics(int epoch, int batch, int batches, int examples, double loss, float learningRate) {}
