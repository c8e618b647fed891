"""Our headers against mingw-w64's, which others have written: every structure member and every constant that both have.

An object compiled with our headers holds what they are here; the same as assertions must then compile for Windows. Nothing
that is compiled is run: not every kernel runs 32-bit programs. The tables of this folder have no part in it. mingw-w64's ras.h ends with Windows XP: where a structure has grown since,
its size is compared with ours of that time.

usage: check_mingw.py INCLUDE_DIR MINGW_COMPILER COMPILER [-m32]
"""
import pathlib
import re
import struct
import subprocess
import sys
import tempfile

HEADERS = ["ras.h", "rasdlg.h", "raserror.h"]
FLAGS = ["-D_WIN32_WINNT=0x0A00", "-DWINVER=0x0A00"]

# The WINVER whose structure mingw-w64 10.0 still has at 0x0A00.
ENDED_AT = {"RASCONN": "0x0501", "RASCONNSTATUS": "0x0401", "RASDIALPARAMS": "0x0601", "RASDIALEXTENSIONS": "0x0500",
            "RASENTRY": "0x0501"}
RENAMED = {"RASIPXW": "RASPPPIPXW"}  # the tag alone is misspelt there
# Where mingw-w64 is wrong or stops short.
WRONG = {"RASBASEEND": "its raserror.h ends before Windows 10's"}
# Not a constant: macros that stand for types, functions or texts.
CONSTANT = re.compile(r"\b(?:RAS[A-Z0-9]*_\w+|RASBASE\w*|ERROR_\w+|REN_\w+|VS_\w+|ET_\w+|RDEOPT_\w+|RASCS_\w+|RCD_\w+|"
                      r"WM_RASDIALEVENT|PENDING|METHOD_\w+|NUMERIC_\w+|ROUTEBASE)\b")


def run(command, **options):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{result.stderr[:4000]}")
    return result.stdout


def mingw_names(compiler, scratch):
    """(structures with their members, names of constants) of mingw's own headers, as its preprocessor gives them."""
    source = scratch / "names.c"
    source.write_text("#include <windows.h>\n" + "".join(f"#include <{header}>\n" for header in HEADERS))
    text = run([compiler, *FLAGS, "-E", source])
    macros = run([compiler, *FLAGS, "-E", "-dD", source])
    structures, constants, ours, inside = {}, set(), [], False
    for line in text.splitlines():
        marker = re.match(r'# \d+ "(.*?)"', line)
        if marker:
            inside = pathlib.Path(marker[1]).name in HEADERS
        elif inside:
            ours.append(line)
    plain = "\n".join(ours)
    for name, body in re.findall(r"struct\s+tag(\w+)\s*\{(.*?)\}", plain, re.S):
        members = re.findall(r"(\w+)\s*(?:\[[^;]*\])?\s*;", body)
        structures[RENAMED.get(name, name)] = members
    for body in re.findall(r"enum\s+\w+\s*\{(.*?)\}", plain, re.S):
        constants.update(re.findall(r"^\s*(\w+)", body.replace(",", "\n"), re.M))
    inside = False
    for line in macros.splitlines():
        marker = re.match(r'# \d+ "(.*?)"', line)
        if marker:
            inside = pathlib.Path(marker[1]).name in HEADERS
        elif inside and (defined := re.match(r"#define (\w+) +(\S.*)", line)) and CONSTANT.fullmatch(defined[1]):
            if '"' not in defined[2] and not defined[1].startswith("RASDT_"):
                constants.add(defined[1])
    return structures, sorted(constants - WRONG.keys())


def base(name):
    return name[:-1] if name[-1] in "AW" and name[:-1] in ENDED_AT else name


def values_in_object(expressions, headers, command, scratch):
    """What the compiler makes of each expression: 32-bit numbers in a section of the object, read from there."""
    source, program, section = scratch / "ours.c", scratch / "ours.o", scratch / "ours.bin"
    listed = "".join(f"(unsigned)({expression}),\n" for expression in expressions)
    source.write_text("".join(f"#include <{header}>\n" for header in headers) +
                      '__attribute__((section(".abi_values"), used)) const unsigned values[] = {\n' + listed + "};\n")
    run([*command, "-c", source, "-o", program])
    run(["objcopy", "-O", "binary", "-j", ".abi_values", program, section])
    return struct.unpack(f"<{len(expressions)}I", section.read_bytes())


def our_values(compiler, include, scratch, structures, constants):
    """What our headers say, as C assertions."""
    asserted = []
    for winver in sorted({"0x0A00", *ENDED_AT.values()}):
        expressions = []
        for name, members in sorted(structures.items()):
            if ENDED_AT.get(base(name), "0x0A00") != winver:
                continue
            expressions.append(f"sizeof({name})")
            for member in members:
                expressions += [f"offsetof({name}, {member})", f"sizeof((({name}*)0)->{member})"]
        if winver == "0x0A00":
            expressions += constants
        command = [*compiler, f"-DWINVER={winver}", f"-I{include}"]
        values = values_in_object(expressions, ["stddef.h", "ras.h", "rasdlg.h"], command, scratch)
        asserted += [f"CHECK((unsigned)({expression}) == {value}u);" for expression, value in zip(expressions, values)]
    return asserted


def main():
    include, mingw, *compiler = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="openras-abi-") as directory:
        scratch = pathlib.Path(directory)
        structures, constants = mingw_names(mingw, scratch)
        if len(structures) < 30 or len(constants) < 400:
            sys.exit(f"only {len(structures)} structures and {len(constants)} constants were found in mingw's headers")
        asserted = our_values(compiler, include, scratch, structures, constants)
        source = scratch / "theirs.c"
        source.write_text("#include <windows.h>\n#include <stddef.h>\n" +
                          "".join(f"#include <{header}>\n" for header in HEADERS) +
                          "#define CHECK(condition) _Static_assert(condition, #condition)\n" + "\n".join(asserted) + "\n")
        run([mingw, *FLAGS, "-fsyntax-only", source])
    print(f"{len(structures)} structures and {len(constants)} constants are as mingw-w64 has them: {len(asserted)} checks")


main()
