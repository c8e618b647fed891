"""Compiles one source of checks for every WINVER, UTF-8 and UNICODE, with the flags of one ABI; nothing is linked or run.

usage: check_headers.py [-m32] SOURCE STANDARD CHECKS_DIR INCLUDE_DIR COMPILER...
"""
import pathlib
import subprocess
import sys
import tempfile

CANNOT_RUN = 2  # a check that cannot run has failed
WINVERS = ["0x0400", "0x0401", "0x0500", "0x0501", "0x0600", "0x0601", "0x0602", "0x0603", "0x0A00"]


def compiles(command):
    result = subprocess.run(command, capture_output=True, text=True)
    return result.returncode == 0, result.stderr


def main():
    arguments = sys.argv[1:]
    machine = [arguments.pop(0)] if arguments[0].startswith("-m") else []
    source, standard, checks, include, *compiler = arguments
    with tempfile.TemporaryDirectory(prefix="openras-abi-") as scratch:
        probe = pathlib.Path(scratch, "probe" + pathlib.Path(source).suffix)
        probe.write_text("#include <stdint.h>\n#include <netinet/in.h>\n")
        if not compiles([*compiler, *machine, "-fsyntax-only", str(probe)])[0]:
            print(f"no headers for {' '.join(machine)} here (g++-multilib)")
            return CANNOT_RUN
    base = [*compiler, *machine, f"-std={standard}", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    for text in ([], ["-DUNICODE"]):
        for version in ([f"-DWINVER={v}"] for v in WINVERS):
            good, output = compiles([*base, *text, *version, f"-I{include}", f"-I{checks}", source])
            if not good:
                print(" ".join(text + version) + ":\n" + output)
                return 1
    return 0


sys.exit(main())
