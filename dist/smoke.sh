#!/usr/bin/env bash
# Unpacks the bundle into a new folder and uses it as somebody would who has no Java: dist/smoke.sh [BUNDLE.tar.xz]
set -euo pipefail

most_bytes=$((58 * 1024 * 1024))

fail() {
    printf 'smoke: %s\n' "$*" >&2
    exit 1
}

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
bundles=("$here"/target/neocog-*-linux-x86_64.tar.xz)
bundle=${1:-${bundles[0]}}
[ -f "$bundle" ] || fail "$bundle: no such file; 'mvn -Pdist package' makes it"
bytes=$(stat -c %s "$bundle")
[ "$bytes" -le "$most_bytes" ] || fail "$bundle: has $bytes bytes, more than $most_bytes"

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
tar -C "$folder" -xJf "$bundle"
homes=("$folder"/neocog-*)
home=${homes[0]}

# Neither another Java nor libraries that were unpacked before can serve.
neocog() {
    env -i PATH=/usr/bin:/bin XDG_CACHE_HOME="$folder/cache" ${options:+NEOCOG_JAVA_OPTS="$options"} "$home/neocog" "$@"
}

java_home=$(options=-XshowSettings:properties neocog --version 2>&1 | sed -n 's/^ *java\.home = //p')
[ "$java_home" = "$(cd -- "$home/runtime" && pwd -P)" ] || fail "runs on the Java in $java_home, not on its own"
grep -Eqx 'commit ([0-9a-f]{40}(-modified)?|unknown)' "$home/VERSION" || fail "VERSION does not name the commit"

neocog devices
neocog devices --json | grep -q '"gemm":"oneDNN' || fail "does not use the bundled oneDNN"
neocog check --op Relu | tail -n 1
neocog train --model softmax --data "$home/test-data/mnist" --epochs 1 --out "$folder/run"
neocog predict --run "$folder/run" "$home"/test-data/images/digit-*.png
neocog bench --model softmax --batch 10 --seconds 0.1 --json >"$folder/bench.json"
printf 'smoke: %s, %d.%d MiB: works\n' "${bundle##*/}" $((bytes >> 20)) $(((bytes * 10 >> 20) % 10))
