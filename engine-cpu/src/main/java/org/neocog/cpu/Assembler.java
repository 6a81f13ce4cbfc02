package org.neocog.cpu;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes machine code for x86-64 with AVX-512: the few instructions that this backend's code needs, by the rules of Intel's
 * Software Developer's Manual, volume 2, chapter 2. Vectors are registers zmm0 to zmm31 of 16 floats, masks k0 to k7 of a bit
 * for each of these; everything is in Intel's order, the result first.
 */
sealed class Assembler permits LaneAssembler {
    /** The general registers, in the order of their numbers. */
    enum Register {
        RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15
    }

    /**
     * The place {@code base + index · scale + displacement}, in bytes.
     *
     * @param index may be null; never RSP
     * @param scale 1, 2, 4 or 8
     */
    record Place(Register base, Register index, int scale, int displacement) {
        static Place at(Register base, int displacement) {
            return new Place(base, null, 1, displacement);
        }

        static Place at(Register base, Register index, int scale) {
            return new Place(base, index, scale, 0);
        }
    }

    /** A condition of a jump, by its number in the instruction; what was compared is signed. */
    enum Condition {
        NOT_EQUAL(5), LESS(0xc), AT_MOST(0xe), GREATER(0xf);

        private final int number;

        Condition(int number) {
            this.number = number;
        }
    }

    /** A place in the code that jumps go to. */
    static final class Label {
        private int at = -1;
    }

    /** Bytes of a vector. */
    static final int VECTOR = 64;
    /** No mask: k0 cannot be one. */
    static final int ALL = 0;
    /** Added to the number of a mask: what it leaves out becomes 0. */
    static final int ZEROING = 8;
    /** Maps of instructions: those after the byte 0F, after 0F 38 and after 0F 3A. */
    static final int MAP_0F = 1;
    static final int MAP_38 = 2;
    static final int MAP_3A = 3;
    /** Prefixes that select one of the instructions with the same number. */
    static final int NONE = 0;
    static final int P66 = 1;
    /** Elements of 8 bytes. */
    static final int WIDE = 0x80;

    final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private final List<Jump> jumps = new ArrayList<>();

    /** A jump, whose distance is written where it says when the whole code is known. */
    private record Jump(int at, Label to) {}

    /** The code, when all labels that are jumped to have been placed. */
    byte[] bytes() {
        byte[] bytes = code.toByteArray();
        for (Jump jump : jumps) {
            if (jump.to.at < 0) {
                throw new IllegalStateException("the jump at byte " + jump.at + " leads nowhere");
            }
            int distance = jump.to.at - (jump.at + Integer.BYTES);
            for (int i = 0; i < Integer.BYTES; i++) {
                bytes[jump.at + i] = (byte) (distance >> 8 * i);
            }
        }
        return bytes;
    }

    // General registers

    void push(Register r) {
        if (r.ordinal() >= 8) {
            code.write(0x41);
        }
        code.write(0x50 + (r.ordinal() & 7));
    }

    void pop(Register r) {
        if (r.ordinal() >= 8) {
            code.write(0x41);
        }
        code.write(0x58 + (r.ordinal() & 7));
    }

    void ret() {
        code.write(0xc3);
    }

    /** Copies a register. */
    void move(Register to, Register from) {
        general(0x8b, to.ordinal(), from);
    }

    /** Loads 8 bytes. */
    void load(Register to, Place from) {
        rex(true, to.ordinal(), from);
        code.write(0x8b);
        place(to.ordinal(), from);
    }

    void store(Place to, Register from) {
        rex(true, from.ordinal(), to);
        code.write(0x89);
        place(from.ordinal(), to);
    }

    /** Loads 4 bytes as a signed number. */
    void loadInt(Register to, Place from) {
        rex(true, to.ordinal(), from);
        code.write(0x63);
        place(to.ordinal(), from);
    }

    void move(Register to, long value) {
        code.write(0x48 | to.ordinal() >> 3);
        code.write(0xb8 + (to.ordinal() & 7));
        for (int i = 0; i < 8; i++) {
            code.write((int) (value >> 8 * i));
        }
    }

    /** Computes the address of a place. */
    void address(Register to, Place place) {
        rex(true, to.ordinal(), place);
        code.write(0x8d);
        place(to.ordinal(), place);
    }

