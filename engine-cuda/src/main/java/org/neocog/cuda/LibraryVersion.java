package org.neocog.cuda;

/** A version: 12.6, 9.5.1. Numbers that are not known are 0. */
record LibraryVersion(int major, int minor, int patch) {
    /** From CUDA's way to write it as one number: 12060 is 12.6. */
    static LibraryVersion ofCuda(int number) {
        return new LibraryVersion(number / 1000, number % 1000 / 10, 0);
    }

    @Override
    public String toString() {
        return major + "." + minor + (patch == 0 ? "" : "." + patch);
    }
}
