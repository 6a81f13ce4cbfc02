package org.neocog.cuda;

/** Has cuBLAS multiply matrices. Addresses are the same from launch to launch in a plan, so their objects are kept. */
final class ProductLauncher implements Launcher {
    private final Cublas cublas;
    private final MatrixProduct product;
    private DeviceAddress a = new DeviceAddress(0);
    private DeviceAddress b = new DeviceAddress(0);
    private DeviceAddress c = new DeviceAddress(0);

    ProductLauncher(Cublas cublas, MatrixProduct product) {
        this.cublas = cublas;
        this.product = product;
    }

    @Override
    public void launch(CudaKernel.Tensors tensors) {
        a = at(tensors.address(product.a().place()), a);
        b = at(tensors.address(product.b().place()), b);
        c = at(tensors.address(product.c().place()), c);
        cublas.multiply(product, a, b, c);
    }

    private static DeviceAddress at(long address, DeviceAddress before) {
        return before.value() == address ? before : new DeviceAddress(address);
    }
}