    void add(Register to, Register from) {
        general(0x03, to.ordinal(), from);
    }

    void add(Register to, int value) {
        general(0x81, 0, to);
        number(value);
    }

    void and(Register to, int value) {
        general(0x81, 4, to);
        number(value);
    }

    void compare(Register a, int value) {
        general(0x81, 7, a);
        number(value);
    }

    void place(Label label) {
        label.at = code.size();
    }

    void jump(Condition condition, Label label) {
        code.write(0x0f);
        code.write(0x80 + condition.number);
        jumps.add(new Jump(code.size(), label));
        number(0);
    }

    void jump(Label label) {
        code.write(0xe9);
        jumps.add(new Jump(code.size(), label));
        number(0);
    }

    /** Counts a register down and jumps while it is more than 0. */
    void again(Register count, Label loop) {
        add(count, -1);
        jump(Condition.GREATER, loop);
    }

    /** The beginning of a function that changes registers which its caller relies on. */
    void enter(Register... changed) {
        for (Register r : changed) {
            push(r);
        }
    }

    /** Its end. */
    void leave(Register... changed) {
        endVectors();
        for (int i = changed.length - 1; i >= 0; i--) {
            pop(changed[i]);
        }
        ret();
    }

    // Masks

    /** Loads the 16 bits of a mask. */
    void loadMask(int k, Place from) {
        vex(k, from);
        code.write(0x90);
        place(k, from);
    }

    void andMasks(int to, int a, int b) {
        code.write(0xc5);
        code.write(0x80 | (~a & 15) << 3 | 4);
        code.write(0x41);
        code.write(0xc0 | to << 3 | b);
    }

    // Vectors

    void load(int to, Place from) {
        evex(MAP_0F, NONE, 0x10, to, 0, from, ALL);
    }

    /** Loads the floats of the mask; the others become 0, and their memory is not touched. */
    void load(int to, Place from, int mask) {
        evex(MAP_0F, NONE, 0x10, to, 0, from, mask | ZEROING);
    }

    void store(Place to, int from) {
        evex(MAP_0F, NONE, 0x11, from, 0, to, ALL);
    }

    /** Stores the floats of the mask; the memory of others is not touched. */
    void store(Place to, int from, int mask) {
        evex(MAP_0F, NONE, 0x11, from, 0, to, mask);
    }

    /** Loads a float to all places of a vector. */
    void broadcast(int to, Place from) {
        evex(MAP_38, P66, 0x18, to, 0, from, ALL);
    }

    /** Loads 4 floats to the quarters of a vector, only those of the mask; the others stay as they are, or become 0. */
    void loadQuarters(int to, Place from, int mask, boolean clear) {
        evex(MAP_38, P66, 0x1a, to, 0, from, clear ? mask | ZEROING : mask);
    }

    /** The same of 8 floats and halves; needs AVX-512 DQ. */
    void loadHalves(int to, Place from, int mask, boolean clear) {
        evex(MAP_38, P66, 0x1b, to, 0, from, clear ? mask | ZEROING : mask);
    }

    /** Has the cache line of a place brought to the cache of a level, 1 or 2, wherever that is. */
    void prefetch(int level, Place place) {
        rex(false, level, place);
        code.write(0x0f);
        code.write(0x18);
        place(level, place);
    }

    void copy(int to, int from) {
        evex(MAP_0F, NONE, 0x10, to, 0, from, ALL);
    }

    void zero(int to) {
        evex(MAP_0F, P66, 0xef, to, to, to, ALL);
    }

    void add(int to, int a, int b) {
        evex(MAP_0F, NONE, 0x58, to, a, b, ALL);
    }

    void subtract(int to, int a, int b) {
        evex(MAP_0F, NONE, 0x5c, to, a, b, ALL);
    }

    void multiply(int to, int a, int b) {
        evex(MAP_0F, NONE, 0x59, to, a, b, ALL);
    }

    /** {@code to += a · b}, rounded once. */
    void multiplyAdd(int to, int a, int b) {
        evex(MAP_38, P66, 0xb8, to, a, b, ALL);
    }

    /** {@code to -= a · b}, rounded once. */
    void multiplySubtract(int to, int a, int b) {
        evex(MAP_38, P66, 0xbc, to, a, b, ALL);
    }

