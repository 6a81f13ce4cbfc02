package org.neocog.cpu;

/**
 * Further instructions, for what is done lane by lane: comparisons, whose results are masks, choices by masks, whole numbers,
 * and doubles, 8 of which are a vector.
 */
final class LaneAssembler extends Assembler {
    /** What a comparison asks for: the number of the predicate. None of them is true of a NaN but the last. */
    enum Comparison {
        EQUAL(0), LESS(1), ORDERED(7), NOT_AT_MOST(6);

        private final int number;

        Comparison(int number) {
            this.number = number;
        }
    }

    void subtract(Register to, Register from) {
        general(0x2b, to.ordinal(), from);
    }

    // Masks

    /** {@code to = ~a & b}. */
    void andNotMasks(int to, int a, int b) {
        masks(0x42, to, a, b);
    }

    void orMasks(int to, int a, int b) {
        masks(0x45, to, a, b);
    }

    void notMask(int to, int from) {
        code.write(0xc5);
        code.write(0xf8);
        code.write(0x44);
        code.write(0xc0 | to << 3 | from);
    }

    private void masks(int opcode, int to, int a, int b) {
        code.write(0xc5);
        code.write(0x80 | (~a & 15) << 3 | 4);
        code.write(opcode);
        code.write(0xc0 | to << 3 | b);
    }

    /** Which lanes of a and b compare so. */
    void compare(int mask, int a, int b, Comparison comparison) {
        compare(mask, a, b, comparison, ALL);
    }

    /** The same, among those of another mask. */
    void compare(int mask, int a, int b, Comparison comparison, int among) {
        evex(MAP_0F, NONE, 0xc2, mask, a, b, among);
        code.write(comparison.number);
    }

    // Floats

    /** Copies the lanes of the mask; the others stay as they are. */
    void copy(int to, int from, int mask) {
        evex(MAP_0F, NONE, 0x10, to, 0, from, mask);
    }

    /** Copies the lanes of the mask; the others become 0. */
    void keep(int to, int from, int mask) {
        evex(MAP_0F, NONE, 0x10, to, 0, from, mask | ZEROING);
    }

    /** Loads the floats of the mask; the others stay as they are, and their memory is not touched. */
    void loadOver(int to, Place from, int mask) {
        evex(MAP_0F, NONE, 0x10, to, 0, from, mask);
    }

    /** The larger one, 0 rather than -0; if one is NaN, the other. Needs AVX-512 DQ. */
    void largerNumber(int to, int a, int b) {
        evex(MAP_3A, P66, 0x50, to, a, b, ALL);
        code.write(5);
    }

    /** Stores one of the four quarters of a vector. */
    void storeQuarter(Place to, int from, int quarter) {
        evex(MAP_3A, P66, 0x19, from, 0, to, ALL);
        code.write(quarter);
    }

    void divide(int to, int a, int b) {
        evex(MAP_0F, NONE, 0x5e, to, a, b, ALL);
    }

    /** The smaller one, or b where one of them is NaN or both are 0. */
    void min(int to, int a, int b) {
        evex(MAP_0F, NONE, 0x5d, to, a, b, ALL);
    }

    /** The larger one, or b where one of them is NaN or both are 0. */
    void max(int to, int a, int b) {
        evex(MAP_0F, NONE, 0x5f, to, a, b, ALL);
    }

    void squareRoot(int to, int from) {
        evex(MAP_0F, NONE, 0x51, to, 0, from, ALL);
    }

    /** Rounds to whole numbers, halves to even ones. */
    void round(int to, int from) {
        evex(MAP_3A, P66, 0x08, to, 0, from, ALL);
        code.write(0);
    }

    /** {@code to = a · 2^b} for whole b, rounded once. */
    void scale(int to, int a, int b) {
        evex(MAP_38, P66, 0x2c, to, a, b, ALL);
    }

    /** {@code to = to · a + b}, rounded once. */
    void multiplyThenAdd(int to, int a, int b) {
        evex(MAP_38, P66, 0xa8, to, a, b, ALL);
    }

    /** In each quarter: two floats of a, then two of b, by two bits of {@code which} each. */
    void pick(int to, int a, int b, int which) {
        evex(MAP_0F, NONE, 0xc6, to, a, b, ALL);
        code.write(which);
    }

    /** Takes floats of a vector by their numbers to the places of the mask; the others stay as they are. */
    void order(int to, int which, int from, int mask) {
        evex(MAP_38, P66, 0x16, to, which, from, mask);
    }

    /** Takes floats of a vector by their numbers to the places of the mask; the others become 0. */
    void orderKeeping(int to, int which, int from, int mask) {
        evex(MAP_38, P66, 0x16, to, which, from, mask | ZEROING);
    }

    // Bits

    void and(int to, int a, int b) {
        evex(MAP_0F, P66, 0xdb, to, a, b, ALL);
    }

    /** Each bit of {@code to} is replaced by that bit of {@code table} whose number has its bits from to, a and b. */
    void choose(int to, int a, int b, int table) {
        evex(MAP_3A, P66, 0x25, to, a, b, ALL);
        code.write(table);
    }

    // Doubles

    /** Loads 8 floats as doubles. */
    void loadDoubles(int to, Place from) {
        evex(MAP_0F, NONE, 0x5a, to, 0, from, ALL);
    }

    /** Loads the floats of the mask as doubles; the others become 0, and their memory is not touched. */
    void loadDoubles(int to, Place from, int mask) {
        evex(MAP_0F, NONE, 0x5a, to, 0, from, mask | ZEROING);
    }

    void broadcastDouble(int to, Place from) {
        evex(MAP_38, P66 | WIDE, 0x19, to, 0, from, ALL);
    }

    void addDoubles(int to, int a, int b) {
        evex(MAP_0F, P66 | WIDE, 0x58, to, a, b, ALL);
    }

    void multiplyAddDoubles(int to, int a, int b) {
        evex(MAP_38, P66 | WIDE, 0xb8, to, a, b, ALL);
    }

    void subtractDoubles(int to, int a, int b) {
        evex(MAP_0F, P66 | WIDE, 0x5c, to, a, b, ALL);
    }

    /** The same for the lanes of the mask; the others become 0. */
    void subtractDoubles(int to, int a, int b, int mask) {
        evex(MAP_0F, P66 | WIDE, 0x5c, to, a, b, mask | ZEROING);
    }
}
