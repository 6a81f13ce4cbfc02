/**
 * The whole boundary between the engine and a backend: {@link org.neocog.device.Device}, its buffers and its kernels, and
 * how devices are found ({@link org.neocog.device.Devices}).
 */
package org.neocog.device;