    /** Takes any floats of two vectors, of {@code to} by numbers 0 to 15 of {@code which} and of {@code other} by 16 to 31. */
    void permute(int to, int which, int other) {
        evex(MAP_38, P66, 0x7f, to, which, other, ALL);
    }

    /** Takes two quarters of a, then two of b, by two bits of {@code which} each. */
    void quarters(int to, int a, int b, int which) {
        evex(MAP_3A, P66, 0x23, to, a, b, ALL);
        code.write(which);
    }

    /** In each quarter: the first two floats of a and b in turns. */
    void lowPairs(int to, int a, int b) {
        evex(MAP_0F, NONE, 0x14, to, a, b, ALL);
    }

    /** In each quarter: the last two floats of a and b in turns. */
    void highPairs(int to, int a, int b) {
        evex(MAP_0F, NONE, 0x15, to, a, b, ALL);
    }

    /** In each quarter: the first two floats of a, then those of b. */
    void lowHalves(int to, int a, int b) {
        evex(MAP_0F, P66 | WIDE, 0x14, to, a, b, ALL);
    }

    /** In each quarter: the last two floats of a, then those of b. */
    void highHalves(int to, int a, int b) {
        evex(MAP_0F, P66 | WIDE, 0x15, to, a, b, ALL);
    }

    /** Takes 16 floats of b and a, one after another, from number {@code from} on; 0 where the mask is not set. */
    void window(int to, int a, int b, int from, int mask) {
        evex(MAP_3A, P66, 0x03, to, a, b, mask | ZEROING);
        code.write(from);
    }

    /** To be done before code that may use older vector instructions goes on. */
    void endVectors() {
        code.write(0xc5);
        code.write(0xf8);
        code.write(0x77);
    }

    // Encodings

    private void number(int value) {
        for (int i = 0; i < 4; i++) {
            code.write(value >> 8 * i);
        }
    }

    void general(int opcode, int register, Register rm) {
        code.write(0x48 | register >> 3 << 2 | rm.ordinal() >> 3);
        code.write(opcode);
        code.write(0xc0 | (register & 7) << 3 | rm.ordinal() & 7);
    }

    private void rex(boolean wide, int register, Place place) {
        int index = place.index == null ? 0 : place.index.ordinal();
        code.write(0x40 | (wide ? 8 : 0) | register >> 3 << 2 | index >> 3 << 1 | place.base.ordinal() >> 3);
    }

    /** ModRM, SIB where needed, and always a displacement of 4 bytes. */
    private void place(int register, Place place) {
        int base = place.base.ordinal() & 7;
        boolean sib = place.index != null || base == 4;
        code.write(0x80 | (register & 7) << 3 | (sib ? 4 : base));
        if (sib) {
            int index = place.index == null ? 4 : place.index.ordinal() & 7;
            code.write(Integer.numberOfTrailingZeros(place.scale) << 6 | index << 3 | base);
        }
        number(place.displacement);
    }

    private void vex(int register, Place place) {
        int index = place.index == null ? 0 : place.index.ordinal();
        code.write(0xc4);
        code.write((~register >> 3 & 1) << 7 | (~index >> 3 & 1) << 6 | (~place.base.ordinal() >> 3 & 1) << 5 | MAP_0F);
        code.write(0x78);
    }

    void evex(int map, int prefix, int opcode, int to, int second, int third, int mask) {
        evexPrefix(map, prefix, to, second, third >> 3 & 1, third >> 4 & 1, mask);
        code.write(opcode);
        code.write(0xc0 | (to & 7) << 3 | third & 7);
    }

    void evex(int map, int prefix, int opcode, int register, int second, Place place, int mask) {
        int index = place.index == null ? 0 : place.index.ordinal();
        evexPrefix(map, prefix, register, second, place.base.ordinal() >> 3, index >> 3, mask);
        code.write(opcode);
        place(register, place);
    }

    private void evexPrefix(int map, int prefix, int register, int second, int b, int x, int mask) {
        code.write(0x62);
        code.write((~register >> 3 & 1) << 7 | (~x & 1) << 6 | (~b & 1) << 5 | (~register >> 4 & 1) << 4 | map);
        code.write((~second & 15) << 3 | 4 | prefix);
        int zeroing = mask / ZEROING;
        code.write(zeroing << 7 | 2 << 5 | (~second >> 4 & 1) << 3 | mask % ZEROING);
    }
}
