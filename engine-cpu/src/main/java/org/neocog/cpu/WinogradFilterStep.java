package org.neocog.cpu;

/** The filters' side of F(4, 3), see {@link WinogradFilters}. The factors: of 0, then of p to the powers 0 to 2, then of q. */
record WinogradFilterStep(WinogradPoints winograd) implements FilterStep {
    @Override
    public float[] factors() {
        float[] factors = new float[7];
        factors[0] = (float) (1 / winograd.divisorAtZero());
        for (int pair = 0; pair < 2; pair++) {
            double p = winograd.point(pair);
            for (int power = 0; power < 3; power++) {
                factors[1 + 3 * pair + power] = (float) (1 / winograd.divisor(pair) * Math.pow(p, power));
            }
        }
        return factors;
    }

    @Override
    public int[] points(Assembler asm, VectorPool pool, int factor, int a, int b, int c) {
        int[] results = new int[WinogradTiles.SIDE];
        results[0] = pool.take();
        asm.multiply(results[0], factor, a);
        for (int pair = 0; pair < 2; pair++) {
            int powers = factor + 1 + 3 * pair;
            int even = pool.take();
            int odd = pool.take();
            int plus = pool.take();
            asm.multiply(even, powers, a);
            asm.multiplyAdd(even, powers + 2, c);
            asm.multiply(odd, powers + 1, b);
            asm.add(plus, even, odd);
            asm.subtract(even, even, odd);
            pool.release(odd);
            results[1 + 2 * pair] = plus;
            results[2 + 2 * pair] = even;
        }
        results[5] = c;
        pool.release(a, b);
        return results;
    }

    @Override
    public int[] taps(Assembler asm, VectorPool pool, int factor, int[] n) {
        int p = factor + 1;
        int q = factor + 4;
        int pSum = pool.take();
        asm.add(pSum, n[1], n[2]);
        asm.subtract(n[1], n[1], n[2]);
        asm.add(n[2], n[3], n[4]);
        asm.subtract(n[3], n[3], n[4]);
        asm.multiply(n[0], factor, n[0]);
        asm.multiplyAdd(n[0], p, pSum);
        asm.multiplyAdd(n[0], q, n[2]);
        asm.multiply(n[1], p + 1, n[1]);
        asm.multiplyAdd(n[1], q + 1, n[3]);
        asm.multiplyAdd(n[5], p + 2, pSum);
        asm.multiplyAdd(n[5], q + 2, n[2]);
        pool.release(pSum, n[2], n[3], n[4]);
        return new int[] {n[0], n[1], n[5]};
    }
}
