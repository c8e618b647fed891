"""The kit's Win32 error numbers against mingw-w64's, which others have written: all that both have are the same, and every
one below 200 that mingw-w64 has is there.

usage: check_error_numbers.py INCLUDE_DIR MINGW_COMPILER COMPILER FLAGS...
"""
import re
import subprocess
import sys

# Another name of 0, for printers.
NOT_WANTED = {"ERROR_BIDI_STATUS_OK"}
COMPLETE_BELOW = 200


def errors(command, headers):
    """Name and number of each error that the headers define."""
    text = subprocess.run([*command, "-E", "-dD", "-x", "c", "-"], capture_output=True, text=True, check=True,
                          input="".join(f"#include <{header}>\n" for header in headers)).stdout
    return {name: int(number) for name, number in
            re.findall(r"^#define (ERROR_\w+|NO_ERROR) +(?:__MSABI_LONG\()?(\d+)L?\)?\s*$", text, re.M)}


def main():
    include, mingw, *compiler = sys.argv[1:]
    theirs = errors([mingw], ["windows.h", "winerror.h"])
    kit = [*compiler, f"-I{include}/compat", f"-I{include}", "-include", f"{include}/compat/wide.h"]
    ours = errors(kit, ["windows.h"])
    if len(theirs) < 1000 or len(ours) < 400:
        sys.exit(f"only {len(theirs)} and {len(ours)} numbers were found")
    wrong = [f"{name} is {ours[name]}, not {theirs[name]}" for name in ours if theirs.get(name, ours[name]) != ours[name]]
    wrong += [f"{name} {number} is missing" for name, number in theirs.items()
              if number < COMPLETE_BELOW and name not in ours and name not in NOT_WANTED]
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(ours)} error numbers")


main()
