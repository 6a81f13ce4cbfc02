package org.neocog.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.neocog.NeocogException;
import org.neocog.data.augment.Augmentation;
import org.neocog.data.augment.Picture;
import org.neocog.data.augment.PictureSize;

/**
 * The picture files of one part of an image folder. They are decoded when they are read, or, if they fit, once and for all
 * and kept as bytes.
 */
final class FolderPictures implements PictureSource {
    private final ClassFolders folders;
    private final Augmentation augmentation;
    private final int channels;
    /** Which of the folders' files there are here, in their order. */
    private final int[] files;
    /** By file, not by index. */
    private final PictureSize[] sizes;
    /** By file; empty if the pictures are not kept. */
    private final Levels[] levels;
    /** By file: why it was left out; the others are null. */
    private final String[] reasons;

    private FolderPictures(
            ClassFolders folders,
            Augmentation augmentation,
            int channels,
            PictureSize[] sizes,
            Levels[] levels,
            String[] reasons) {
        this.folders = folders;
        this.augmentation = augmentation;
        this.channels = channels;
        this.sizes = sizes;
        this.levels = levels;
        this.reasons = reasons;
        this.files = IntStream.range(0, reasons.length).filter(file -> reasons[file] == null).toArray();
    }

    /**
     * Looks at the head of each file.
     *
     * @throws NeocogException naming the first file that is no picture or one too large to be decoded, unless such are to be
     *     skipped; or a class of which nothing is left
     */
    static FolderPictures open(ClassFolders folders, DataOptions options) {
        int count = folders.files().size();
        ImageHeader[] headers = new ImageHeader[count];
        String[] reasons = new String[count];
        each(folders, options, reasons, file -> {
            Path path = folders.files().get(file);
            ImageHeader header = ImageHeader.read(path);
            if (options.augmentation().tooLarge(header.size())) {
                ImageFile.requireFit(path, header.size(), options.augmentation());
            }
            headers[file] = header;
        });
        requireSome(folders, reasons);
        PictureSize[] sizes = new PictureSize[count];
        boolean grey = true;
        for (int file = 0; file < count; file++) {
            if (reasons[file] == null) {
                sizes[file] = headers[file].size();
                grey &= headers[file].grey();
            }
        }
        int channels = options.channels() > 0 ? options.channels() : grey ? 1 : 3;
        return new FolderPictures(folders, options.augmentation(), channels, sizes, new Levels[0], reasons);
    }

    /**
     * Decodes all pictures if they fit in memory, and keeps them; or only to see whether they are sound, if those that are
     * not are to be skipped.
     *
     * @throws NeocogException as {@link #open} does
     */
    FolderPictures load(DataOptions options) {
        long bytes = 0;
        for (int file : files) {
            PictureSize size = sizes[file];
            bytes += (long) channels * size.height() * size.width();
        }
        boolean fits = bytes <= Math.min(options.memory(), Runtime.getRuntime().maxMemory() / 4);
        if (!fits && !options.skipBad()) {
            return this;
        }
        Levels[] decoded = new Levels[fits ? sizes.length : 0];
        String[] bad = reasons.clone();
        each(folders, options, bad, file -> {
            if (bad[file] == null) {
                Levels one = ImageFile.levels(folders.files().get(file), channels, augmentation);
                if (fits) {
                    decoded[file] = one;
                }
            }
        });
        requireSome(folders, bad);
        return new FolderPictures(folders, augmentation, channels, sizes, decoded, bad);
    }

    /** Does something with each file; what fails is an error, or a reason to leave the file out. */
    private static void each(
            ClassFolders folders, DataOptions options, String[] reasons, IntConsumer task) {
        Parallel.run(folders.files().size(), options.workerThreads(), file -> {
            try {
                task.accept(file);
            } catch (NeocogException e) {
                // Too little memory is no fault of the picture: skipping it would make the data depend on the heap.
                if (!options.skipBad() || e.getCause() instanceof OutOfMemoryError) {
                    throw e;
                }
                reasons[file] = e.getMessage();
            }
        });
    }

    private static void requireSome(ClassFolders folders, String[] reasons) {
        int[] left = new int[folders.classes().size()];
        String[] firstReason = new String[left.length];
        for (int file = 0; file < reasons.length; file++) {
            int label = folders.labels()[file];
            if (reasons[file] == null) {
                left[label]++;
            } else if (firstReason[label] == null) {
                firstReason[label] = reasons[file];
            }
        }
        for (int label = 0; label < left.length; label++) {
            if (left[label] == 0) {
                throw new NeocogException(folders.folder().resolve(folders.classes().get(label))
                        + ": no picture of the class can be read; the first: " + firstReason[label]);
            }
        }
    }

    @Override
    public int size() {
        return files.length;
    }

    @Override
    public List<String> labels() {
        return folders.classes();
    }

    @Override
    public int label(int index) {
        return folders.labels()[files[index]];
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public PictureSize pictureSize(int index) {
        return sizes[files[index]];
    }

    @Override
    public Picture read(int index) {
        int file = files[index];
        return (inMemory() ? levels[file] : ImageFile.levels(folders.files().get(file), channels, augmentation)).picture();
    }

    @Override
    public String name(int index) {
        return folders.files().get(files[index]).toString();
    }

    @Override
    public boolean inMemory() {
        return levels.length > 0;
    }

    @Override
    public List<String> skipped() {
        List<String> skipped = new ArrayList<>();
        for (String reason : reasons) {
            if (reason != null) {
                skipped.add(reason);
            }
        }
        return Collections.unmodifiableList(skipped);
    }
}
