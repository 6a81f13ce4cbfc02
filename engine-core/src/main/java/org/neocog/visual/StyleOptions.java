package org.neocog.visual;

import java.util.List;
import java.util.Optional;

/**
 * How a style is transferred.
 *
 * @param contentLayer whose activations should be those of the content image; chosen by {@link StyleLayers} if empty
 * @param styleLayers whose correlations should be those of the style image; chosen likewise if empty
 * @param contentWeight factor of the content's loss
 * @param styleWeight factor of the style's loss
 * @param totalVariation factor of the mean squared difference of neighbouring pixels; 0 for none
 * @param steps of Adam
 * @param rate Adam's learning rate, in units of the normalised image
 * @param noise whether to begin with noise and not with the content image
 * @param seed of the noise
 */
public record StyleOptions(
        Optional<String> contentLayer,
        List<String> styleLayers,
        double contentWeight,
        double styleWeight,
        double totalVariation,
        int steps,
        double rate,
        boolean noise,
        long seed) {
    /**
     * @throws IllegalArgumentException if a number is out of range
     */
    public StyleOptions {
        styleLayers = List.copyOf(styleLayers);
        if (!(contentWeight >= 0) || !(styleWeight >= 0) || !(totalVariation >= 0) || contentWeight + styleWeight == 0) {
            throw new IllegalArgumentException("weights are at least 0, and one of content and style is above");
        }
        if (steps < 1 || !(rate > 0)) {
            throw new IllegalArgumentException("there is at least one step, and the rate is above 0");
        }
    }

    /** Layers by {@link StyleLayers}, weights 1 and 1,000,000, no smoothing, 300 steps of 0.05 from the content image. */
    public static StyleOptions defaults() {
        return new StyleOptions(Optional.empty(), List.of(), 1, 1e6, 0, 300, 0.05, false, 0);
    }
}
