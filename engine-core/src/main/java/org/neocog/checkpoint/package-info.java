/**
 * What outlives the process: tensors as safetensors, the rest as JSON, both written so that a kill or a power cut at any
 * moment leaves the old file or the new one, never a mixture.
 */
package org.neocog.checkpoint;
