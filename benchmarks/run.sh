#!/bin/sh
# Neocog beside DJL, ONNX Runtime and PyTorch on this machine's CPU; see README.md. Needs a JDK 25, Maven, and for PyTorch
# and the ONNX files a Python with torch.
#
# run.sh [--python PYTHON] [--only NAME,NAME] [--rounds N] [--seconds S] [--threads N] [--out DIR]
# run.sh --kernels [JMH OPTIONS]
set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd -P)
root=$(dirname -- "$here")
mvn -B -q -f "$root/pom.xml" -Pbenchmarks -pl benchmarks -am -DskipTests package >&2
classes=$here/target/classes:$here/target/libs/*
java=java
for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if [ -r "$home/release" ] && grep -Eq '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$home/release"; then
        java=$home/bin/java
        break
    fi
done
if [ "${1:-}" = --kernels ]; then
    shift
    exec "$java" --enable-native-access=ALL-UNNAMED -cp "$classes" org.openjdk.jmh.Main KernelBenchmark "$@"
fi
exec "$java" -cp "$classes" org.neocog.benchmarks.Peers --scripts "$here/pytorch" "$@"
