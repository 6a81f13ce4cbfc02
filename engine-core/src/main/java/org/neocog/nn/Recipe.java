package org.neocog.nn;

/**
 * How a model is trained when nothing else is asked for.
 *
 * @param optimizer name, and options after a colon: {@code adam}, {@code momentum:momentum=0.95}
 * @param learningRate the rate that the schedule begins with; above 0
 * @param schedule name, and options after a colon: {@code constant}, {@code exponential:factor=0.6}
 * @param weightDecay factor of the L2 penalty on weights; 0 for none
 * @param batch images in a step
 * @param epochs passes over the training data
 * @param normalize whether images, in [0, 1], are brought to mean 0 and standard deviation 1 in each channel
 */
public record Recipe(
        String optimizer,
        double learningRate,
        String schedule,
        double weightDecay,
        int batch,
        int epochs,
        boolean normalize) {
    public Recipe {
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("the learning rate must be above 0, not " + learningRate);
        }
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
            throw new IllegalArgumentException("the weight decay must be at least 0, not " + weightDecay);
        }
        if (batch < 1 || epochs < 1) {
            throw new IllegalArgumentException("batch and epochs must be at least 1, not " + batch + " and " + epochs);
        }
    }

    /** A recipe for normalised images. */
    public Recipe(String optimizer, double learningRate, String schedule, double weightDecay, int batch, int epochs) {
        this(optimizer, learningRate, schedule, weightDecay, batch, epochs, true);
    }

    /** Adam at its authors' rate 0.001, constant, no weight decay, batches of 100, 10 epochs, normalised images. */
    public static Recipe defaults() {
        return new Recipe("adam", 0.001, "constant", 0, 100, 10);
    }
}
