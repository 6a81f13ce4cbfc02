package org.neocog.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;

final class OpCasesTest {
    private final List<OpCase> cases = OpCases.all();

    @Test
    void everyOperationHasACase() {
        Set<String> without = new TreeSet<>();
        leaves(ComputeOp.class).map(Class::getSimpleName).forEach(without::add);
        without.removeAll(OpCases.opNames());
        assertEquals(Set.of(), without);
    }

    @Test
    void everyOperationHasAnOrdinaryCaseAndGoldenOrSpecialValues() {
        Set<String> ordinary = names(cases.stream().filter(c -> c.checks().contains(Check.REFERENCE)));
        Set<String> known = names(cases.stream().filter(c -> c.golden().isPresent()));
        assertEquals(OpCases.opNames(), ordinary);
        assertEquals(OpCases.opNames(), known);
    }

    @Test
    void namesAreUnique() {
        Set<String> seen = new HashSet<>();
        List<String> twice = cases.stream().map(OpCase::toString).filter(name -> !seen.add(name)).toList();
        assertEquals(List.of(), twice);
    }

    @Test
    void everyInputThatHasAGradientIsCheckedInSomeCase() {
        Set<String> differentiable = new TreeSet<>();
        Set<String> checked = new TreeSet<>();
        for (OpCase opCase : cases) {
            differentiableInputs(opCase).forEach(i -> differentiable.add(opCase.opName() + " input " + i));
            for (int i = 0; i < opCase.inputs().size(); i++) {
                if (opCase.inputs().get(i).derivative() != Derivative.NONE) {
                    checked.add(opCase.opName() + " input " + i);
                }
            }
        }
        assertEquals(differentiable, checked);
    }

    @Test
    void aCaseHasTheSameNumbersEveryTime() {
        for (OpCase opCase : cases) {
            for (int i = 0; i < opCase.inputs().size(); i++) {
                double[] first = DoubleTensor.of(opCase.data().get(i)).data();
                double[] second = DoubleTensor.of(opCase.data().get(i)).data();
                assertTrue(java.util.Arrays.equals(first, second), opCase.toString());
            }
        }
    }

    private static Set<String> names(Stream<OpCase> cases) {
        Set<String> names = new TreeSet<>();
        cases.forEach(opCase -> names.add(opCase.opName()));
        return names;
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(OpCasesTest::leaves) : Stream.of(type);
    }

    private static List<Integer> differentiableInputs(OpCase opCase) {
        GraphBuilder graph = new GraphBuilder();
        List<Node> inputs = new ArrayList<>();
        opCase.inputs().forEach(input -> inputs.add(graph.input("x" + inputs.size(), input.spec())));
        Node y = graph.add("y", opCase.op(), inputs);
        List<Integer> indices = new ArrayList<>();
        try {
            var gradients = opCase.op().gradient(graph, y, graph.input("dy", y.spec()));
            for (int i = 0; i < gradients.size(); i++) {
                if (gradients.get(i).isPresent()) {
                    indices.add(i);
                }
            }
        } catch (IllegalStateException e) {
            assertTrue(e.getMessage().contains("has no gradient"), e.getMessage());
        }
        return indices;
    }
}
