package org.neocog.cuda;

import jcuda.Pointer;

/** An address on the device in the form that cuBLAS and cuDNN take. */
final class DeviceAddress extends Pointer {
    DeviceAddress(long address) {
        super(address);
    }

    long value() {
        return getNativePointer();
    }
}
