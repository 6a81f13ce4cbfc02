package org.neocog.data;

import java.util.List;
import org.neocog.data.augment.Picture;
import org.neocog.data.augment.PictureSize;

/** Labelled pictures, perhaps each of a size of its own. May be read by several threads at once. */
interface PictureSource {
    int size();

    List<String> labels();

    int label(int index);

    int channels();

    /** The size that {@link #read} gives a picture but for pixels left out, without decoding it. */
    PictureSize pictureSize(int index);

    /** A picture, not yet augmented. */
    Picture read(int index);

    /** What errors call the picture: its file. */
    String name(int index);

    /** Whether reading is a copy and no decoding. */
    boolean inMemory();

    /** What was left out: file and reason. */
    List<String> skipped();
}
