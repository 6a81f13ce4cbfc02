package org.neocog.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.neocog.NeocogException;
import org.neocog.tensor.Shape;

/**
 * Reads PNG and JPEG pictures, told apart by content. As Pillow's {@code convert("L")} and {@code convert("RGB")} do: an
 * alpha channel and a palette's transparency are dropped, colour becomes grey by Rec. 601's luma, grey becomes colour by
 * three equal channels, embedded profiles, gamma and EXIF orientation are left aside. Pictures are never scaled. Only this
 * class, its listener and the package {@code visual} touch {@code javax.imageio}, which takes a while to start.
 */
public final class ImageFile {
    /** Much more than any picture of a size that a network takes. */
    private static final long LARGEST_FILE = 64L << 20;

    private ImageFile() {}

    /**
     * The picture as {@code C*H*W} floats in [0, 1], not normalised: level v of an image with n bits a sample becomes
     * {@code v / (2^n - 1)}.
     *
     * @param imageShape {@code C x H x W} wanted, C being 1 (grey) or 3 (red, green, blue)
     * @throws NeocogException if the file cannot be read, is damaged, is neither PNG nor JPEG, or has another height or
     *     width (found before decoding)
     */
    public static float[] read(Path file, Shape imageShape) {
        if (imageShape.rank() != 3) {
            throw new IllegalArgumentException("an image's shape is CxHxW, not " + imageShape);
        }
        if (imageShape.dim(0) != 1 && imageShape.dim(0) != 3) {
            throw new NeocogException(file + ": a picture has 1 channel (grey) or 3 (colour), but " + imageShape
                    + " (channels x height x width) is wanted");
        }
        byte[] bytes = bytes(file);
        String format = format(file, bytes);
        int colours = format.equals("PNG") ? PngCheck.check(file, bytes) : 0;
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        Optional<String> damage;
        BufferedImage image;
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            DamageListener listener = new DamageListener();
            reader.addIIOReadWarningListener(listener);
            reader.setInput(in, true, true);
            requireSize(file, reader.getWidth(0), reader.getHeight(0), imageShape);
            image = reader.read(0);
            damage = listener.damage();
        } catch (NeocogException e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // The JDK's decoders answer damaged files with exceptions of many kinds, and absurd lengths by filling the heap.
            throw new NeocogException(file + ": the " + format + " cannot be decoded: " + InputFiles.reason(e), e);
        } finally {
            reader.dispose();
        }
        if (damage.isPresent()) {
            throw new NeocogException(file + ": the " + format + " is damaged: " + damage.get());
        }
        return planes(file, image, imageShape.dim(0), colours);
    }

    /**
     * The shape that {@link #read} takes for a picture as large as it is.
     *
     * @param channels 1 (grey) or 3 (red, green, blue)
     * @throws NeocogException if the file cannot be read or is neither PNG nor JPEG
     */
    public static Shape shape(Path file, int channels) {
        String format = format(file, bytes(file));
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes(file)))) {
            reader.setInput(in, true, true);
            return Shape.of(channels, reader.getHeight(0), reader.getWidth(0));
        } catch (IOException | RuntimeException e) {
            throw new NeocogException(file + ": the " + format + " cannot be decoded: " + InputFiles.reason(e), e);
        } finally {
            reader.dispose();
        }
    }

    private static byte[] bytes(Path file) {
        long size = InputFiles.size(file);
        if (size > LARGEST_FILE) {
            throw new NeocogException(
                    file + ": " + size + " bytes are too many for a picture; at most " + LARGEST_FILE + " are read");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw InputFiles.unreadable(file, e);
        }
    }

    private static String format(Path file, byte[] bytes) {
        if (PngCheck.isPng(bytes)) {
            return "PNG";
        }
        if (bytes.length > 2 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xD8 && (bytes[2] & 0xFF) == 0xFF) {
            return "JPEG";
        }
        throw new NeocogException(file + ": neither PNG nor JPEG; the file begins with the bytes "
                + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(8, bytes.length)));
    }

    private static void requireSize(Path file, int width, int height, Shape wanted) {
        if (height != wanted.dim(1) || width != wanted.dim(2)) {
            throw new NeocogException(file + ": the picture is " + width + " wide and " + height + " high; " + wanted.dim(2)
                    + " wide and " + wanted.dim(1) + " high is wanted");
        }
    }

    /**
     * Raw samples, since {@code getRGB} would bend the levels of grey pictures by a gamma.
     *
     * @param paletteSize colours in the file's palette, 0 where it has none; the decoder may have made more of them
     */
    private static float[] planes(Path file, BufferedImage image, int channels, int paletteSize) {
        Raster raster = image.getRaster();
        ColorModel model = image.getColorModel();
        int bands = raster.getNumBands();
        int colours = model.getNumColorComponents();
        boolean palette = model instanceof IndexColorModel;
        if (!palette && colours != 1 && colours != 3) {
            throw new NeocogException(file + ": the picture has " + colours + " colour channels; 1 or 3 can be read");
        }
        int most = palette ? 255 : (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        int[] samples = raster.getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
        int plane = samples.length / bands;
        float[] result = new float[channels * plane];
        for (int i = 0; i < plane; i++) {
            int first = samples[i * bands];
            int red = first;
            int green = first;
            int blue = first;
            if (model instanceof IndexColorModel colourOf) {
                if (first >= (paletteSize > 0 ? paletteSize : colourOf.getMapSize())) {
                    throw new NeocogException(
                            file + ": the picture is damaged: colour " + first + " of a palette of " + paletteSize);
                }
                red = colourOf.getRed(first);
                green = colourOf.getGreen(first);
                blue = colourOf.getBlue(first);
            } else if (colours == 3) {
                green = samples[i * bands + 1];
                blue = samples[i * bands + 2];
            }
            if (channels == 1) {
                result[i] = luma(red, green, blue) / (float) most;
            } else {
                result[i] = red / (float) most;
                result[plane + i] = green / (float) most;
                result[2 * plane + i] = blue / (float) most;
            }
        }
        return result;
    }

    /**
     * Rec. 601: 0.299 R + 0.587 G + 0.114 B, rounded to a level, with the weights in 1/65536 as in Pillow. They sum to
     * 65536, so grey keeps its level.
     */
    static int luma(int red, int green, int blue) {
        return (int) ((19595L * red + 38470L * green + 7471L * blue + 32768) >> 16);
    }
}
