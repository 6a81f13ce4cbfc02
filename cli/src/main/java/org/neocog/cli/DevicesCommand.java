package org.neocog.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import org.neocog.device.DeviceInfo;
import org.neocog.device.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code neocog devices}. */
@Command(
        name = "devices",
        description = {
            "Lists the devices that networks can run on, with what was found of each, or the reason why there is none.",
            "",
            "The id in the first column is what --device of the other commands takes."
        },
        footer = {"  neocog devices", "  neocog devices --json | jq '.[] | select(.available) | .id'"})
final class DevicesCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ResultOptions common;

    DevicesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<DeviceInfo> devices = Devices.probe();
        if (common.json()) {
            JsonArray list = new JsonArray();
            devices.forEach(device -> list.add(json(device)));
            console.print(list);
        } else {
            devices.forEach(this::print);
        }
        return ExitCode.DONE;
    }

    private void print(DeviceInfo device) {
        console.print(device.id() + "  " + device.name() + (device.available() ? "" : "  (not available)"));
        TextTable table = new TextTable(TextTable.Align.LEFT, TextTable.Align.LEFT);
        if (!device.available()) {
            table.row("  reason", device.reason());
        }
        device.details().forEach((key, value) -> table.row("  " + key, value));
        table.lines().forEach(console::print);
    }

    private static JsonObject json(DeviceInfo device) {
        JsonObject details = new JsonObject();
        device.details().forEach(details::addProperty);
        JsonObject object = new JsonObject();
        object.addProperty("id", device.id());
        object.addProperty("name", device.name());
        object.addProperty("available", device.available());
        object.addProperty("reason", device.reason());
        object.add("details", details);
        return object;
    }
}
