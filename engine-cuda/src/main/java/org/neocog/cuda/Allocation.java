package org.neocog.cuda;

import jcuda.driver.CUdeviceptr;

/** Device memory as the driver gave it, with its address as a number, which JCuda keeps to its subclasses. */
final class Allocation extends CUdeviceptr {
    long address() {
        return getNativePointer();
    }
}
