package org.neocog.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AxisTest {
    @Test
    void theLecturesSevenBySevenImageTakesAThreeByThreeFilterAtStrideOneAndTwo() {
        assertEquals(5, Axis.of(3, 1, 0).output(7, Remainder.FORBID));
        assertEquals(3, Axis.of(3, 2, 0).output(7, Remainder.FORBID));
    }

    @Test
    void theLecturesSevenBySevenImageDoesNotTakeStrideThree() {
        ShapeException e = assertThrows(ShapeException.class, () -> Axis.of(3, 3, 0).output(7, Remainder.FORBID));
        assertEquals("a window of 3 with stride 3 does not fit into 7 elements with padding 0+0: 1 is left over, "
                + "(7+0+0-3)/3+1 = 2.33 (choose another stride or padding, or say remainder=drop)", e.getMessage());
    }

    @Test
    void whatIsLeftOverIsDroppedOrCoveredWhenAsked() {
        assertEquals(2, Axis.of(3, 3, 0).output(7, Remainder.DROP));
        assertEquals(3, Axis.of(3, 3, 0).output(7, Remainder.PARTIAL));
    }

    /** From torch.nn.functional.max_pool2d(torch.zeros(1, 1, 1, n), (1, k), (1, s), (0, p), ceil_mode=True).shape[-1]. */
    @ParameterizedTest
    @CsvSource({"7,2,2,0,4", "8,3,2,1,5", "5,3,3,1,2", "6,2,3,1,3", "4,3,3,1,2", "1,2,2,1,1", "5,2,4,0,2", "9,4,3,2,4"})
    void aPartialWindowCountsByPytorchsRule(int input, int kernel, int stride, int pad, int windows) {
        assertEquals(windows, Axis.of(kernel, stride, pad).output(input, Remainder.PARTIAL));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "3,1", "4,1", "5,1", "3,2", "4,3", "7,5"})
    void samePaddingKeepsTheLength(int kernel, int dilation) {
        Axis axis = Axis.same(kernel, dilation);
        assertEquals(11, axis.output(11, Remainder.FORBID));
        assertTrue(axis.padAfter() - axis.padBefore() == 0 || axis.padAfter() - axis.padBefore() == 1, axis.toString());
    }

    @Test
    void dilationSpreadsTheWindow() {
        Axis axis = new Axis(3, 1, 0, 0, 4);
        assertEquals(9, axis.extent());
        assertEquals(2, axis.output(10, Remainder.FORBID));
    }

    @Test
    void aWindowLargerThanThePaddedInputDoesNotFit() {
        ShapeException e =
                assertThrows(ShapeException.class, () -> new Axis(5, 1, 1, 0, 1).output(3, Remainder.DROP));
        assertEquals("a window of 5 does not fit into 3 elements with padding 1+0", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "0,1,0,0,1,'a kernel must be at least 1, not 0'",
        "3,0,0,0,1,'a stride must be at least 1, not 0'",
        "3,1,-1,0,1,'a padding cannot be negative'",
        "3,1,0,-1,1,'a padding cannot be negative'",
        "3,1,0,0,0,'a dilation must be at least 1, not 0'",
        "2000000000,1,0,0,3,'a window of 2000000000 with dilation 3 and padding 0+0 is too large'",
        "1,1,2000000000,2000000000,1,'a window of 1 with dilation 1 and padding 2000000000+2000000000 is too large'"
    })
    void impossibleAttributesAreNamed(int kernel, int stride, int before, int after, int dilation, String message) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> new Axis(kernel, stride, before, after, dilation));
        assertEquals(message, e.getMessage());
    }

    @Test
    void hugeWindowsAndStridesDoNotOverflow() {
        assertThrows(IllegalArgumentException.class, () -> Axis.same(Integer.MAX_VALUE, 2));
        assertThrows(ShapeException.class, () -> Axis.of(1, 1, 1 << 28).output(Integer.MAX_VALUE, Remainder.DROP));
        assertEquals(1, Axis.of(1, Integer.MAX_VALUE, 0).output(5, Remainder.PARTIAL));
    }

    @Test
    void printsWhatMatters() {
        assertEquals("k3 s2 p1", Axis.of(3, 2, 1).toString());
        assertEquals("k4 s1 p1+2 d2", new Axis(4, 1, 1, 2, 2).toString());
    }
}
