package org.neocog.visual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.nn.Models;

class WeightPicturesTest {
    @Test
    void aPixelOfAColourFilterIsItsScaledWeights() {
        ViewedNet net = VisualTestNets.withRelus();
        List<Picture> pictures = WeightPictures.filters(net, Optional.empty());
        float[] weights = net.weights().get("conv1.weight").floats();
        assertEquals(6, pictures.size());
        for (int filter = 0; filter < 6; filter++) {
            float largest = 0;
            for (int i = 0; i < 27; i++) {
                largest = Math.max(largest, Math.abs(weights[filter * 27 + i]));
            }
            for (int i = 0; i < 9; i++) {
                int pixel = pictures.get(filter).pixel(i % 3, i / 3);
                for (int channel = 0; channel < 3; channel++) {
                    double share = 0.5 + 0.5 * weights[filter * 27 + channel * 9 + i] / largest;
                    assertEquals(255 * share, pixel >> 16 - 8 * channel & 0xFF, 0.51);
                }
            }
        }
    }

    @Test
    void otherFiltersGiveAGreyPictureForEachChannel() {
        ViewedNet net = VisualTestNets.withRelus();
        List<Picture> pictures = WeightPictures.filters(net, Optional.of("conv2"));
        float[] weights = net.weights().get("conv2.weight").floats();
        assertEquals(36, pictures.size());
        float largest = 0;
        for (int i = 0; i < 9; i++) {
            largest = Math.max(largest, Math.abs(weights[7 * 9 + i]));
        }
        int pixel = pictures.get(7).pixel(1, 2);
        assertEquals(127.5 * (1 + weights[7 * 9 + 7] / largest), pixel & 0xFF, 0.51);
        assertEquals((pixel & 0xFF) * 0x010101, pixel);
    }

    @Test
    void anUnknownConvolutionIsAnsweredWithThoseThatThereAre() {
        String message = assertThrows(
                        UsageException.class,
                        () -> WeightPictures.filters(VisualTestNets.withRelus(), Optional.of("conv9")))
                .getMessage();
        assertEquals("the model test has no convolution \"conv9\"; its convolutions are conv1, conv2, conv3", message);
    }

    @Test
    void templatesAreTheRowsOfALinearClassifier() {
        ViewedNet net = ViewedNet.random(Models.parse("input 1x2x3\nfc 4\nsvm", "linear"), 1);
        List<Picture> templates = WeightPictures.templates(net);
        float[] weights = net.weights().get("fc1.weight").floats();
        assertEquals(4, templates.size());
        for (int row = 0; row < 4; row++) {
            int largest = 0;
            for (int i = 0; i < 6; i++) {
                largest = Math.abs(weights[row * 6 + i]) > Math.abs(weights[row * 6 + largest]) ? i : largest;
            }
            int expected = weights[row * 6 + largest] > 0 ? 0xFFFFFF : 0;
            assertEquals(expected, templates.get(row).pixel(largest % 3, largest / 3));
        }
    }

    @Test
    void whatHasNoFiltersOrTemplatesSaysSo() {
        ViewedNet linear = ViewedNet.random(Models.parse("input 1x2x3\nfc 4\nsvm", "linear"), 1);
        assertTrue(assertThrows(NeocogException.class, () -> WeightPictures.filters(linear, Optional.empty()))
                .getMessage()
                .contains("has no convolution"));
        String message = assertThrows(NeocogException.class, () -> WeightPictures.templates(VisualTestNets.smooth()))
                .getMessage();
        assertTrue(message.endsWith("has the layers conv1, tanh1, avgpool1, fc1"), message);
    }
}
