package org.neocog.nn.zoo;

import org.neocog.nn.Recipe;

/** How the networks were trained by those who made them. Biases and norms do not decay here, other than in most papers. */
final class Recipes {
    /** Krizhevsky et al. 2012, section 5; the rate was divided by 10 whenever the validation error stopped falling. */
    static final Recipe ALEXNET = new Recipe("momentum:momentum=0.9", 0.01, "plateau:factor=0.1", 5e-4, 128, 90);
    /** Simonyan and Zisserman 2014, section 3.1: 74 epochs, three divisions by 10 as for AlexNet. */
    static final Recipe VGG = new Recipe("momentum:momentum=0.9", 0.01, "plateau:factor=0.1", 5e-4, 256, 74);
    /** Szegedy et al. 2014, section 6: the rate falls by 4 % every 8 epochs; batch and first rate are not given there. */
    static final Recipe GOOGLENET = new Recipe("momentum:momentum=0.9", 0.01, "step:every=8,factor=0.96", 2e-4, 128, 250);
    /** He et al. 2015, section 3.4, with torchvision's epochs for the divisions. */
    static final Recipe RESNET = new Recipe("momentum:momentum=0.9", 0.1, "step:every=30", 1e-4, 256, 90);
    /** He et al. 2015, section 4.2: 64,000 steps of 128 of 50,000 images, divided by 10 at 32,000 and 48,000. */
    static final Recipe RESNET_CIFAR = new Recipe("momentum:momentum=0.9", 0.1, "step:at=82/123", 1e-4, 128, 164);
    /** The wider networks' usual one on CIFAR-10, which has more to decay. */
    static final Recipe WIDE_RESNET_CIFAR = new Recipe("momentum:momentum=0.9", 0.1, "step:at=100/150", 5e-4, 128, 200);
    /** Touvron et al. 2021, table 9: 0.0005 for each 512 images of a batch; without its augmentations. */
    static final Recipe VIT = new Recipe("adamw", 2.5e-4, "cosine:min=1e-5,warmup=5e", 0.05, 256, 300);
    /** Ronneberger et al. 2015, section 3: one image at a time and a high momentum; rate and epochs are not given there. */
    static final Recipe UNET = new Recipe("momentum:momentum=0.99", 0.001, "constant", 0, 1, 20);

    private Recipes() {}
}
