package org.neocog.cpu;

/**
 * A batch of images cut into blocks: some rows of some images each, or all rows of them. Of an image's blocks and of the batch's
 * the last may have fewer.
 *
 * @param batch images
 * @param height rows of an image
 * @param images images of a block
 * @param rows rows of a block; all, if there is more than one image
 */
record ImageBlocks(int batch, int height, int images, int rows) {
    private int perImage() {
        return Math.ceilDiv(height, rows);
    }

    int count() {
        return Math.ceilDiv(batch, images) * perImage();
    }

    int firstImage(int block) {
        return block / perImage() * images;
    }

    int images(int block) {
        return Math.min(images, batch - firstImage(block));
    }

    /** The first of a block's rows, counted from the image's first. */
    int firstRow(int block) {
        return block % perImage() * rows;
    }

    int rows(int block) {
        return Math.min(rows, height - firstRow(block));
    }
}
