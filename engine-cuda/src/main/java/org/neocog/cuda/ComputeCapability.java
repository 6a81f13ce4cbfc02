package org.neocog.cuda;

/** A GPU's generation: 8.0 is Ampere, 9.0 Hopper. */
record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {
    /** As in {@code sm_80}. */
    int number() {
        return 10 * major + minor;
    }

    static ComputeCapability of(int number) {
        return new ComputeCapability(number / 10, number % 10);
    }

    @Override
    public int compareTo(ComputeCapability other) {
        return Integer.compare(number(), other.number());
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
