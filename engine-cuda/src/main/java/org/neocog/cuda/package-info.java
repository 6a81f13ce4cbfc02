/**
 * The backend for NVIDIA GPUs: {@link org.neocog.cuda.CudaDeviceProvider} finds the libraries and says why there are none;
 * a node becomes a list of kernel calls and matrix products, which plain data describes.
 */
package org.neocog.cuda;
