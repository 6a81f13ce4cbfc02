package org.neocog.train;

/**
 * How well a network does on labelled data.
 *
 * @param loss the mean over the examples
 * @param accuracy share of the examples whose largest score is their label's, 0 to 1
 * @param examples how many there were
 * @param confusion how many examples of each class (row) were taken for each class (column)
 */
public record Evaluation(double loss, double accuracy, int examples, int[][] confusion) {}
