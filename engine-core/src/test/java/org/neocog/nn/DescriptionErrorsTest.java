package org.neocog.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.NeocogException;

/** What a description cannot say: each mistake gives one line with file, line, word and what would be right. */
final class DescriptionErrorsTest {
    /** The middle line of a net stands in the first column; a slash is a line break. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cnov 3 3x3             | n.net:2: unknown layer "cnov"; did you mean conv? layers: conv, maxpool, avgpool, adaptiveavgpool, globalavgpool, fc, batchnorm, lrn,
            [maxpol]               | n.net:2: unknown layer "[maxpol]"; did you mean maxpool?
            lstm                   | n.net:2: unknown layer "lstm"; layers: conv,
            conv                   | n.net:2: conv lacks its filters; write: conv FILTERS KERNEL [stride=]
            conv 32                | n.net:2: conv lacks its kernel; write: conv FILTERS KERNEL
            conv 3 3x3 5           | n.net:2: unexpected "5"; write: conv
            conv 3 3x3 strid=2     | n.net:2: conv has no option "strid"; did you mean stride? write: conv
            conv 3 3x3 stride=     | n.net:2: stride must be a value after the =, not ""
            conv 3 3x3 pad=1 pad=2 | n.net:2: pad is given twice
            conv 3 3x3 filters=4   | n.net:2: filters is given twice
            conv 3 3 pad=some      | n.net:2: pad must be same, valid, a number or HEIGHTxWIDTH, not "some"
            conv 3 3 pad=same stride=2 | n.net:2: pad=same keeps the image's size, so it needs stride=1; write the padding in pixels, as pad=1
            conv 0 3x3             | n.net:2: filters must be a whole number from 1 to 16777216, not "0"
            conv -2 3x3            | n.net:2: filters must be a whole number from 1 to 16777216, not "-2"
            conv 1.5 3x3           | n.net:2: filters must be a whole number
            conv many 3x3          | n.net:2: filters must be a whole number from 1 to 16777216, not "many"
            conv 3 3x3x3           | n.net:2: kernel must be a number or HEIGHTxWIDTH, as 3 or 3x5, not "3x3x3"
            conv 3 3x              | n.net:2: kernel must be a whole number from 1 to 4096, not ""
            conv 3 0               | n.net:2: kernel must be a whole number from 1 to 4096, not "0"
            conv 3 99999           | n.net:2: kernel must be a whole number from 1 to 4096, not "99999"
            conv 3 3 bias=maybe    | n.net:2: bias must be yes or no, not "maybe"
            conv 3 3 bias=no init-bias=1 | n.net:2: init-bias= has no meaning beside bias=no
            conv 3 3 init=best     | n.net:2: init must be he, he-uniform, xavier, xavier-normal, normal:DEVIATION,
            conv 3 3 init=normal   | n.net:2: init must be he,
            conv 3 3 init=normal:-1 | n.net:2: init must be he,
            conv 3 3 init=he:3     | n.net:2: init must be he,
            conv 3 3 init=uniform:1e99 | n.net:2: init must be a number that a float can hold, not "1e99"
            conv 3 3 activation=swish | n.net:2: activation must be relu, leakyrelu, elu, gelu, sigmoid, softplus or tanh, not "swish"
            leakyrelu slope=-1     | n.net:2: slope must be a number of at least 0, not "-1"; write: leakyrelu [slope=] [name=]
            elu alpha=1e99         | n.net:2: alpha must be a number that a float can hold, not "1e99"; write: elu [alpha=]
            elu slope=1            | n.net:2: elu has no option "slope"
            gelu 1                 | n.net:2: unexpected "1"; write: gelu [name=]
            adaptiveavgpool        | n.net:2: adaptiveavgpool lacks its size; write: adaptiveavgpool SIZE [name=] (as in: adaptiveavgpool 6x6)
            adaptiveavgpool 0x3    | n.net:2: size must be a whole number from 1 to 4096, not "0"
            batchnorm eps=-1       | n.net:2: eps must be a number of at least 0, not "-1"
            batchnorm eps=1e99     | n.net:2: eps must be a number that a float can hold, not "1e99"
            lrn                    | n.net:2: lrn lacks its size; write: lrn SIZE [alpha=] [beta=] [k=] [name=] (as in: lrn 5 k=2)
            lrn 0                  | n.net:2: size must be a whole number from 1 to 4096, not "0"
            lrn 3 k=0              | n.net:2: k must be a number above 0, not 0.0
            batchnorm momentum=1   | n.net:2: batchnorm has no option "momentum"
            fc 4/globalavgpool     | n.net:3: globalavgpool1: AdaptiveAvgPool2d needs C x H x W, but fc1 gives 4 numbers
            conv 3 3 remainder=partial | n.net:2: a convolution has no partial windows: remainder must be forbid or drop
            maxpool 2 remainder=up | n.net:2: remainder must be forbid, drop or partial, not "up"
            conv 3 3 name=3rd      | n.net:2: name must be at most 64 letters, digits, _ or -, a letter first, not "3rd"
            conv 3 3 name=labels   | n.net:2: the name labels is taken
            conv 3 3/conv 3 3 name=conv1 | n.net:3: the name conv1 is taken; give this conv another with name=
            conv 3 3 groups=2      | n.net:2: conv1: groups=2 must divide both the 1 input channels and the 3 filters
            conv 3 3x3 stride=3    | n.net:2: conv1: a window of 3 with stride 3 does not fit into 7 elements with padding 0+0: 1 is left over, (7+0+0-3)/3+1 = 2.33 (choose another stride or padding, or say remainder=drop)
            conv 3 8x1             | n.net:2: conv1: a window of 8 does not fit into 7 elements with padding 0+0
            conv 3 3 dilation=4096 | n.net:2: conv1: a window of 8193 does not fit into 7 elements
            conv 16777216 4096     | n.net:2: conv1: a tensor holds at most 2^31-1 elements
            maxpool 2              | n.net:2: maxpool1: a window of 2 with stride 2 does not fit into 7 elements
            maxpool 3 stride=2 pad=2 | n.net:2: a pooling's padding must be at most half of its window: 2 is too much for 3
            avgpool 3 dilation=2   | n.net:2: avgpool has no option "dilation"
            fc 16777216/fc 16777216 | n.net:3: fc2: a tensor holds at most 2^31-1 elements
            fc                     | n.net:2: fc lacks its outputs; write: fc OUTPUTS
            fc 10/conv 3 3x3       | n.net:3: conv1: Conv2d needs C x H x W, but fc1 gives 10 numbers
            flatten/maxpool 3      | n.net:3: maxpool1: MaxPool2d needs C x H x W, but flatten1 gives 49 numbers
            dropout                | n.net:2: dropout lacks its rate; write: dropout RATE
            dropout 1              | n.net:2: rate must be at least 0 and below 1, not "1"
            dropout 0.9999999999   | n.net:2: rate must be at least 0 and below 1
            dropout -0.5           | n.net:2: rate must be a number of at least 0, not "-0.5"
            dropout NaN            | n.net:2: rate must be a number of at least 0, not "NaN"
            relu 3                 | n.net:2: unexpected "3"; write: relu [name=]
            input 1x7x7            | n.net:2: a second input line; there can be only one
            name a/name b          | n.net:3: a second name line
            name a/b/../c          | n.net:3: unknown layer "b"
            softmax                | n.net:2: there is no layer before softmax; write at least: fc CLASSES
            fc 4/mse/relu          | n.net:4: "relu" comes after mse, the loss
            fc 4/mse 3             | n.net:3: unexpected "3"; write: mse
            fc 1                   | n.net:3: a net needs at least 2 classes, but the layers before softmax give 1 score
            conv 3 3x3             | n.net:3: softmax needs one score for each class, but the layers before it give 3x5x5; write before it: fc CLASSES
            fc 5/classes 5         | n.net:3: classes belongs to an architecture; here the last fc gives their number
            recipe lr=0            | n.net:2: lr must be a number above 0, not "0"
            recipe lr=fast         | n.net:2: lr must be a number of at least 0, not "fast"
            recipe momentum=0.9    | n.net:2: recipe has no option "momentum"
            recipe adam            | n.net:2: unexpected "adam"; write: recipe [optimizer=]
            recipe batch=0         | n.net:2: batch must be a whole number from 1 to 16777216, not "0"
            """)
    void aMistakeIsNamedWithItsLine(String middle, String message) {
        String text = "input 1x7x7\n" + middle.strip().replace('/', '\n') + "\nsoftmax\n";
        String found = message(text);
        assertTrue(found.startsWith(message.strip()), found);
        assertEquals(1, found.lines().count());
    }

    @Test
    void anEmptyDescriptionSaysHowToBegin() {
        for (String text : new String[] {"", "\n\n", "# only a comment\n", "name x\n"}) {
            assertEquals("n.net: no layers; a net description begins with a line such as: input 1x28x28", message(text));
        }
    }

    /** A slash is a line break. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            architecture resnet19           | n.net:1: name must be one of alexnet, alexnet-torchvision, vgg11, vgg16, vgg19, googlenet, resnet18,
            architecture                    | n.net:1: architecture lacks its name; write: architecture NAME (as in: architecture resnet18)
            architecture resnet18 deep      | n.net:1: unexpected "deep"; write: architecture NAME
            architecture vgg11/architecture vgg16 | n.net:2: a second architecture line; there can be only one
            architecture vgg11/relu         | n.net:2: an architecture has its own layers; "relu" cannot be added to it
            input 3x32x32/fc 10/architecture vgg11 | n.net:3: an architecture has its own layers; it cannot follow fc
            architecture vgg11/classes 1    | n.net:2: count must be at least 2, not "1"; write: classes COUNT (as in: classes 10)
            architecture vgg11/classes ten  | n.net:2: count must be a whole number from 1 to 16777216, not "ten"
            architecture vgg11/softmax/svm  | n.net:3: "svm" comes after softmax, the loss
            architecture vgg11/input 3x16x16 | n.net:1: features.20: a window of 2 does not fit into 1 elements with padding 0+0
            name x/architecture vgg11/input 3x32x32/classes 16777216 | n.net:2: classifier.6: a tensor holds at most 2^31-1 elements
            """)
    void aMistakeInAnArchitectureIsNamedWithItsLine(String text, String message) {
        String found = message(text.strip().replace('/', '\n'));
        assertTrue(found.startsWith(message.strip()), found);
        assertEquals(1, found.lines().count());
    }

    @Test
    void layersNeedAnInputBeforeThem() {
        assertTrue(message("fc 10\nsoftmax").startsWith("n.net:1: an input line must come before fc; write: input CxHxW"));
        assertTrue(message("softmax").startsWith("n.net:1: an input line must come before softmax"));
    }

    @Test
    void aNetNeedsAnOutput() {
        String wanted = "n.net: the net has no output; end it with fc CLASSES and the loss, one of the lines softmax, svm, mse";
        assertEquals(wanted, message("input 1x7x7\nconv 3 3x3\nrelu\n"));
        assertEquals(wanted, message("input 1x7x7\n"));
    }

    @Test
    void anInputHasThreeDimensionsOfSensibleSize() {
        String[] inputs = {"28x28", "1x28x0", "1,28,28", "60000x60000x60000", "9999999999x1x1", "-1x2x2"};
        for (String input : inputs) {
            String found = message("input " + input + "\nfc 2\nsoftmax");
            assertTrue(found.startsWith("n.net:1: shape must be CHANNELSxHEIGHTxWIDTH"), found);
            assertTrue(found.contains("not \"" + input + "\""), found);
        }
        assertTrue(message("input").startsWith("n.net:1: input lacks its shape; write: input SHAPE"));
    }

    @Test
    void whatIsQuotedIsShortAndPrintable() {
        String found = message("input 1x7x7\n" + "z\u0007".repeat(10_000) + "\n");
        assertTrue(found.startsWith("n.net:2: unknown layer \"z?z?z?"), found);
        String quoted = found.substring(found.indexOf('"') + 1, found.indexOf('"', found.indexOf('"') + 1));
        assertTrue(quoted.length() <= 41, quoted);
    }

    private static String message(String text) {
        NeocogException e = assertThrows(NeocogException.class, () -> Models.parse(text, "n.net"), text);
        return e.getMessage();
    }
}
