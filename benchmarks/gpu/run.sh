#!/usr/bin/env bash
# On a machine with a GPU: compares it with the CPU, measures it beside PyTorch, and writes a record of what came out.
set -uo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
root=$(cd -- "$here/../.." && pwd -P)

usage() {
    cat <<'END'
Usage: run.sh [--bundle DIR] [--python PYTHON] [--device ID] [--out DIR]
              [--limit SECONDS] [--rounds N] [--seconds S] [--epochs N]

  --bundle DIR       the unpacked bundle or a checkout: a folder with the launcher 'neocog'; the one that this script is in
  --python PYTHON    a Python 3 that has PyTorch; python3. Without PyTorch its columns stay empty
  --device ID        what is tried: cuda, cuda:1, or cpu to try this script where there is no GPU; cuda
  --out DIR          where the record goes, NAME-DATE.md, and beside it a folder of the same name with all output; here
  --limit SECONDS    what has not begun or ended by then is left out, and the record says so; 480
  --rounds N         how often each speed is measured, Neocog and PyTorch taking turns; 3
  --seconds S        how long each measurement takes, after warming up; 2
  --epochs N         of the trainings that are compared; 5

Exit code 1: parity was not shown, that is, an operation or the accuracy differs from the CPU's, or could not be compared.
END
}

fail() {
    printf 'run.sh: %s\n' "$*" >&2
    exit 2
}

bundle=$root
python=python3
device=cuda
out=$here
limit=480
rounds=3
seconds=2
epochs=5
while [ $# -gt 0 ]; do
    case $1 in
        --help) usage && exit 0 ;;
        --bundle | --python | --device | --out | --limit | --rounds | --seconds | --epochs)
            [ $# -ge 2 ] || fail "$1 takes a value; --help tells which"
            printf -v "${1#--}" %s "$2"
            shift 2
            ;;
        *) fail "$1: there is no such option; --help lists them" ;;
    esac
done
for name in limit rounds epochs; do
    [[ ${!name} =~ ^[1-9][0-9]{0,5}$ ]] || fail "--$name: must be a whole number from 1, not '${!name}'"
done
[ -x "$bundle/neocog" ] || fail "--bundle $bundle: has no launcher 'neocog'"
bundle=$(cd -- "$bundle" && pwd -P)
python=$(command -v -- "$python") || fail "--python: there is no such program; it takes a Python 3"
# Neocog looks for CUDA's libraries at the Pythons on the PATH, too.
PATH=$(cd -- "$(dirname -- "$python")" && pwd -P):$PATH

work=$(mktemp -d) || exit 2
trap 'rm -rf -- "$work"' EXIT
mkdir "$work/log"
log=$work/log
bench=$root/benchmarks/pytorch/bench.py
data=$bundle/test-data/mnist

# part NAME MOST COMMAND...: runs a command for MOST seconds at most, and not beyond the limit; keeps what it prints and how
# it ended. A part that fails stops nothing.
part() {
    local name=$1 most=$2 left=$((limit - SECONDS)) begin=$SECONDS status
    shift 2
    [ "$most" -le "$left" ] || most=$left
    if [ "$most" -lt 3 ]; then
        status=left-out
    else
        printf 'run.sh: %3d s  %s\n' "$SECONDS" "$name" >&2
        timeout -k 5 "$most" "$@" </dev/null >"$log/$name.out" 2>"$log/$name.err"
        status=$?
    fi
    printf '%s\t%s\t%s\t%s\n' "$name" "$status" "$((SECONDS - begin))" "$*" >>"$log/parts.tsv"
    [ "$status" = 0 ]
}

neocog() {
    local name=$1 most=$2
    shift 2
    part "$name" "$most" "$bundle/neocog" "$@"
}

train() {
    local name=$1 most=$2
    shift 2
    neocog "$name" "$most" train --data "$data" --seed 0 --out "$work/$name" --json "$@"
}

# Model, mode, batch.
nets=("mnist-cnn train 100" "mnist-cnn train 512" "mnist-cnn infer 100" "mnist-cnn infer 512" "lenet5 train 128")

# measure WHO NET PRECISION SUFFIX OPTION...: the speed of neocog or pytorch on one of the nets.
measure() {
    local who=$1 precision=$3 suffix=$4 model mode batch common
    read -r model mode batch <<<"$2"
    shift 4
    common=(--model "$model" --mode "$mode" --batch "$batch" --device "$device" --precision "$precision")
    common+=(--seconds "$seconds" --json)
    if [ "$who" = neocog ]; then
        neocog "$model-$mode-$batch-neocog$suffix" 60 bench "${common[@]}" "$@"
    elif [ -n "$torch" ]; then
        part "$model-$mode-$batch-pytorch$suffix" 90 "$python" "$bench" "${common[@]}" "$@"
    fi
}

# round NUMBER: Neocog and PyTorch in turn, net by net.
round() {
    local net who
    for net in "${nets[@]}"; do
        for who in neocog pytorch; do
            measure "$who" "$net" fp32 "-$1"
        done
    done
}

# variant WHO PRECISION NAME OPTION...: what is not compared but good to know, once for each net.
variant() {
    local net
    for net in "${nets[@]}"; do
        measure "$1" "$net" "$2" "+$3" "${@:4}"
    done
}

neocog devices 60 devices --json || {
    cat "$log/devices.err" >&2
    fail "'neocog devices' failed"
}
name=$("$python" "$here/report.py" name "$log/devices.out" "$device") || exit 1
mkdir -p -- "$out" || exit 2
record=$out/$name
for ((i = 2; i < 1000; i++)); do
    [ -e "$record.md" ] || [ -e "$record" ] || break
    record=$out/$name-$i
done

if [ -f "$bundle/VERSION" ]; then
    cat "$bundle/VERSION"
else
    printf 'commit %s\n' "$(git -C "$bundle" describe --always --abbrev=40 --exclude='*' --dirty=-modified 2>/dev/null || echo unknown)"
fi >"$log/VERSION"
printf '%s\n' "device $device" "rounds $rounds" "seconds $seconds" "epochs $epochs" "limit $limit" >"$log/settings"
torch=
part torch 90 "$python" -c 'import torch; print(torch.__version__)' && torch=yes
command -v nvidia-smi >/dev/null && part nvidia-smi 20 nvidia-smi

neocog check-im2col 150 check --device "$device" --conv im2col --json
neocog check-cudnn 150 check --device "$device" --conv cudnn --json
round 1
train accuracy-device 120 --model mnist-cnn --epochs "$epochs" --device "$device"
train accuracy-cpu 150 --model mnist-cnn --epochs "$epochs" --device cpu
for i in 1 2; do
    train "same-bits-$i" 60 --model lenet5 --epochs 1 --device "$device" --deterministic
done
part same-bits 10 cmp "$work"/same-bits-{1,2}/checkpoints/step-00000090.safetensors
neocog profile 60 bench --model mnist-cnn --mode train --batch 100 --device "$device" --seconds "$seconds" --profile
for ((i = 2; i <= rounds; i++)); do
    round "$i"
done
if [ "$device" != cpu ]; then
    variant neocog fp32 im2col --conv im2col
    variant neocog tf32 tf32
    variant pytorch tf32 tf32
    variant pytorch fp32 tuned --cudnn-benchmark --channels-last --fused
    variant pytorch fp32 compiled --cudnn-benchmark --channels-last --fused --compile
fi

mv -- "$log" "$record" || exit 2
"$python" "$here/report.py" record "$record" "$record.md"
status=$?
printf 'run.sh: %3d s  %s\n' "$SECONDS" "$record.md" >&2
exit "$status"
