package org.neocog.data;

import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.nio.file.Path;
import java.util.Optional;
import org.neocog.NeocogException;
import org.neocog.data.augment.PictureSize;

/**
 * A decoded picture's raw samples, since {@code getRGB} would bend the levels of grey pictures by a gamma. They are turned
 * into red, green and blue, or grey, row by row.
 */
final class ImageSamples {
    /** How the samples of a pixel make its colour. */
    private enum Kind {
        GREY,
        COLOUR,
        PALETTE,
        CMYK,
        YCCK
    }

    private final Path file;
    private final Raster raster;
    private final Kind kind;
    private final Optional<IndexColorModel> palette;
    private final int paletteSize;
    private final int most;
    private final Orientation orientation;

    private ImageSamples(
            Path file,
            Raster raster,
            Kind kind,
            Optional<IndexColorModel> palette,
            int paletteSize,
            Orientation orientation) {
        this.file = file;
        this.raster = raster;
        this.kind = kind;
        this.palette = palette;
        this.paletteSize = paletteSize;
        this.orientation = orientation;
        this.most = kind == Kind.PALETTE ? 255 : (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    }

    /**
     * @param paletteSize colours in the file's palette, 0 where it has none; the decoder may have made more of them
     */
    static ImageSamples of(Path file, Raster raster, ColorModel model, int paletteSize, Orientation orientation) {
        if (model instanceof IndexColorModel palette) {
            return new ImageSamples(file, raster, Kind.PALETTE, Optional.of(palette),
                    paletteSize > 0 ? paletteSize : palette.getMapSize(), orientation);
        }
        int colours = model.getNumColorComponents();
        if (colours != 1 && colours != 3) {
            throw new NeocogException(file + ": the picture has " + colours + " colour channels; 1 or 3 can be read");
        }
        return new ImageSamples(
                file, raster, colours == 1 ? Kind.GREY : Kind.COLOUR, Optional.empty(), 0, orientation);
    }

    /** Of a JPEG whose samples are the share of light that each ink lets through, as Adobe's programs write them. */
    static ImageSamples cmyk(Path file, Raster raster, boolean ycck, Orientation orientation) {
        return new ImageSamples(file, raster, ycck ? Kind.YCCK : Kind.CMYK, Optional.empty(), 0, orientation);
    }

    /** Of the upright picture, of which every so many rows and columns may have been left out. */
    PictureSize size() {
        return orientation.upright(storedSize());
    }

    private PictureSize storedSize() {
        return new PictureSize(raster.getHeight(), raster.getWidth());
    }

    /** {@code C*H*W} floats, upright: the level over the highest level. */
    float[] floats(int channels) {
        int width = raster.getWidth();
        int plane = raster.getHeight() * width;
        float[] result = new float[channels * plane];
        int[] row = new int[channels * width];
        Row rows = new Row();
        for (int y = 0; y < raster.getHeight(); y++) {
            rows.read(y, channels, row);
            for (int channel = 0; channel < channels; channel++) {
                for (int x = 0; x < width; x++) {
                    result[channel * plane + y * width + x] = row[channel * width + x] / (float) most;
                }
            }
        }
        return orientation.turn(result, channels, storedSize());
    }

    /** {@code C*H*W} bytes, upright: the level itself, or, where there are not 256 of them, the nearest of 256. */
    byte[] bytes(int channels) {
        int width = raster.getWidth();
        int plane = raster.getHeight() * width;
        byte[] result = new byte[channels * plane];
        if (copiesBytes(channels)) {
            copyBytes(result);
            return orientation.turn(result, channels, storedSize());
        }
        int[] row = new int[channels * width];
        Row rows = new Row();
        for (int y = 0; y < raster.getHeight(); y++) {
            rows.read(y, channels, row);
            for (int channel = 0; channel < channels; channel++) {
                for (int x = 0; x < width; x++) {
                    int level = row[channel * width + x];
                    result[channel * plane + y * width + x] = (byte) ((level * 255 + most / 2) / most);
                }
            }
        }
        return orientation.turn(result, channels, storedSize());
    }

    /** Whether bytes wanted are bytes had, as in nearly all pictures. */
    private boolean copiesBytes(int channels) {
        return most == 255
                && (kind == Kind.COLOUR && channels == 3 || kind == Kind.GREY && channels == 1)
                && raster.getDataBuffer() instanceof DataBufferByte
                && raster.getSampleModel() instanceof PixelInterleavedSampleModel;
    }

    private void copyBytes(byte[] target) {
        PixelInterleavedSampleModel model = (PixelInterleavedSampleModel) raster.getSampleModel();
        DataBufferByte buffer = (DataBufferByte) raster.getDataBuffer();
        byte[] source = buffer.getData();
        int[] bands = model.getBandOffsets();
        int width = raster.getWidth();
        int plane = raster.getHeight() * width;
        for (int channel = 0; channel < target.length / plane; channel++) {
            for (int y = 0; y < raster.getHeight(); y++) {
                int from = buffer.getOffset()
                        + (y - raster.getSampleModelTranslateY()) * model.getScanlineStride()
                        - raster.getSampleModelTranslateX() * model.getPixelStride()
                        + bands[channel];
                int to = channel * plane + y * width;
                copyRow(source, from, model.getPixelStride(), target, to, width);
            }
        }
    }

    private static void copyRow(byte[] source, int from, int stride, byte[] target, int to, int count) {
        for (int x = 0; x < count; x++) {
            target[to + x] = source[from + x * stride];
        }
    }

    /** Turns a row of samples into levels; keeps its memory from row to row. */
    private final class Row {
        private final int bands = raster.getNumBands();
        private final int[] samples = new int[bands * raster.getWidth()];

        /** Fills {@code levels} with a row of each channel, one after the other. */
        void read(int y, int channels, int[] levels) {
            int width = raster.getWidth();
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
            for (int x = 0; x < width; x++) {
                int first = samples[x * bands];
                int red = first;
                int green = first;
                int blue = first;
                switch (kind) {
                    case GREY -> {}
                    case COLOUR -> {
                        green = samples[x * bands + 1];
                        blue = samples[x * bands + 2];
                    }
                    case PALETTE -> {
                        requireColour(first);
                        red = palette.orElseThrow().getRed(first);
                        green = palette.orElseThrow().getGreen(first);
                        blue = palette.orElseThrow().getBlue(first);
                    }
                    case CMYK -> {
                        int light = samples[x * bands + 3];
                        red = lit(first, light);
                        green = lit(samples[x * bands + 1], light);
                        blue = lit(samples[x * bands + 2], light);
                    }
                    case YCCK -> {
                        int light = samples[x * bands + 3];
                        double cb = samples[x * bands + 1] - 128;
                        double cr = samples[x * bands + 2] - 128;
                        red = lit(inverse(first + 1.402 * cr), light);
                        green = lit(inverse(first - 0.344136 * cb - 0.714136 * cr), light);
                        blue = lit(inverse(first + 1.772 * cb), light);
                    }
                }
                if (channels == 1) {
                    levels[x] = ImageFile.luma(red, green, blue);
                } else {
                    levels[x] = red;
                    levels[width + x] = green;
                    levels[2 * width + x] = blue;
                }
            }
        }
    }

    /** 255 minus a level of JFIF's red, green or blue: cyan, magenta or yellow (Adobe's technical note 5116). */
    private static int inverse(double level) {
        return 255 - Math.clamp(Math.round(level), 0, 255);
    }

    private void requireColour(int index) {
        if (index >= paletteSize) {
            throw new NeocogException(
                    file + ": the picture is damaged: colour " + index + " of a palette of " + paletteSize);
        }
    }

    /** What an ink lets through of the light that black lets through, rounded as in Pillow: n - c*n/255. */
    private static int lit(int throughInk, int throughBlack) {
        int product = (255 - throughInk) * throughBlack + 128;
        return Math.max(0, throughBlack - ((product >> 8) + product >> 8));
    }
}
