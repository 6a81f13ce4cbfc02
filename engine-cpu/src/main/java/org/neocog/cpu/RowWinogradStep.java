package org.neocog.cpu;

/**
 * The arithmetic of Winograd's F(4, r) in one dimension as machine code, of vectors 0, 1, 2 and so on. Each returns in which
 * vectors the results are.
 *
 * @param factor the first of the vectors that hold the factors
 */
record RowWinogradStep(Assembler asm, WinogradPoints points, int factor) {
    /** The first of the vectors that intermediate numbers take, 10 at most. */
    private static final int FREE = 8;
    private static final int POWERS = 3;

    /** See {@link RowWinogradInput}. */
    int[] inputs() {
        int pairs = points.pairs();
        int last = points.count() - 1;
        int[] results = new int[points.count()];
        asm.copy(FREE, 2 * pairs);
        for (int k = 0; k < pairs; k++) {
            asm.multiplyAdd(FREE, factor + k, 2 * k);
            asm.multiplyAdd(last, factor + k, 1 + 2 * k);
        }
        results[0] = FREE;
        results[last] = last;
        for (int pair = 0; pair < pairs; pair++) {
            int p = factor + pairs * (1 + pair);
            int minus = FREE + 1 + 3 * pair;
            int odd = minus + 1;
            int plus = minus + 2;
            asm.copy(minus, 2 * pairs);
            asm.copy(odd, 2 * pairs - 1);
            for (int k = 0; k < pairs - 1; k++) {
                asm.multiplyAdd(minus, p + 1 + k, 2 + 2 * k);
                asm.multiplyAdd(odd, p + 1 + k, 1 + 2 * k);
            }
            asm.copy(plus, minus);
            asm.multiplyAdd(plus, p, odd);
            asm.multiplySubtract(minus, p, odd);
            results[1 + 2 * pair] = plus;
            results[2 + 2 * pair] = minus;
        }
        return results;
    }

    /** The factors of that: those of all points, then for each pair the point and the factors of the others. */
    static float[] inputFactors(WinogradPoints points) {
        int pairs = points.pairs();
        float[] factors = new float[pairs * (1 + pairs)];
        for (int k = 0; k < pairs; k++) {
            factors[k] = points.all(k);
        }
        for (int pair = 0; pair < pairs; pair++) {
            int p = pairs * (1 + pair);
            factors[p] = points.point(pair);
            for (int k = 0; k < pairs - 1; k++) {
                factors[p + 1 + k] = points.others(pair, k);
            }
        }
        return factors;
    }

    /** See {@link RowWinogradOutput}. */
    int[] outputs() {
        int last = points.count() - 1;
        for (int pair = 0; pair < points.pairs(); pair++) {
            int plus = 1 + 2 * pair;
            asm.add(FREE + 2 * pair, plus, plus + 1);
            asm.subtract(FREE + 1 + 2 * pair, plus, plus + 1);
        }
        for (int pair = 0; pair < points.pairs(); pair++) {
            int sum = FREE + 2 * pair;
            int p = factor + POWERS * pair;
            asm.add(0, 0, sum);
            asm.multiplyAdd(last, p + 2, sum + 1);
            if (pair == 0) {
                asm.multiply(1, p, sum + 1);
                asm.multiply(2, p + 1, sum);
            } else {
                asm.multiplyAdd(1, p, sum + 1);
                asm.multiplyAdd(2, p + 1, sum);
            }
        }
        return new int[] {0, 1, 2, last};
    }

    /** The transpose of that. */
    int[] gradients() {
        int[] results = new int[points.count()];
        results[results.length - 1] = 3;
        for (int pair = 0; pair < points.pairs(); pair++) {
            int p = factor + POWERS * pair;
            int minus = FREE + 3 * pair;
            int odd = minus + 1;
            int plus = minus + 2;
            asm.copy(minus, 0);
            asm.multiplyAdd(minus, p + 1, 2);
            asm.multiply(odd, p, 1);
            asm.multiplyAdd(odd, p + 2, 3);
            asm.add(plus, minus, odd);
            asm.subtract(minus, minus, odd);
            results[1 + 2 * pair] = plus;
            results[2 + 2 * pair] = minus;
        }
        return results;
    }

    /** The factors of both: each pair's point, its square and its cube. */
    static float[] outputFactors(WinogradPoints points) {
        float[] factors = new float[POWERS * points.pairs()];
        for (int pair = 0; pair < points.pairs(); pair++) {
            float p = points.point(pair);
            factors[POWERS * pair] = p;
            factors[POWERS * pair + 1] = p * p;
            factors[POWERS * pair + 2] = p * p * p;
        }
        return factors;
    }
}
