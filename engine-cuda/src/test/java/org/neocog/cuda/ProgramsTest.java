package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.neocog.cuda.MatrixProduct.Matrix;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Node;
import org.neocog.tensor.TensorSpec;

/** What nodes are compiled to, looked at without a GPU. */
class ProgramsTest {
    /** Room for all images of a convolution at once, for a few, and for not even one. */
    private static final List<Long> WORKSPACES = List.of(1L << 30, 40_000L, 1L);

    @Test
    void theNodesOfTheseTestsHaveEveryOperation() {
        Set<Class<?>> there = new HashSet<>();
        EveryOperation.nodes().forEach(node -> there.add(node.op().getClass()));
        assertEquals(leaves(ComputeOp.class).collect(Collectors.toSet()), there);
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(ProgramsTest::leaves) : Stream.of(type);
    }

    @TestFactory
    Stream<DynamicTest> everyCallHasTheArgumentsOfItsKernel() {
        return calls().map(call -> DynamicTest.dynamicTest(call.kernel(), () -> assertEquals(
                KernelSources.kernels(call.file()).get(call.kernel()),
                call.arguments().stream().map(KernelSources::kind).toList())));
    }

    @Test
    void everyKernelIsCalledByAnOperation() {
        Set<String> called = new TreeSet<>(calls().map(KernelCall::kernel).toList());
        Set<String> written = new TreeSet<>();
        KernelSources.KERNEL_FILES.forEach(file -> written.addAll(KernelSources.kernels(file).keySet()));
        assertEquals(written, called);
    }

    @TestFactory
    Stream<DynamicTest> everyTensorOfAProgramLiesInsideItsBuffer() {
        return EveryOperation.nodes().stream().flatMap(node -> WORKSPACES.stream().map(limit -> DynamicTest.dynamicTest(
                node + " within " + limit, () -> requireInside(node, Programs.of((ComputeOp) node.op(), node, limit)))));
    }

    @Test
    void aConvolutionTakesAsManyImagesAtATimeAsTheWorkspaceHolds() {
        Node conv = EveryOperation.nodes().stream()
                .filter(node -> node.op().opName().equals("Conv2d") && node.input(1).shape().dim(2) == 3)
                .findFirst()
                .orElseThrow();
        // The columns of one image take 4 channels · 9 elements · 64 positions · 4 bytes = 9216 bytes; there are 6 images.
        assertEquals(6 * 9216, Programs.of((ComputeOp) conv.op(), conv, 1 << 20).workspaceBytes());
        assertEquals(4 * 9216, Programs.of((ComputeOp) conv.op(), conv, 40_000).workspaceBytes());
        assertEquals(9216, Programs.of((ComputeOp) conv.op(), conv, 1).workspaceBytes());
    }

    private static Stream<KernelCall> calls() {
        return EveryOperation.nodes().stream()
                .flatMap(node -> WORKSPACES.stream().map(limit -> Programs.of((ComputeOp) node.op(), node, limit)))
                .flatMap(program -> program.commands().stream())
                .filter(KernelCall.class::isInstance)
                .map(KernelCall.class::cast);
    }

    private static void requireInside(Node node, Program program) {
        for (Command command : program.commands()) {
            switch (command) {
                case KernelCall call -> {
                    for (Argument argument : call.arguments()) {
                        if (argument instanceof Argument.Address(Place place)) {
                            assertTrue(place.byteOffset() < bytes(node, program, place), call::toString);
                        }
                    }
                }
                case MatrixProduct p -> {
                    requireInside(node, program, p, p.a(), p.a().transposed() ? p.k() : p.m(), p.a().transposed() ? p.m() : p.k());
                    requireInside(node, program, p, p.b(), p.b().transposed() ? p.n() : p.k(), p.b().transposed() ? p.k() : p.n());
                    requireInside(node, program, p, p.c(), p.m(), p.n());
                }
            }
        }
    }

    private static void requireInside(Node node, Program program, MatrixProduct p, Matrix m, int rows, int columns) {
        long last = (p.count() - 1) * m.stride() + (long) (rows - 1) * m.rowLength() + columns;
        assertTrue(columns <= m.rowLength(), p::toString);
        assertTrue(m.place().byteOffset() + Float.BYTES * last <= bytes(node, program, m.place()), p::toString);
    }

    private static long bytes(Node node, Program program, Place place) {
        List<TensorSpec> inputs = new ArrayList<>(node.inputSpecs());
        return switch (place.slot()) {
            case -1 -> node.spec().bytes();
            case -2 -> program.workspaceBytes();
            default -> inputs.get(place.slot()).bytes();
        };
    }
}
