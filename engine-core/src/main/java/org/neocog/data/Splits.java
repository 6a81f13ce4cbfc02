package org.neocog.data;

/**
 * Data to train on and data kept apart from training: the test set of a published folder, or the validation part taken off
 * by {@link Datasets#holdOut}.
 */
public record Splits(Dataset train, Dataset heldOut) {
    /**
     * @throws IllegalArgumentException if the two differ in image shape or in classes
     */
    public Splits {
        if (!train.imageShape().equals(heldOut.imageShape()) || !train.labels().equals(heldOut.labels())) {
            throw new IllegalArgumentException("the two parts differ in image shape or classes");
        }
    }
}
