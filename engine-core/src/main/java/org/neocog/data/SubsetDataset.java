package org.neocog.data;

import java.util.List;
import java.util.Objects;
import org.neocog.random.RandomStream;
import org.neocog.tensor.Shape;

/** A view of chosen examples in a chosen order. */
final class SubsetDataset implements Dataset {
    private final Dataset source;
    private final int[] indices;

    SubsetDataset(Dataset source, int[] indices) {
        if (indices.length == 0) {
            throw new IllegalArgumentException("a subset needs at least one example");
        }
        for (int index : indices) {
            Objects.checkIndex(index, source.size());
        }
        this.source = source;
        this.indices = indices.clone();
    }

    @Override
    public int size() {
        return indices.length;
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
        return source.label(indices[index]);
    }

    @Override
    public void read(int index, float[] target, int offset) {
        source.read(indices[index], target, offset);
    }

    @Override
    public void readAugmented(int index, RandomStream random, float[] target, int offset) {
        source.readAugmented(indices[index], random, target, offset);
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
        return source.normalization();
    }

    @Override
    public Dataset normalized(Normalization normalization) {
        return new SubsetDataset(source.normalized(normalization), indices);
    }
}
