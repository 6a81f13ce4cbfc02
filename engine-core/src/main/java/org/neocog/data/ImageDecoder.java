package org.neocog.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.neocog.NeocogException;

/** With its listener and its stream, the only class that touches {@code javax.imageio}, which takes a while to start. */
final class ImageDecoder {
    private ImageDecoder() {}

    /**
     * Decodes a picture whose header was found sound, reading every {@code step}-th row and column.
     *
     * @throws NeocogException if it is damaged
     */
    static ImageSamples decode(Path file, byte[] bytes, ImageHeader header, int step) {
        int colours = header.format().equals("PNG") ? PngCheck.check(file, bytes) : 0;
        ImageReader reader = ImageIO.getImageReadersByFormatName(header.format()).next();
        Optional<String> damage;
        ImageSamples samples;
        try (ImageInputStream in = new ByteImageInput(bytes)) {
            DamageListener listener = new DamageListener();
            reader.addIIOReadWarningListener(listener);
            reader.setInput(in, true, true);
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            if (header.cmyk()) {
                // The decoder makes no picture of these samples, but gives them as they are.
                samples = ImageSamples.cmyk(
                        file, reader.readRaster(0, param), header.ycck(), header.orientation());
            } else {
                BufferedImage image = reader.read(0, param);
                samples = ImageSamples.of(file, image.getRaster(), image.getColorModel(), colours, header.orientation());
            }
            damage = listener.damage();
        } catch (NeocogException e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // The JDK's decoders answer damaged files with exceptions of many kinds, and absurd lengths by filling the heap.
            throw new NeocogException(
                    file + ": the " + header.format() + " cannot be decoded: " + InputFiles.reason(e), e);
        } finally {
            reader.dispose();
        }
        if (damage.isPresent()) {
            throw new NeocogException(file + ": the " + header.format() + " is damaged: " + damage.get());
        }
        return samples;
    }
}
