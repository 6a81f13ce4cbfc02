package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.neocog.cpu.Assembler.Register.*;

import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.neocog.cpu.Assembler.Condition;
import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;

final class AssemblerTest {
    /** An instruction, its bytes, and what GNU objdump takes these bytes for. */
    private record Case(String text, String bytes, Consumer<Assembler> instruction) {}

    private static final List<Case> CASES = List.of(
            new Case("push rbx", "53", a -> a.push(RBX)),
            new Case("push r12", "4154", a -> a.push(R12)),
            new Case("pop r15", "415f", a -> a.pop(R15)),
            new Case("pop rbp", "5d", a -> a.pop(RBP)),
            new Case("ret", "c3", a -> a.ret()),
            new Case("mov rax,r12", "498bc4", a -> a.move(RAX, R12)),
            new Case("mov r13,rsi", "4c8bee", a -> a.move(R13, RSI)),
            new Case("mov r9,QWORD PTR [rcx+0x8]", "4c8b8908000000", a -> a.load(R9, Place.at(RCX, 8))),
            new Case("mov rax,QWORD PTR [r13+r12*8+0x0]", "4b8b84e500000000", a -> a.load(RAX, Place.at(R13, R12, 8))),
            new Case("mov QWORD PTR [rsp+0x10],r8", "4c89842410000000", a -> a.store(Place.at(RSP, 16), R8)),
            new Case("mov QWORD PTR [rbx+r9*1+0x0],rdx", "4a89940b00000000", a -> a.store(Place.at(RBX, R9, 1), RDX)),
            new Case("movsxd r14,DWORD PTR [r8-0x4]", "4d63b0fcffffff", a -> a.loadInt(R14, Place.at(R8, -4))),
            new Case("movsxd rdx,DWORD PTR [rsp+0x0]", "4863942400000000", a -> a.loadInt(RDX, Place.at(RSP, 0))),
            new Case("movabs r11,0x123456789abcdef0", "49bbf0debc9a78563412", a -> a.move(R11, 0x123456789abcdef0L)),
            new Case("movabs rbp,0x6", "48bd0600000000000000", a -> a.move(RBP, 6L)),
            new Case("lea r13,[r13+r10*2+0x0]", "4f8dac5500000000", a -> a.address(R13, Place.at(R13, R10, 2))),
            new Case("lea rax,[rdi+r15*4+0x64]", "4a8d84bf64000000", a -> a.address(RAX, new Place(RDI, R15, 4, 100))),
            new Case("add r12,rax", "4c03e0", a -> a.add(R12, RAX)),
            new Case("add rbx,r9", "4903d9", a -> a.add(RBX, R9)),
            new Case("add r12,0xffffffffffffffff", "4981c4ffffffff", a -> a.add(R12, -1)),
            new Case("add rsi,0x3f", "4881c63f000000", a -> a.add(RSI, 63)),
            new Case("and rsi,0xffffffffffffffc0", "4881e6c0ffffff", a -> a.and(RSI, -64)),
            new Case("and r8,0xf", "4981e00f000000", a -> a.and(R8, 15)),
            new Case("cmp r14,0x1", "4981fe01000000", a -> a.compare(R14, 1)),
            new Case("cmp rdx,0xffffffffffffffff", "4881faffffffff", a -> a.compare(RDX, -1)),
            new Case("kmovw k1,WORD PTR [r13+0x4]", "c4c178908d04000000", a -> a.loadMask(1, Place.at(R13, 4))),
            new Case("kmovw k7,WORD PTR [rax+r15*2+0x0]", "c4a17890bc7800000000", a -> a.loadMask(7, Place.at(RAX, R15, 2))),
            new Case("kandw k3,k3,k7", "c5e441df", a -> a.andMasks(3, 3, 7)),
            new Case("kandw k5,k1,k2", "c5f441ea", a -> a.andMasks(5, 1, 2)),
            new Case("vmovups zmm0,ZMMWORD PTR [rax+0x0]", "62f17c48108000000000", a -> a.load(0, Place.at(RAX, 0))),
            new Case("vmovups zmm31,ZMMWORD PTR [r12+r9*4+0x0]", "62017c4810bc8c00000000",
                    a -> a.load(31, Place.at(R12, R9, 4))),
            new Case("vmovups zmm17{k3}{z},ZMMWORD PTR [rax+r10*1+0x0]", "62a17ccb108c1000000000",
                    a -> a.load(17, Place.at(RAX, R10, 1), 3)),
            new Case("vmovups ZMMWORD PTR [rbx+0x1100],zmm9", "62717c48118b00110000", a -> a.store(Place.at(RBX, 4352), 9)),
            new Case("vmovups ZMMWORD PTR [r13+r11*8+0x0]{k6},zmm26", "62017c4e1194dd00000000",
                    a -> a.store(Place.at(R13, R11, 8), 26, 6)),
            new Case("vbroadcastss zmm24,DWORD PTR [rcx+0x20]", "62627d48188120000000",
                    a -> a.broadcast(24, Place.at(RCX, 32))),
            new Case("vbroadcastss zmm5,DWORD PTR [r12-0x8]", "62d27d4818ac24f8ffffff",
                    a -> a.broadcast(5, Place.at(R12, -8))),
            new Case("prefetcht0 BYTE PTR [rbx+r14*8+0x40]", "420f188cf340000000",
                    a -> a.prefetch(1, new Place(RBX, R14, 8, 64))),
            new Case("prefetcht1 BYTE PTR [rbx+r14*8+0x40]", "420f1894f340000000",
                    a -> a.prefetch(2, new Place(RBX, R14, 8, 64))),
            new Case("vmovups zmm10,zmm6", "62717c4810d6", a -> a.copy(10, 6)),
            new Case("vmovups zmm30,zmm1", "62617c4810f1", a -> a.copy(30, 1)),
            new Case("vbroadcastf32x4 zmm0{k3}{z},XMMWORD PTR [rbx+rax*4+0x0]", "62f27dcb1a848300000000",
                    a -> a.loadQuarters(0, Place.at(RBX, RAX, 4), 3, true)),
            new Case("vbroadcastf32x4 zmm27{k6},XMMWORD PTR [r12+r9*8+0x0]", "62027d4e1a9ccc00000000",
                    a -> a.loadQuarters(27, Place.at(R12, R9, 8), 6, false)),
            new Case("vbroadcastf32x8 zmm9{k1}{z},YMMWORD PTR [rbx+rax*4+0x0]", "62727dc91b8c8300000000",
                    a -> a.loadHalves(9, Place.at(RBX, RAX, 4), 1, true)),
            new Case("vbroadcastf32x8 zmm30{k7},YMMWORD PTR [r13-0x20]", "62427d4f1bb5e0ffffff",
                    a -> a.loadHalves(30, Place.at(R13, -32), 7, false)),
            new Case("vpxord zmm13,zmm13,zmm13", "62511548efed", a -> a.zero(13)),
            new Case("vpxord zmm29,zmm29,zmm29", "62011540efed", a -> a.zero(29)),
            new Case("vaddps zmm1,zmm2,zmm3", "62f16c4858cb", a -> a.add(1, 2, 3)),
            new Case("vaddps zmm17,zmm30,zmm8", "62c10c4058c8", a -> a.add(17, 30, 8)),
            new Case("vsubps zmm9,zmm3,zmm4", "627164485ccc", a -> a.subtract(9, 3, 4)),
            new Case("vsubps zmm4,zmm20,zmm31", "62915c405ce7", a -> a.subtract(4, 20, 31)),
            new Case("vmulps zmm10,zmm24,zmm7", "62713c4059d7", a -> a.multiply(10, 24, 7)),
            new Case("vmulps zmm31,zmm0,zmm16", "62217c4859f8", a -> a.multiply(31, 0, 16)),
            new Case("vfmadd231ps zmm6,zmm25,zmm2", "62f23540b8f2", a -> a.multiplyAdd(6, 25, 2)),
            new Case("vfmadd231ps zmm19,zmm5,zmm27", "62825548b8db", a -> a.multiplyAdd(19, 5, 27)),
            new Case("vfnmadd231ps zmm7,zmm26,zmm8", "62d22d40bcf8", a -> a.multiplySubtract(7, 26, 8)),
            new Case("vfnmadd231ps zmm28,zmm29,zmm30", "62021540bce6", a -> a.multiplySubtract(28, 29, 30)),
            new Case("vpermt2ps zmm10,zmm30,zmm7", "62720d407fd7", a -> a.permute(10, 30, 7)),
            new Case("vpermt2ps zmm6,zmm31,zmm22", "62b205407ff6", a -> a.permute(6, 31, 22)),
            new Case("vshuff32x4 zmm1,zmm10,zmm11,0x44", "62d32d4823cb44", a -> a.quarters(1, 10, 11, 0x44)),
            new Case("vshuff32x4 zmm20,zmm17,zmm30,0xee", "6283754023e6ee", a -> a.quarters(20, 17, 30, 0xee)),
            new Case("vunpcklps zmm16,zmm0,zmm1", "62e17c4814c1", a -> a.lowPairs(16, 0, 1)),
            new Case("vunpckhps zmm17,zmm30,zmm21", "62a10c4015cd", a -> a.highPairs(17, 30, 21)),
            new Case("vunpcklpd zmm4,zmm20,zmm22", "62b1dd4014e6", a -> a.lowHalves(4, 20, 22)),
            new Case("vunpckhpd zmm29,zmm9,zmm10", "6241b54815ea", a -> a.highHalves(29, 9, 10)),
            new Case("valignd zmm0{k1}{z},zmm4,zmm13,0xf", "62d35dc903c50f", a -> a.window(0, 4, 13, 15, 1)),
            new Case("valignd zmm21{k2}{z},zmm5,zmm30,0x1", "628355ca03ee01", a -> a.window(21, 5, 30, 1, 2)),
            new Case("jle", "0f8e00000000", a -> {
                Label next = new Label();
                a.jump(Condition.AT_MOST, next);
                a.place(next);
            }),
            new Case("vzeroupper", "c5f877", a -> a.endVectors()));

    @TestFactory
    Stream<DynamicTest> writesTheBytesThatAreThatInstruction() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.text, () -> {
            Assembler asm = new Assembler();
            c.instruction.accept(asm);
            assertEquals(c.bytes, HexFormat.of().formatHex(asm.bytes()));
        }));
    }

    /** Distances are counted from the end of the jump. */
    @Test
    void jumpsForwardsAndBackwards() {
        Assembler asm = new Assembler();
        Label start = new Label();
        Label end = new Label();
        asm.place(start);
        asm.jump(Condition.GREATER, end);
        asm.jump(end);
        asm.jump(Condition.NOT_EQUAL, start);
        asm.place(end);
        byte[] wanted = HexFormat.of().parseHex("0f8f0b000000" + "e906000000" + "0f85efffffff");
        assertArrayEquals(wanted, asm.bytes());
    }

    @Test
    void refusesAJumpThatLeadsNowhere() {
        Assembler asm = new Assembler();
        asm.jump(new Label());
        assertThrows(IllegalStateException.class, asm::bytes);
    }
}
