package org.neocog.data.augment;

import java.util.List;
import java.util.Optional;
import org.neocog.UsageException;

/**
 * The views of a picture whose probabilities are averaged in a test: at each scale, crops at the middle and the corners,
 * and their mirror images (Krizhevsky et al. 2012; with several scales, He et al. 2015).
 *
 * @param crops 1 (the middle), 5 (middle and corners) or 10 (those and their mirror images)
 * @param scales lengths that the shorter side is scaled to, one after the other; none leaves the picture at the size that
 *     the augmentation gives it
 */
public record TestViews(int crops, List<Integer> scales) {
    /** The middle and the corners. */
    private static final int PLACES = 5;

    /**
     * @throws UsageException if it is another number of crops, or a scale is below 1
     */
    public TestViews {
        scales = List.copyOf(scales);
        if (crops != 1 && crops != 5 && crops != 10) {
            throw new UsageException("--crops " + crops + ": can be 1 (the middle), 5 (and the corners) or 10 (and their mirror"
                    + " images)");
        }
        for (int scale : scales) {
            if (scale < 1 || scale > 65_535) {
                throw new UsageException("--scales " + scale + ": a side has from 1 to 65535 pixels");
            }
        }
    }

    /** Views of each picture. */
    public int count() {
        return crops * Math.max(1, scales.size());
    }

    /**
     * One view of a picture. Views go scale by scale; within each the middle, then the corners (top left, top right, bottom
     * left, bottom right), then their mirror images in the same order.
     *
     * @param view from 0 up to but not including {@link #count}
     * @throws IllegalArgumentException if the scaled picture is smaller than the crop
     */
    public Picture view(Picture picture, PictureSize crop, int view) {
        PictureSize full = size(picture.size(), view / crops);
        Augmentation.requireRoom(full, crop);
        int bottom = full.height() - crop.height();
        int right = full.width() - crop.width();
        int[] corner = switch (view % crops % PLACES) {
            case 0 -> new int[] {
                Augmentation.middle(full.height(), crop.height()), Augmentation.middle(full.width(), crop.width())
            };
            case 1 -> new int[] {0, 0};
            case 2 -> new int[] {0, right};
            case 3 -> new int[] {bottom, 0};
            default -> new int[] {bottom, right};
        };
        Picture part = Resampler.region(picture, full, corner[0], corner[1], crop);
        return view % crops < PLACES ? part : Moves.mirrored(part);
    }

    /** Why a picture of this size has no such views, in words that follow "the picture is 3 wide and 2 high". */
    public Optional<String> problem(PictureSize picture, PictureSize crop) {
        for (int scale = 0; scale < Math.max(1, scales.size()); scale++) {
            PictureSize full = size(picture, scale);
            if (full.pixels() > Augmentation.MOST_PIXELS) {
                return Optional.of("which --scales " + scales.get(scale) + " would make " + full.width() + " wide and "
                        + full.height() + " high: more than " + Augmentation.MOST_PIXELS + " pixels");
            }
            if (full.height() < crop.height() || full.width() < crop.width()) {
                return Optional.of((scales.isEmpty() ? "" : "at --scales " + scales.get(scale) + " ")
                        + "too small for the " + crop + " that the network takes; give --scales " + crop.longSide()
                        + " or more");
            }
        }
        return Optional.empty();
    }

    private PictureSize size(PictureSize picture, int scale) {
        return scales.isEmpty() ? picture : picture.withShortSide(scales.get(scale));
    }
}
