package org.neocog.data;

import java.util.List;
import org.neocog.random.RandomStream;
import org.neocog.tensor.Shape;

/** A view that normalises what the data under it gives in [0, 1]. */
final class NormalizedDataset implements Dataset {
    private final Dataset source;
    private final Normalization normalization;

    NormalizedDataset(Dataset source, Normalization normalization) {
        if (!source.normalization().isIdentity()) {
            throw new IllegalStateException("the data are normalised already, by " + source.normalization());
        }
        normalization.requireChannels(source.imageShape().dim(0));
        this.source = source;
        this.normalization = normalization;
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public Shape imageShape() {
        return source.imageShape();
    }

    @Override
    public List<String> labels() {
        return source.labels();
    }

    @Override
    public int label(int index) {
        return source.label(index);
    }

    @Override
    public void read(int index, float[] target, int offset) {
        source.read(index, target, offset);
        normalization.apply(imageShape(), target, offset);
    }

    @Override
    public void readAugmented(int index, RandomStream random, float[] target, int offset) {
        source.readAugmented(index, random, target, offset);
        normalization.apply(imageShape(), target, offset);
    }

    @Override
    public boolean inMemory() {
        return source.inMemory();
    }

    @Override
    public List<String> skipped() {
        return source.skipped();
    }

    @Override
    public Normalization normalization() {
        return normalization;
    }
}
