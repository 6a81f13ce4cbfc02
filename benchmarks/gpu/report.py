#!/usr/bin/env python3
"""What run.sh needs of JSON and Markdown: `report.py name DEVICES.json ID` and `report.py record FOLDER RECORD.md`."""

import datetime
import json
import pathlib
import re
import statistics
import sys

MOST_POINTS = 0.3  # by which the final accuracies on two devices may differ
NETS = [("mnist-cnn", "train", 100), ("mnist-cnn", "train", 512), ("mnist-cnn", "infer", 100), ("mnist-cnn", "infer", 512),
        ("lenet5", "train", 128)]
VARIANTS = [
    ("neocog+im2col", "Neocog, `--conv im2col`"),
    ("neocog+tf32", "Neocog, TF32"),
    ("pytorch+tf32", "PyTorch, TF32"),
    ("pytorch+tuned", "PyTorch, `cudnn.benchmark`, channels last, fused Adam"),
    ("pytorch+compiled", "PyTorch, these and `torch.compile`"),
]


class Run:
    """The output of run.sh: how each part ended, and what it printed."""

    def __init__(self, folder):
        self.folder = folder
        self.parts = {}
        for line in (folder / "parts.tsv").read_text().splitlines():
            name, status, seconds, command = line.split("\t", 3)
            self.parts[name] = (status, seconds, command)
        self.settings = dict(line.split(" ", 1) for line in self.text("settings").splitlines())

    def text(self, name):
        path = self.folder / name
        return path.read_text(errors="replace").strip() if path.exists() else ""

    def json(self, name):
        """What a part printed as JSON; None if there is none. A part that found a fault prints it all the same."""
        try:
            return json.loads(self.text(name + ".out").splitlines()[-1])
        except (IndexError, ValueError):
            return None

    def ended(self, name):
        return name in self.parts and self.parts[name][0] == "0"

    def reason(self, name):
        """Why a part came to nothing, in one line."""
        status = self.parts.get(name, ("not started",))[0]
        if status == "left-out":
            return "left out: no time was left"
        if status in ("124", "137"):
            return f"stopped after {self.parts[name][1]} s"
        if status == "not started":
            return status
        if status == "0":
            return "gave no result"
        errors = [line for line in self.text(name + ".err").splitlines() if line.strip()]
        return f"exit code {status}" + (f": {errors[-1]}" if errors else "")


def table(head, rows):
    if not rows:
        return []
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    return lines + ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows] + [""]


def find_device(devices, wanted):
    for device in devices:
        if device["id"] == wanted or device["id"].startswith(wanted + ":") or not device["available"] \
                and device["id"] == wanted.split(":")[0]:
            return device
    return None


def name(devices_file, wanted):
    """The record's name without its ending; ends the program if there is no such device."""
    device = find_device(json.loads(pathlib.Path(devices_file).read_text()), wanted)
    if device is None:
        sys.exit(f"run.sh: --device {wanted}: 'neocog devices' lists none of that name")
    if not device["available"]:
        sys.exit(f"run.sh: --device {wanted}: {device['reason']}")
    slug = re.sub(r"[^a-z0-9]+", "-", device["name"].lower()).strip("-")
    return f"{slug}-{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d}"


def setting_lines(run, device):
    rows = [("device", f"{device['id']}, {device['name']}")] + list(device["details"].items())
    smi = re.search(r"Driver Version: *(\S+)", run.text("nvidia-smi.out"))
    if smi:
        rows.append(("NVIDIA's driver", smi.group(1)))
    for line in run.text("VERSION").splitlines():
        key, value = line.split(" ", 1)
        rows.append(("Neocog's " + key, value))
    rows.append(("PyTorch", torch_versions(run)))
    return table(("", ""), rows)


def torch_versions(run):
    tried = [part for part in run.parts if "-pytorch-" in part]
    for part in tried:
        if run.json(part):
            return ", ".join(f"{key} {value}" for key, value in run.json(part)["versions"].items())
    return "not measured: " + run.reason(tried[0] if tried else "torch")


