/**
 * The networks of the literature that are more than a list of layers. Parameters are named as in torchvision, where it has the
 * network, so that weights can be exchanged.
 */
package org.neocog.nn.zoo;
