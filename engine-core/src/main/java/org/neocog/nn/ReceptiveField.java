package org.neocog.nn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neocog.graph.AdaptiveAvgPool2d;
import org.neocog.graph.AvgPool2d;
import org.neocog.graph.Axis;
import org.neocog.graph.BedOfNails;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Conv2dInputGrad;
import org.neocog.graph.MatMul;
import org.neocog.graph.MaxPool2d;
import org.neocog.graph.MaxUnpool2d;
import org.neocog.graph.NearestUnpool;
import org.neocog.graph.Node;
import org.neocog.graph.Source;
import org.neocog.graph.Window;

/**
 * The part of the image that one element of a node depends on, in pixels; after a transposed convolution or an unpooling,
 * where neighbours differ in it, about the most that one sees. Of a sequence the height is 1, of a volume the depth is not
 * told.
 *
 * @param height at most the image's
 * @param width at most the image's
 */
public record ReceptiveField(int height, int width) {
    @Override
    public String toString() {
        return height + "x" + width;
    }

    /** Works fields out for the nodes of one graph, going back to the images. */
    static final class Walk {
        /** A field, not yet cut to the image, and the distance in pixels between neighbouring elements' fields. */
        private record Reach(double height, double width, double jumpHeight, double jumpWidth) {
            /** A window adds (extent-1) elements, each a jump from the last; its stride lengthens the jump. */
            Reach through(Window window) {
                Axis h = window.height();
                Axis w = window.width();
                return new Reach(
                        limit(height + (h.extent() - 1) * jumpHeight),
                        limit(width + (w.extent() - 1) * jumpWidth),
                        limit(jumpHeight * h.stride()),
                        limit(jumpWidth * w.stride()));
            }

            /** An element is reached by every stride-th position of the window; neighbours lie stride times as close. */
            Reach throughTransposed(Window window) {
                Axis h = window.height();
                Axis w = window.width();
                return new Reach(
                                limit(height + (h.extent() - 1) / h.stride() * jumpHeight),
                                limit(width + (w.extent() - 1) / w.stride() * jumpWidth),
                                jumpHeight,
                                jumpWidth)
                        .spread(h.stride(), w.stride());
            }

            /** Each element becomes as many, which see what it saw. */
            Reach spread(int down, int across) {
                return new Reach(height, width, jumpHeight / down, jumpWidth / across);
            }

            Reach max(Reach other) {
                return new Reach(
                        Math.max(height, other.height),
                        Math.max(width, other.width),
                        Math.max(jumpHeight, other.jumpHeight),
                        Math.max(jumpWidth, other.jumpWidth));
            }

            /** Far more than any image has, and far from overflow however deep the net. */
            private static double limit(double pixels) {
                return Math.min(pixels, Integer.MAX_VALUE);
            }
        }

        /** What a parameter sees of the image: nothing. */
        private static final Reach NOTHING = new Reach(0, 0, 0, 0);

        private final int height;
        private final int width;
        private final Map<Node, Reach> known = new HashMap<>();

        /**
         * @param images N × C × H × W, or of another rank with the width last and the height before it
         */
        Walk(Node images) {
            height = images.shape().rank() < 4 ? 1 : images.shape().dim(-2);
            width = images.shape().dim(-1);
            known.put(images, new Reach(1, 1, 1, 1));
        }

        /** The field of each node, to be called for every node of the graph in order. */
        ReceptiveField visit(Node node) {
            Reach reach = known.computeIfAbsent(node, this::reach);
            return new ReceptiveField(
                    (int) Math.ceil(Math.min(reach.height(), height)), (int) Math.ceil(Math.min(reach.width(), width)));
        }

        /** Windows of one size, H / height rows rounded up and one more where they do not divide; so for columns. */
        private static Reach adaptive(Node pool, Reach input) {
            return input.through(new Window(axis(pool, 2), axis(pool, 3)));
        }

        private static Axis axis(Node pool, int axis) {
            int length = pool.input(0).shape().dim(axis);
            int windows = pool.shape().dim(axis);
            int stride = Math.max(1, length / windows);
            int widest = length % windows == 0 ? length / windows : Math.min(length, length / windows + 2);
            return Axis.of(widest, stride, 0);
        }

        private Reach reach(Node node) {
            List<Reach> inputs = node.inputs().stream().map(known::get).toList();
            return switch (node.op()) {
                case Source source -> NOTHING;
                case Conv2d conv -> inputs.getFirst().through(conv.window());
                case Conv2dInputGrad conv -> inputs.getFirst().throughTransposed(conv.geometry().window());
                case MaxPool2d pool -> inputs.getFirst().through(pool.window());
                case AvgPool2d pool -> inputs.getFirst().through(pool.window());
                case MatMul product -> new Reach(height, width, 1, 1);
                case NearestUnpool unpool -> inputs.getFirst().spread(unpool.height(), unpool.width());
                case BedOfNails unpool -> inputs.getFirst().spread(unpool.height(), unpool.width());
                case MaxUnpool2d unpool -> inputs.get(1)
                        .spread(unpool.window().height().stride(), unpool.window().width().stride())
                        .max(inputs.get(0));
                case AdaptiveAvgPool2d pool -> adaptive(node, inputs.getFirst());
                default -> inputs.stream().reduce(NOTHING, Reach::max);
            };
        }
    }
}