def parity_lines(run):
    """The lines, and what was not shown."""
    lines, faults, by_op = [], [], {}
    paths = ("im2col", "cudnn")
    for path in paths:
        report = run.json("check-" + path)
        if report is None:
            faults.append(f"the operations with `--conv {path}` were not compared: {run.reason('check-' + path)}")
            continue
        lines.append(f"- `--conv {path}`: {report['passed']} passed, {report['failed']} failed, {report['skipped']} do not apply.")
        if report["failed"] or not report["passed"]:
            faults.append(f"{report['failed']} checks failed with `--conv {path}`")
        elif not run.ended("check-" + path):
            faults.append(f"the check with `--conv {path}` did not end well: {run.reason('check-' + path)}")
        for case in report["cases"]:
            by_op.setdefault(case["op"], {}).setdefault(path, []).append(case)
    lines.append("")
    head = ["operation"]
    for path in paths:
        head += [f"{path}: passed", "failed", "largest error", "of the tolerance"]
    rows = []
    for op in sorted(by_op):
        row = [op]
        for path in paths:
            row += parity_cells(by_op[op].get(path, []))
        rows.append(row)
    lines += table(head, rows)
    failed = [(path, case) for op in sorted(by_op) for path in paths for case in by_op[op].get(path, [])
              if not case["passed"] and not case["skipped"]]
    lines += table(("path", "operation", "case", "check", "error", "tolerance", "reason"), [
        (path, c["op"], c["case"], c["check"], c["error"], c["tolerance"], c["reason"]) for path, c in failed[:50]])
    if len(failed) > 50:
        lines += [f"{len(failed) - 50} more failed.", ""]
    return lines, faults


def parity_cells(cases):
    done = [case for case in cases if not case["skipped"]]
    if not done:
        return ["-"] * 4
    passed = sum(case["passed"] for case in done)
    # JSON has no infinity: an error that is none of its numbers is null.
    measured = [case for case in done if case["tolerance"] and case["error"] is not None]
    worst = max(measured, key=lambda case: case["error"] / case["tolerance"], default=None)
    return [passed, len(done) - passed, f"{worst['error']:.2g}" if worst else "0",
            f"{100 * worst['error'] / worst['tolerance']:.0f} %" if worst else "-"]


def accuracy_lines(run):
    both = [run.json("accuracy-device"), run.json("accuracy-cpu")]
    lines, faults = [], []
    # One that was stopped by the limit prints its result all the same, with the epochs that it had done, if any.
    whole = [bool(one) and len(one["epochs"]) > 0 and not one["stopped"] for one in both]
    if all(whole):
        rows = []
        for mine, cpu in zip(both[0]["epochs"], both[1]["epochs"]):
            rows.append([mine["epoch"]] + [f"{one['trainLoss']:.4f}" for one in (mine, cpu)]
                        + [f"{100 * one['valAccuracy']:.2f} %" for one in (mine, cpu)])
        device = both[0]["device"]
        lines += table(("epoch", f"training loss, {device}", "training loss, cpu", f"accuracy, {device}", "accuracy, cpu"), rows)
        last = [one["epochs"][-1]["valAccuracy"] for one in both]
        points = abs(last[0] - last[1]) * 100
        lines += [f"The final accuracies differ by {points:.2f} points; {MOST_POINTS} are allowed.", ""]
        if not points <= MOST_POINTS + 1e-9:
            faults.append(f"the final accuracies differ by {points:.2f} points, more than {MOST_POINTS}")
    else:
        for part, done in zip(("accuracy-device", "accuracy-cpu"), whole):
            if not done:
                faults.append(f"the accuracies were not compared: {part}: {run.reason(part)}")
    status = run.parts.get("same-bits", ("",))[0]
    trained = run.ended("same-bits-1") and run.ended("same-bits-2")
    if trained and status in ("0", "1"):
        lines += [f"`lenet5`, an epoch with `--deterministic`, twice: {'the same bits' if status == '0' else 'OTHER BITS'}.", ""]
        if status == "1":
            faults.append("two trainings with `--deterministic` gave other bits")
    else:
        faults.append(f"the bits of two trainings were not compared: {run.reason('same-bits-1' if not trained else 'same-bits')}")
    return lines, faults


