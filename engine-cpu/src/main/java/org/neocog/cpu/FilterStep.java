package org.neocog.cpu;

/** The arithmetic of the filters' side in one dimension, as machine code: six numbers of three taps, and the transpose. */
interface FilterStep {
    /** Factors that vectors hold, 7 at most. */
    float[] factors();

    /**
     * The six numbers of three taps, whose vectors are free then or hold results.
     *
     * @param factor the first of the vectors that hold the factors
     */
    int[] points(Assembler asm, VectorPool pool, int factor, int a, int b, int c);

    /** The three taps of six numbers, whose other vectors are free then. */
    int[] taps(Assembler asm, VectorPool pool, int factor, int[] n);
}
