package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Functions applied element by element in machine code, see {@link ElementCode}. Those that consist of sums, products and
 * comparisons give the same bits as loops in Java. Tanh and the sigmoid compute with floats and are off by at most 1.37 and 2.41
 * units in the last place, as measured for all floats; they are exact where tanh is x or either is a whole number.
 */
final class ElementVectors {
    private record Function(MemorySegment code, MemorySegment constants) {}

    private final Map<ElementFunction, Function> functions;

    private ElementVectors(Map<ElementFunction, Function> functions) {
        this.functions = functions;
    }

    /** @throws UnsupportedOperationException if the system does not let this process have machine code of its own */
    static ElementVectors make() {
        Map<ElementFunction, Function> all = new EnumMap<>(ElementFunction.class);
        for (ElementFunction function : ElementFunction.values()) {
            ElementCode.Made made = ElementCode.of(function);
            all.put(function, new Function(MachineCode.function(made.code()), MemorySegment.ofArray(made.constants())));
        }
        return new ElementVectors(all);
    }

    /** A function of one array; y may be the same elements. */
    ElementwiseKernels.Unary unary(ElementFunction function) {
        ElementwiseKernels.Binary both = function(function, false);
        return (x, xo, y, yo, n) -> both.run(x, xo, x, xo, y, yo, n);
    }

    /** A function of two; y may be the same elements as one of them. */
    ElementwiseKernels.Binary binary(ElementFunction function) {
        return function(function, true);
    }

    private ElementwiseKernels.Binary function(ElementFunction function, boolean second) {
        if (function.second() != second) {
            throw new IllegalArgumentException(function + " is a function of " + (second ? "one array" : "two arrays"));
        }
        Function f = functions.get(function);
        return (a, ao, b, bo, y, yo, n) -> {
            Objects.checkFromIndexSize(ao, n, a.length);
            Objects.checkFromIndexSize(bo, n, b.length);
            Objects.checkFromIndexSize(yo, n, y.length);
            MachineCode.call(
                    f.code, MachineCode.from(a, ao), MachineCode.from(a, ao + n), MachineCode.from(y, yo), f.constants,
                    MachineCode.from(b, bo));
        };
    }
}
