package org.neocog.cpu;

/** The optimizers that {@link UpdateVectors} computes, and the numbers that each needs, in the order in which it takes them. */
enum UpdateFunction {
    /** Learning rate and weight decay; no slots. */
    SGD(2, 0),
    /** Learning rate, weight decay and momentum; the velocity. */
    MOMENTUM(3, 1),
    /** The same. */
    NESTEROV(3, 1),
    /** rate, root, shrink, decay, β₁, 1 - β₁, β₂, 1 - β₂ and ε, see {@link UpdateKernels}; mean and square. */
    ADAM(9, 2);

    private final int numbers;
    private final int slots;

    UpdateFunction(int numbers, int slots) {
        this.numbers = numbers;
        this.slots = slots;
    }

    int numbers() {
        return numbers;
    }

    /** Arrays that are kept from step to step. */
    int slots() {
        return slots;
    }
}
