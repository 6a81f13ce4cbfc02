package org.neocog.train;

/**
 * One class of a prediction.
 *
 * @param index the class
 * @param label its name
 * @param probability 0 to 1
 */
public record ClassProbability(int index, String label, float probability) {}
