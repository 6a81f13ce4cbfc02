package org.neocog.features;

import java.util.List;
import java.util.stream.Collectors;
import org.neocog.tensor.Shape;

/** Several features of an image, one after the other in one vector. */
record CombinedFeatures(List<Features> parts) implements Features {
    CombinedFeatures {
        parts = List.copyOf(parts);
    }

    @Override
    public Shape imageShape() {
        return parts.getFirst().imageShape();
    }

    @Override
    public int size() {
        return parts.stream().mapToInt(Features::size).sum();
    }

    @Override
    public String text() {
        return parts.stream().map(Features::text).collect(Collectors.joining("+"));
    }

    @Override
    public float[] codebook() {
        return parts.stream().map(Features::codebook).filter(book -> book.length > 0).findFirst().orElse(new float[0]);
    }

    @Override
    public void compute(float[] image, float[] target, int offset) {
        int at = offset;
        for (Features part : parts) {
            part.compute(image, target, at);
            at += part.size();
        }
    }
}
