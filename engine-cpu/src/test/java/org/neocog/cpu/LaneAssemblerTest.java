package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.neocog.cpu.Assembler.Register.*;

import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.LaneAssembler.Comparison;

final class LaneAssemblerTest {
    /** An instruction, its bytes, and what GNU objdump takes these bytes for. */
    private record Case(String text, String bytes, Consumer<LaneAssembler> instruction) {}

    private static final List<Case> CASES = List.of(
            new Case("sub r9,rdi", "4c2bcf", a -> a.subtract(R9, RDI)),
            new Case("sub rsi,r12", "492bf4", a -> a.subtract(RSI, R12)),
            new Case("kandnw k3,k4,k7", "c5dc42df", a -> a.andNotMasks(3, 4, 7)),
            new Case("kandnw k6,k1,k2", "c5f442f2", a -> a.andNotMasks(6, 1, 2)),
            new Case("korw k5,k1,k6", "c5f445ee", a -> a.orMasks(5, 1, 6)),
            new Case("korw k2,k3,k4", "c5e445d4", a -> a.orMasks(2, 3, 4)),
            new Case("knotw k4,k7", "c5f844e7", a -> a.notMask(4, 7)),
            new Case("knotw k1,k3", "c5f844cb", a -> a.notMask(1, 3)),
            new Case("vcmpeqps k5,zmm1,zmm24", "62917448c2e800", a -> a.compare(5, 1, 24, Comparison.EQUAL)),
            new Case("vmovups zmm2{k3},ZMMWORD PTR [r12+r15*2+0x12344]", "62917c4b10947c44230100",
                    a -> a.loadOver(2, new Place(R12, R15, 2, 0x12344), 3)),
            new Case("vmovups zmm20{k1},ZMMWORD PTR [rax+0x12344]", "62e17c4910a044230100",
                    a -> a.loadOver(20, Place.at(RAX, 0x12344), 1)),
            new Case("vrangeps zmm0,zmm17,zmm2,0x5", "62f3754050c205", a -> a.largerNumber(0, 17, 2)),
            new Case("vrangeps zmm30,zmm3,zmm25,0x5", "6203654850f105", a -> a.largerNumber(30, 3, 25)),
            new Case("vcmpltps k3,zmm9,zmm22", "62b13448c2de01", a -> a.compare(3, 9, 22, Comparison.LESS)),
            new Case("vcmpnleps k7,zmm31,zmm2", "62f10440c2fa06", a -> a.compare(7, 31, 2, Comparison.NOT_AT_MOST)),
            new Case("vcmpordps k2{k5},zmm20,zmm8", "62d15c45c2d007", a -> a.compare(2, 20, 8, Comparison.ORDERED, 5)),
            new Case("vmovups zmm3{k4},zmm28", "62917c4c10dc", a -> a.copy(3, 28, 4)),
            new Case("vmovups zmm30{k7},zmm1", "62617c4f10f1", a -> a.copy(30, 1, 7)),
            new Case("vmovups zmm12{k1}{z},zmm27", "62117cc910e3", a -> a.keep(12, 27, 1)),
            new Case("vmovups zmm19{k6}{z},zmm4", "62e17cce10dc", a -> a.keep(19, 4, 6)),
            new Case("vdivps zmm5,zmm17,zmm26", "629174405eea", a -> a.divide(5, 17, 26)),
            new Case("vdivps zmm24,zmm9,zmm3", "626134485ec3", a -> a.divide(24, 9, 3)),
            new Case("vminps zmm1,zmm18,zmm7", "62f16c405dcf", a -> a.min(1, 18, 7)),
            new Case("vminps zmm30,zmm2,zmm21", "62216c485df5", a -> a.min(30, 2, 21)),
            new Case("vmaxps zmm11,zmm4,zmm29", "62115c485fdd", a -> a.max(11, 4, 29)),
            new Case("vmaxps zmm22,zmm31,zmm6", "62e104405ff6", a -> a.max(22, 31, 6)),
            new Case("vrndscaleps zmm3,zmm24,0x0", "62937d4808d800", a -> a.round(3, 24)),
            new Case("vrndscaleps zmm27,zmm10,0x0", "62437d4808da00", a -> a.round(27, 10)),
            new Case("vscalefps zmm2,zmm21,zmm14", "62d255402cd6", a -> a.scale(2, 21, 14)),
            new Case("vscalefps zmm18,zmm5,zmm30", "628255482cd6", a -> a.scale(18, 5, 30)),
            new Case("vfmadd213ps zmm7,zmm25,zmm9", "62d23540a8f9", a -> a.multiplyThenAdd(7, 25, 9)),
            new Case("vfmadd213ps zmm20,zmm1,zmm31", "62827548a8e7", a -> a.multiplyThenAdd(20, 1, 31)),
            new Case("vshufps zmm4,zmm19,zmm8,0x88", "62d16440c6e088", a -> a.pick(4, 19, 8, 0x88)),
            new Case("vshufps zmm23,zmm2,zmm30,0xdd", "62816c48c6fedd", a -> a.pick(23, 2, 30, 0xdd)),
            new Case("vpermps zmm3{k2},zmm9,zmm22", "62b2354a16de", a -> a.order(3, 9, 22, 2)),
            new Case("vpermps zmm24,zmm31,zmm8", "6242054016c0", a -> a.order(24, 31, 8, 0)),
            new Case("vpermps zmm6{k4}{z},zmm31,zmm17", "62b205c416f1", a -> a.orderKeeping(6, 31, 17, 4)),
            new Case("vpermps zmm16{k2}{z},zmm5,zmm9", "62c255ca16c1", a -> a.orderKeeping(16, 5, 9, 2)),
            new Case("vpandd zmm8,zmm22,zmm3", "62714d40dbc3", a -> a.and(8, 22, 3)),
            new Case("vpandd zmm29,zmm1,zmm20", "62217548dbec", a -> a.and(29, 1, 20)),
            new Case("vpternlogd zmm5,zmm18,zmm9,0xca", "62d36d4025e9ca", a -> a.choose(5, 18, 9, 0xca)),
            new Case("vpternlogd zmm26,zmm7,zmm31,0x80", "6203454825d780", a -> a.choose(26, 7, 31, 0x80)),
            new Case("vcvtps2pd zmm3{k1}{z},YMMWORD PTR [rdi+0x20]", "62f17cc95a9f20000000",
                    a -> a.loadDoubles(3, Place.at(RDI, 32), 1)),
            new Case("vcvtps2pd zmm28{k6}{z},YMMWORD PTR [r12+r9*4+0x0]", "62017cce5aa48c00000000",
                    a -> a.loadDoubles(28, Place.at(R12, R9, 4), 6)),
            new Case("vbroadcastsd zmm17,QWORD PTR [rcx+0x8]", "62e2fd48198908000000",
                    a -> a.broadcastDouble(17, Place.at(RCX, 8))),
            new Case("vbroadcastsd zmm2,QWORD PTR [r13+r8*8+0x0]", "6292fd481994c500000000",
                    a -> a.broadcastDouble(2, Place.at(R13, R8, 8))),
            new Case("vaddpd zmm4,zmm21,zmm10", "62d1d54058e2", a -> a.addDoubles(4, 21, 10)),
            new Case("vaddpd zmm30,zmm7,zmm25", "6201c54858f1", a -> a.addDoubles(30, 7, 25)),
            new Case("vfmadd231pd zmm9,zmm16,zmm3", "6272fd40b8cb", a -> a.multiplyAddDoubles(9, 16, 3)),
            new Case("vfmadd231pd zmm24,zmm2,zmm30", "6202ed48b8c6", a -> a.multiplyAddDoubles(24, 2, 30)),
            new Case("vsubpd zmm6{k3}{z},zmm18,zmm27", "6291edc35cf3", a -> a.subtractDoubles(6, 18, 27, 3)),
            new Case("vsubpd zmm31{k7}{z},zmm5,zmm1", "6261d5cf5cf9", a -> a.subtractDoubles(31, 5, 1, 7)),
            new Case("vcvtps2pd zmm5,YMMWORD PTR [rsi+0x40]", "62f17c485aae40000000", a -> a.loadDoubles(5, Place.at(RSI, 64))),
            new Case("vcvtps2pd zmm19,YMMWORD PTR [r9+r10*8+0x0]", "62817c485a9cd100000000",
                    a -> a.loadDoubles(19, Place.at(R9, R10, 8))),
            new Case("vsubpd zmm7,zmm24,zmm9", "62d1bd405cf9", a -> a.subtractDoubles(7, 24, 9)),
            new Case("vsubpd zmm26,zmm3,zmm18", "6221e5485cd2", a -> a.subtractDoubles(26, 3, 18)),
            new Case("vextractf32x4 XMMWORD PTR [rax+0x12345],zmm20,0x3", "62e37d4819a04523010003",
                    a -> a.storeQuarter(Place.at(RAX, 0x12345), 20, 3)),
            new Case("vextractf32x4 XMMWORD PTR [r12+0x12345],zmm3,0x0", "62d37d48199c244523010000",
                    a -> a.storeQuarter(Place.at(R12, 0x12345), 3, 0)),
            new Case("vsqrtps zmm4,zmm27", "62917c4851e3", a -> a.squareRoot(4, 27)),
            new Case("vsqrtps zmm22,zmm3", "62e17c4851f3", a -> a.squareRoot(22, 3)));

    @TestFactory
    Stream<DynamicTest> writesTheBytesThatAreThatInstruction() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.text, () -> {
            LaneAssembler asm = new LaneAssembler();
            c.instruction.accept(asm);
            assertEquals(c.bytes, HexFormat.of().formatHex(asm.bytes()));
        }));
    }
}
