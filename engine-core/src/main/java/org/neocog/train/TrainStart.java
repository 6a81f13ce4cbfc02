package org.neocog.train;

/**
 * What a training is about to do.
 *
 * @param epochs of the whole run
 * @param batches steps of an epoch
 * @param trainExamples examples to train on
 * @param valExamples examples to validate with
 * @param step steps done before, above 0 if a run is resumed
 * @param parameters numbers that training finds
 * @param deviceBytes all that will be allocated on the device: weights and optimizer once, the inputs of the plans for
 *     training and validation at each batch size, and one arena as large as the largest plan needs
 */
public record TrainStart(
        int epochs, int batches, int trainExamples, int valExamples, long step, long parameters, long deviceBytes) {}
