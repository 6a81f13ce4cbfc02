package org.neocog.cpu;

/**
 * The arithmetic of the filters' side of Winograd's F(4, r) as machine code, see {@link RowWinogradFilters}, of vectors 0, 1, 2 and
 * so on. For each pair of points the even taps give a polynomial in p², and the odd ones p times another.
 *
 * @param factor the first of the vectors that hold the factors: that of 0, then three for each pair
 */
record RowFilterStep(Assembler asm, WinogradPoints points, int factor) {
    /** The first of the vectors that intermediate numbers take. */
    private static final int FREE = 8;
    private static final int FACTORS = 3;

    /** Of a pair's factors the square of its point. */
    private int square(int pair) {
        return factor + 1 + FACTORS * pair;
    }

    /**
     * The numbers at all points of a row of taps.
     *
     * @param turned whether the last tap comes first
     * @return in which vectors they are
     */
    int[] points(boolean turned) {
        int taps = points.taps();
        int[] from = new int[taps];
        for (int tap = 0; tap < taps; tap++) {
            from[tap] = turned ? taps - 1 - tap : tap;
        }
        int[] results = new int[points.count()];
        results[0] = FREE;
        results[results.length - 1] = from[taps - 1];
        asm.multiply(FREE, factor, from[0]);
        for (int pair = 0; pair < points.pairs(); pair++) {
            int square = square(pair);
            int even = FREE + 1 + 3 * pair;
            int odd = even + 1;
            int plus = even + 2;
            polynomial(even, plus, square, from, taps - 1);
            polynomial(odd, plus, square, from, taps - 2);
            asm.multiply(even, even, square + 1);
            asm.multiply(odd, odd, square + 2);
            asm.add(plus, even, odd);
            asm.subtract(even, even, odd);
            results[1 + 2 * pair] = plus;
            results[2 + 2 * pair] = even;
        }
        return results;
    }

    /** Every second tap down from the given one, times falling powers of p². */
    private void polynomial(int to, int other, int square, int[] from, int tap) {
        asm.copy(to, from[tap]);
        for (int next = tap - 2; next >= 0; next -= 2) {
            asm.copy(other, to);
            asm.copy(to, from[next]);
            asm.multiplyAdd(to, square, other);
        }
    }

    /** The transpose: the taps of the numbers at all points, in vectors 0, 1, 2 and so on. */
    void taps() {
        int taps = points.taps();
        int last = points.count() - 1;
        for (int pair = 0; pair < points.pairs(); pair++) {
            int sum = FREE + 2 * pair;
            asm.add(sum, 1 + 2 * pair, 2 + 2 * pair);
            asm.subtract(sum + 1, 1 + 2 * pair, 2 + 2 * pair);
            asm.multiply(sum, sum, square(pair) + 1);
            asm.multiply(sum + 1, sum + 1, square(pair) + 2);
        }
        asm.multiply(0, factor, 0);
        for (int pair = 0; pair < points.pairs(); pair++) {
            for (int tap = 0; tap < taps; tap++) {
                int term = FREE + 2 * pair + tap % 2;
                if (tap >= 2) {
                    asm.multiply(term, term, square(pair));
                }
                if (tap == 0 || pair > 0 && tap < taps - 1) {
                    asm.add(tap, tap, term);
                } else if (tap < taps - 1) {
                    asm.copy(tap, term);
                } else {
                    asm.add(last, last, term);
                }
            }
        }
        asm.copy(taps - 1, last);
    }

    /** The factors: of 0, then for each pair p², what its values are divided by, and that for the odd taps. */
    static float[] factors(WinogradPoints points) {
        float[] factors = new float[1 + FACTORS * points.pairs()];
        factors[0] = (float) (1 / points.divisorAtZero());
        for (int pair = 0; pair < points.pairs(); pair++) {
            double p = points.point(pair);
            factors[1 + FACTORS * pair] = (float) (p * p);
            factors[2 + FACTORS * pair] = (float) (1 / points.divisor(pair));
            factors[3 + FACTORS * pair] = (float) (p / points.divisor(pair));
        }
        return factors;
    }
}
