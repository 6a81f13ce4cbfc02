package org.neocog.cpu;

/**
 * The arithmetic of Winograd's F(4, 3) in one dimension as machine code, of vectors 0 to 5 and so on; 13 and 14 are left alone.
 * Each returns in which vectors the results are.
 *
 * @param factor the first of six vectors that hold the factors
 */
record WinogradStep(Assembler asm, int factor) {
    /** See {@link WinogradInput}. */
    int[] inputs() {
        int f = factor;
        int g = factor + 1;
        asm.copy(6, 4);
        asm.multiplyAdd(6, g, 2);
        asm.multiplyAdd(6, f, 0);
        asm.multiplyAdd(5, g, 3);
        asm.multiplyAdd(5, f, 1);
        for (int pair = 0; pair < 2; pair++) {
            int p = factor + 2 + 2 * pair;
            int even = 7 + 3 * pair;
            asm.copy(even, 4);
            asm.multiplyAdd(even, p + 1, 2);
            asm.copy(even + 1, 3);
            asm.multiplyAdd(even + 1, p + 1, 1);
            asm.copy(even + 2, even);
            asm.multiplyAdd(even + 2, p, even + 1);
            asm.multiplySubtract(even, p, even + 1);
        }
        return new int[] {6, 9, 7, 12, 10, 5};
    }

    static float[] inputFactors(WinogradPoints points) {
        return new float[] {
            points.all(0), points.all(1), points.point(0), points.others(0, 0), points.point(1), points.others(1, 0)
        };
    }

    /** See {@link WinogradOutput}. */
    int[] outputs() {
        asm.add(6, 1, 2);
        asm.subtract(7, 1, 2);
        asm.add(8, 3, 4);
        asm.subtract(9, 3, 4);
        asm.add(0, 0, 6);
        asm.add(0, 0, 8);
        asm.multiply(10, factor, 7);
        asm.multiplyAdd(10, factor + 1, 9);
        asm.multiply(11, factor + 2, 6);
        asm.multiplyAdd(11, factor + 3, 8);
        asm.multiplyAdd(5, factor + 4, 7);
        asm.multiplyAdd(5, factor + 5, 9);
        return new int[] {0, 10, 11, 5};
    }

    /** The transpose of that. */
    int[] gradients() {
        for (int pair = 0; pair < 2; pair++) {
            int even = 4 + 3 * pair;
            asm.copy(even, 0);
            asm.multiplyAdd(even, factor + 2 + pair, 2);
            asm.multiply(even + 1, factor + pair, 1);
            asm.multiplyAdd(even + 1, factor + 4 + pair, 3);
            asm.add(even + 2, even, even + 1);
            asm.subtract(even, even, even + 1);
        }
        return new int[] {0, 6, 4, 9, 7, 3};
    }

    static float[] outputFactors(WinogradPoints points) {
        float p = points.point(0);
        float q = points.point(1);
        return new float[] {p, q, p * p, q * q, p * p * p, q * q * q};
    }
}
