package org.neocog.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neocog.NeocogException;
import org.neocog.checkpoint.Safetensors;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/**
 * What a run that begins with another network's weights took over, tensor by tensor, by name.
 *
 * @param source the run or file that they come from
 * @param taken the names of what was there in the model's shape
 * @param fresh what was not, and has what its initialiser gives
 * @param unused the names of what the model has no place for
 */
public record Transfer(String source, List<String> taken, List<Fresh> fresh, List<String> unused) {
    /**
     * A tensor of the model that the source does not have in its shape.
     *
     * @param found what the source has under this name, if anything
     */
    public record Fresh(String name, TensorSpec wanted, Optional<TensorSpec> found) {
        /** {@code fc2.weight (3x128:f32 here, 10x128:f32 there)}. */
        @Override
        public String toString() {
            return name + " (" + wanted + " here, " + found.map(TensorSpec::toString).orElse("nothing") + " there)";
        }
    }

    public Transfer {
        taken = List.copyOf(taken);
        fresh = List.copyOf(fresh);
        unused = List.copyOf(unused);
    }

    /**
     * Replaces the values of a model's parameters and buffers by those that the source has under the same name in the same
     * shape.
     *
     * @param source a run, whose best checkpoint is taken, or a safetensors file
     * @param model the names of the model's parameters and buffers, and what they are
     * @param values to be changed
     * @throws NeocogException if there is no such run or file, it is damaged, or has nothing that the model could take
     */
    static Transfer into(Path source, Map<String, TensorSpec> model, Map<String, HostTensor> values) {
        Map<String, HostTensor> found = read(source);
        List<String> taken = new ArrayList<>();
        List<Fresh> fresh = new ArrayList<>();
        model.forEach((name, wanted) -> {
            HostTensor tensor = found.get(name);
            if (tensor != null && tensor.spec().equals(wanted)) {
                taken.add(name);
                requireFinite(source, name, tensor);
                values.put(name, tensor);
            } else {
                fresh.add(new Fresh(name, wanted, Optional.ofNullable(tensor).map(HostTensor::spec)));
            }
        });
        if (taken.isEmpty()) {
            throw new NeocogException("--init-from " + source + ": has no tensor in common with the model, which has "
                    + listed(model.keySet().stream().toList()) + "; there are " + listed(List.copyOf(found.keySet()))
                    + ". Names and shapes must agree");
        }
        return new Transfer(
                source.toString(), taken, fresh, found.keySet().stream().filter(name -> !model.containsKey(name)).toList());
    }

    private static void requireFinite(Path source, String name, HostTensor tensor) {
        for (float value : tensor.floats()) {
            if (!Float.isFinite(value)) {
                throw new NeocogException("--init-from " + source + ": a number in " + name + " is " + value
                        + "; training cannot begin with such weights");
            }
        }
    }

    private static Map<String, HostTensor> read(Path source) {
        if (Files.isRegularFile(source)) {
            return Weights.toUse(Safetensors.read(source));
        }
        RunFolder run = new RunFolder(source);
        if (!run.exists()) {
            throw new NeocogException("--init-from " + source + ": is neither a run nor a safetensors file");
        }
        if (!run.checkpoints().hasBest()) {
            throw new NeocogException(
                    "--init-from " + source + ": the run has no best checkpoint before the end of its first epoch");
        }
        return Weights.toUse(run.checkpoints().loadBest().tensors());
    }

    private static String listed(List<String> names) {
        int shown = 8;
        return names.size() <= shown
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, shown)) + " and " + (names.size() - shown) + " more";
    }
}
