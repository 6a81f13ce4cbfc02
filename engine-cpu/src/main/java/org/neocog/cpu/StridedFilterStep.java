package org.neocog.cpu;

/**
 * The filters' side of Winograd's way at stride 2, see {@link StridedStep}: of taps g0, g1, g2 the numbers {@code g0 + p g2} at
 * the four finite points, g2 at ∞, and last g1, which is the same at all of them.
 */
record StridedFilterStep() implements FilterStep {
    @Override
    public float[] factors() {
        return new float[] {(float) StridedStep.A, (float) StridedStep.B};
    }

    @Override
    public int[] points(Assembler asm, VectorPool pool, int factor, int a, int b, int c) {
        int[] results = new int[WinogradTiles.SIDE];
        for (int pair = 0; pair < 2; pair++) {
            int minus = pair == 0 ? pool.take() : a;
            int plus = pool.take();
            asm.copy(plus, a);
            asm.multiplyAdd(plus, factor + pair, c);
            if (minus != a) {
                asm.copy(minus, a);
            }
            asm.multiplySubtract(minus, factor + pair, c);
            results[2 * pair] = plus;
            results[2 * pair + 1] = minus;
        }
        results[4] = c;
        results[5] = b;
        return results;
    }

    @Override
    public int[] taps(Assembler asm, VectorPool pool, int factor, int[] n) {
        int difference = pool.take();
        for (int pair = 0; pair < 2; pair++) {
            int plus = n[2 * pair];
            int minus = n[2 * pair + 1];
            asm.subtract(difference, plus, minus);
            asm.add(plus, plus, minus);
            asm.multiplyAdd(n[4], factor + pair, difference);
        }
        asm.add(n[0], n[0], n[2]);
        pool.release(difference, n[1], n[2], n[3]);
        return new int[] {n[0], n[5], n[4]};
    }
}