def speed_lines(run):
    rows, variants = [], {}
    for model, mode, batch in NETS:
        net = f"{model}-{mode}-{batch}"
        found = {who: [run.json(part) for part in run.parts if part.startswith(f"{net}-{who}-") and run.json(part)]
                 for who in ("neocog", "pytorch")}
        middle = {who: statistics.median(one["imagesPerSecond"] for one in some) for who, some in found.items() if some}
        row = [f"`{model}`", mode, batch]
        for who in ("neocog", "pytorch"):
            row += speed_cells(found[who], middle.get(who))
        ratio = middle["neocog"] / middle["pytorch"] if len(middle) == 2 else None
        rows.append(row + [f"**{ratio:.2f}**" if ratio else "-"])
        for variant, _ in VARIANTS:
            one = run.json(f"{net}-{variant}")
            if one:
                variants.setdefault(variant, {})[net] = f"{one['imagesPerSecond']:,.0f}"
    lines = [
        "float32 with TF32 off. Images a second: the median of the runs, which took turns, and the least and the most of them;",
        "milliseconds a step: the medians within the runs, and of those the median. The last column is how many times as fast",
        "as PyTorch (eager, its defaults) Neocog is.", ""]
    lines += table(("net", "mode", "batch", "Neocog, images/s", "runs from - to", "ms a step",
                    "PyTorch, images/s", "runs from - to", "ms a step", "Neocog / PyTorch"), rows)
    if variants:
        lines += ["Measured once, images a second:", ""]
        lines += table(["", *(f"{model} {mode} {batch}" for model, mode, batch in NETS)], [
            [title] + [variants[variant].get(f"{model}-{mode}-{batch}", "-") for model, mode, batch in NETS]
            for variant, title in VARIANTS if variant in variants])
    return lines


def speed_cells(runs, middle):
    if not runs:
        return ["-"] * 3
    per_second = [one["imagesPerSecond"] for one in runs]
    step = statistics.median(one["msPerStepMedian"] for one in runs)
    return [f"{middle:,.0f}", f"{min(per_second):,.0f} - {max(per_second):,.0f}", f"{step:.3f}"]


def trouble_lines(run):
    left_out = [part for part, (status, _, _) in run.parts.items() if status == "left-out"]
    rows = [(part, run.reason(part)) for part, (status, _, _) in run.parts.items() if status not in ("0", "left-out")]
    if left_out:
        rows.append((", ".join(left_out), run.reason(left_out[0])))
    return table(("part", "what came of it"), rows)


def without_folders(text):
    """Paths cut down to the name of the file: where a machine keeps its libraries says nothing about its results."""
    return re.sub(r"(?<![\w.])/(?:[^\s/,;:|()`]+/)+", "", text)


def record(folder, target):
    run = Run(pathlib.Path(folder))
    device = find_device(run.json("devices"), run.settings["device"])
    parity, faults = parity_lines(run)
    accuracy, more = accuracy_lines(run)
    faults += more
    verdict = "**Parity with the CPU: shown.**" if not faults else "**Parity with the CPU: NOT shown**: " + "; ".join(faults) + "."
    now = datetime.datetime.now(datetime.timezone.utc)
    lines = [f"# {device['name']}, {now:%Y-%m-%d}", "", verdict, ""]
    lines += setting_lines(run, device)
    lines += ["Made by `run.sh` with " + ", ".join(f"{key} {value}" for key, value in run.settings.items()) + ".", ""]
    lines += ["## Every operation against its definition", ""] + parity
    lines += ["## `mnist-cnn` trained on `test-data/mnist`", ""] + accuracy
    lines += ["## Speed beside PyTorch", ""] + speed_lines(run)
    if run.ended("profile"):
        lines += ["## Where the time of a training step goes", "", "```", run.text("profile.out"), "```", ""]
    trouble = trouble_lines(run)
    if trouble:
        lines += ["## What did not end well", ""] + trouble
    pathlib.Path(target).write_text(without_folders("\n".join(lines)).rstrip() + "\n")
    for fault in faults:
        print(f"run.sh: parity not shown: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "name":
        print(name(sys.argv[2], sys.argv[3]))
    elif len(sys.argv) == 4 and sys.argv[1] == "record":
        sys.exit(record(sys.argv[2], sys.argv[3]))
    else:
        sys.exit(__doc__)
