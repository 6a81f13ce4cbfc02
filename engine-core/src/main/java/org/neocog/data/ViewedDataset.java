package org.neocog.data;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.neocog.NeocogException;
import org.neocog.data.augment.Augmentation;
import org.neocog.data.augment.Picture;
import org.neocog.data.augment.PictureSize;
import org.neocog.data.augment.TestViews;
import org.neocog.tensor.Shape;

/** Several views of each picture, side by side: view v of picture p is example {@code p * views + v}. */
final class ViewedDataset implements Dataset {
    /** So many pictures are kept for their next view, which is wanted soon: in a batch of another thread at the latest. */
    private static final int RECENT = 16;

    private final PictureSource source;
    private final Augmentation scaling;
    private final TestViews views;
    private final PictureSize crop;
    private final Normalization normalization;
    private final AtomicReferenceArray<Recent> recent = new AtomicReferenceArray<>(RECENT);

    private record Recent(int index, Picture picture) {}

    private ViewedDataset(
            PictureSource source,
            Augmentation scaling,
            TestViews views,
            PictureSize crop,
            Normalization normalization) {
        this.source = source;
        this.scaling = scaling;
        this.views = views;
        this.crop = crop;
        this.normalization = normalization;
    }

    /**
     * @param scaling what scales the pictures before the views are taken, where the views do not scale them themselves
     * @throws NeocogException if a picture is too small for the views, or there are 2^31 views or more
     */
    static ViewedDataset of(PictureSource source, Augmentation scaling, TestViews views, PictureSize crop) {
        Augmentation before = views.scales().isEmpty() ? scaling.testScaling() : Augmentation.none();
        for (int index = 0; index < source.size(); index++) {
            PictureSize size = source.pictureSize(index);
            String name = source.name(index);
            before.problem(size).or(() -> views.problem(before.outputSize(size), crop)).ifPresent(problem -> {
                throw new NeocogException(name + ": " + ImageFile.describe(size) + ", " + problem);
            });
        }
        if ((long) source.size() * views.count() > Integer.MAX_VALUE) {
            throw new NeocogException(source.size() + " pictures in " + views.count() + " views each are too many");
        }
        return new ViewedDataset(source, before, views, crop, Normalization.identity(source.channels()));
    }

    @Override
    public int size() {
        return source.size() * views.count();
    }

    @Override
    public Shape imageShape() {
        return Shape.of(source.channels(), crop.height(), crop.width());
    }

    @Override
    public List<String> labels() {
        return source.labels();
    }

    @Override
    public int label(int index) {
        return source.label(index / views.count());
    }

    @Override
    public void read(int index, float[] target, int offset) {
        Picture view = views.view(picture(index / views.count()), crop, index % views.count());
        System.arraycopy(view.values(), 0, target, offset, view.values().length);
        normalization.apply(imageShape(), target, offset);
    }

    private Picture picture(int index) {
        Recent kept = recent.get(index % RECENT);
        if (kept != null && kept.index() == index) {
            return kept.picture();
        }
        Picture picture = scaling.test(source.read(index));
        recent.set(index % RECENT, new Recent(index, picture));
        return picture;
    }

    @Override
    public Normalization normalization() {
        return normalization;
    }

    @Override
    public Dataset normalized(Normalization other) {
        if (!normalization.isIdentity()) {
            throw new IllegalStateException("the data are normalised already, by " + normalization);
        }
        other.requireChannels(source.channels());
        return new ViewedDataset(source, scaling, views, crop, other);
    }

    @Override
    public boolean inMemory() {
        return source.inMemory();
    }

    @Override
    public List<String> skipped() {
        return source.skipped();
    }
}
