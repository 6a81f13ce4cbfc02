package org.neocog.data.augment;

import java.util.Optional;
import org.neocog.random.RandomStream;

/**
 * What becomes of a picture before a network sees it, always in this order: scaled, cropped, shifted, mirrored, turned
 * upside down, its colours changed, a square cut out. In training each is random; a test sees the same picture each time:
 * scaled, to the least side where there is a range, and its middle cropped.
 *
 * @param resize every picture stretched to this size
 * @param scale the shorter side scaled to a length drawn evenly from this range, keeping the ratio
 * @param crop a part of this size: at a random place in training, the middle in a test
 * @param shift moved by up to so many pixels each way, black coming in at the edges: torchvision's
 *     {@code RandomCrop(size, padding)}
 * @param flip left and right exchanged in every second picture
 * @param verticalFlip top and bottom likewise
 * @param jitter changes of colour
 * @param cutout side of a square, its middle anywhere, that is set to the mean colour (DeVries and Taylor, "Improved
 *     regularization of convolutional neural networks with cutout", 2017); 0 for none
 */
public record Augmentation(
        Optional<PictureSize> resize,
        Optional<SideRange> scale,
        Optional<PictureSize> crop,
        int shift,
        boolean flip,
        boolean verticalFlip,
        ColorJitter jitter,
        int cutout) {
    /** The most pixels that a picture may be decoded or scaled to: 2^26, which are 800 MB as floats of three channels. */
    static final long MOST_PIXELS = 1L << 26;
    /** Above this a picture that is to be made much smaller is read at some of its pixels only: 2^24. */
    private static final long WHOLE_PIXELS = 1L << 24;

    /**
     * @throws IllegalArgumentException if the parts do not go together
     */
    public Augmentation {
        if (resize.isPresent() && scale.isPresent()) {
            throw new IllegalArgumentException("resize and scale exclude each other");
        }
        if (crop.isEmpty() && scale.filter(range -> range.least() < range.most()).isPresent()) {
            throw new IllegalArgumentException("scale=" + scale.get() + " gives pictures of many sizes; add crop=SIZE");
        }
        if (crop.isPresent() && scale.isPresent() && scale.get().least() < crop.get().longSide()) {
            throw new IllegalArgumentException(
                    "scale=" + scale.get() + " makes pictures smaller than crop=" + crop.get() + "; begin at scale="
                            + crop.get().longSide());
        }
        if (crop.isPresent() && resize.isPresent() && !contains(resize.get(), crop.get())) {
            throw new IllegalArgumentException("resize=" + resize.get() + " is smaller than crop=" + crop.get());
        }
        if (shift < 0 || cutout < 0) {
            throw new IllegalArgumentException("shift and cutout are 0 or above");
        }
    }

    /** Pictures as they are. */
    public static Augmentation none() {
        return new Augmentation(
                Optional.empty(), Optional.empty(), Optional.empty(), 0, false, false, ColorJitter.none(), 0);
    }

    /**
     * From a text as {@code flip,shift=4} or {@code scale=256:480,crop=224,flip,jitter=0.4}; {@code none} and an empty text
     * give {@link #none}. {@link #toString} gives the text again.
     *
     * @throws org.neocog.UsageException if the text makes no sense
     */
    public static Augmentation parse(String text) {
        return AugmentationText.parse(text);
    }

    public boolean isNone() {
        return equals(none());
    }

    /** How a picture is scaled for a test, and nothing else. */
    public Augmentation testScaling() {
        return new Augmentation(
                resize,
                scale.map(range -> new SideRange(range.least(), range.least())),
                Optional.empty(),
                0,
                false,
                false,
                ColorJitter.none(),
                0);
    }

    /**
     * Why a picture of this size cannot be taken, in words that follow "the picture is 3 wide and 2 high"; empty if it can.
     */
    public Optional<String> problem(PictureSize size) {
        PictureSize read = reduced(size);
        PictureSize least = scaled(read, scale.map(SideRange::least));
        PictureSize most = scaled(read, scale.map(SideRange::most));
        if (tooLarge(size)) {
            return Optional.of("more than the " + MOST_PIXELS + " pixels that are decoded at once; make it smaller"
                    + (resize.isPresent() || scale.isPresent() ? "" : ", or give --augment scale=SIZE"));
        }
        if (most.pixels() > MOST_PIXELS) {
            return Optional.of("which scale=" + scale.map(SideRange::most).orElse(0) + " would make " + most.width()
                    + " wide and " + most.height() + " high: more than " + MOST_PIXELS + " pixels");
        }
        if (crop.isPresent() && !contains(least, crop.get())) {
            return Optional.of("too small for crop=" + crop.get() + "; add scale=" + crop.get().longSide());
        }
        PictureSize out = crop.orElse(most);
        if (shift >= out.shortSide()) {
            return Optional.of("so that shift=" + shift + " could move all of it away");
        }
        return Optional.empty();
    }

    /** Whether a picture of this size would not be decoded, even if only so many of its rows and columns are read. */
    public boolean tooLarge(PictureSize size) {
        return reduced(size).pixels() > MOST_PIXELS;
    }

    /** The size that a picture of this size comes out with, in training and in a test. */
    public PictureSize outputSize(PictureSize size) {
        return crop.orElseGet(() -> scaled(reduced(size), scale.map(SideRange::least)));
    }

    /**
     * To read every how many-th row and column of a picture of this size: 1, or more where it is so large that it must not
     * be decoded whole and is to be scaled down to less than half of what is read.
     */
    public int step(PictureSize size) {
        if (size.pixels() <= WHOLE_PIXELS || resize.isEmpty() && scale.isEmpty()) {
            return 1;
        }
        PictureSize most = scaled(size, scale.map(SideRange::most));
        return Math.max(1, Math.min(size.height() / most.height(), size.width() / most.width()) / 2);
    }

    private PictureSize reduced(PictureSize size) {
        int step = step(size);
        return new PictureSize(Math.ceilDiv(size.height(), step), Math.ceilDiv(size.width(), step));
    }

    private PictureSize scaled(PictureSize size, Optional<Integer> side) {
        return side.map(size::withShortSide).or(() -> resize).orElse(size);
    }

    /**
     * The picture as a test sees it.
     *
     * @throws IllegalArgumentException if {@link #problem} has an answer to its size
     */
    public Picture test(Picture in) {
        PictureSize full = scaled(in.size(), scale.map(SideRange::least));
        PictureSize out = crop.orElse(full);
        requireRoom(full, out);
        return Resampler.region(in, full, middle(full.height(), out.height()), middle(full.width(), out.width()), out);
    }

    /**
     * The picture as training sees it.
     *
     * @param random where all randomness comes from: the same stream gives the same picture
     * @param mean what cutout fills with, a value for each channel
     * @throws IllegalArgumentException if {@link #problem} has an answer to its size
     */
    public Picture train(Picture in, RandomStream random, float[] mean) {
        Draws draws = new Draws(random);
        PictureSize full = scaled(in.size(), scale.map(range -> draws.between(range.least(), range.most())));
        PictureSize out = crop.orElse(full);
        requireRoom(full, out);
        int top = draws.between(0, full.height() - out.height());
        int left = draws.between(0, full.width() - out.width());
        Picture picture = Resampler.region(in, full, top, left, out);
        int down = draws.between(-shift, shift);
        int right = draws.between(-shift, shift);
        if (down != 0 || right != 0) {
            picture = Moves.shifted(picture, down, right);
        }
        if (draws.coin() && flip) {
            picture = Moves.mirrored(picture);
        }
        if (draws.coin() && verticalFlip) {
            picture = Moves.upsideDown(picture);
        }
        if (!jitter.isNone()) {
            picture = jitter.apply(picture, draws);
        }
        if (cutout > 0) {
            picture = Moves.cutOut(picture, draws.below(out.height()), draws.below(out.width()), cutout, mean);
        }
        return picture;
    }

    /** Where a part begins that leaves as much on either side; as torchvision's {@code CenterCrop} rounds. */
    static int middle(int whole, int part) {
        return (int) Math.rint((whole - part) / 2.0);
    }

    static void requireRoom(PictureSize whole, PictureSize part) {
        if (!contains(whole, part)) {
            throw new IllegalArgumentException("no part of " + part + " can be cut from a picture of " + whole);
        }
    }

    private static boolean contains(PictureSize whole, PictureSize part) {
        return part.height() <= whole.height() && part.width() <= whole.width();
    }

    /** The text that {@link #parse} makes this of. */
    @Override
    public String toString() {
        return AugmentationText.of(this);
    }
}
