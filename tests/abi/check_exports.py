"""docs/exports.md, the library's dynamic symbols and the prototypes against the list of Windows' exports: no gap anywhere.

usage: check_exports.py EXPORTS_JSON EXPORTS_MD INCLUDE_DIR LIBRARY
"""
import json
import pathlib
import re
import subprocess
import sys


def problems(exports, page, include, library):
    windows = json.loads(pathlib.Path(exports).read_text())
    symbols = {name + face: (entry, face) for entry in windows for name in [entry["name"]] for face in entry["faces"]}

    table, ours = pathlib.Path(page).read_text().split("## Ours", 1)
    rows = re.findall(r"^\| (Ras\w+) \| (A W|plain) \| (\w+) \|", table, re.MULTILINE)
    named = [name for name, _, _ in rows]
    for entry in windows:
        faces = "A W" if entry["faces"] == ["A", "W"] else "plain"
        states = [state for name, have, state in rows if name == entry["name"] and have == faces]
        if len(states) != 1 or states[0] not in ("done", "refuses"):
            yield f"{page}: {entry['name']} ({faces}) has no row of its own, or another state than done or refuses"
    yield from (f"{page}: {name} is no export of Windows" for name in named
                if name not in {entry["name"] for entry in windows})

    listing = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True).stdout
    exported = set(re.findall(r" T (\w+)", listing))
    own = set(re.findall(r"\bRas\w+", ours.split("##", 1)[0]))
    yield from (f"{library} does not export {name}" for name in sorted((set(symbols) | own) - exported))
    yield from (f"{library} exports {name}, which {page} does not have" for name in sorted(exported - set(symbols) - own))

    headers = "".join(pathlib.Path(include, name).read_text() for name in ("ras.h", "rasdlg.h"))
    declared = {name: (returns, text) for returns, name, text in
                re.findall(r"RASAPI (\w+) RASAPIENTRY (\w+)\(([^)]*)\);", headers)}
    for name, (entry, face) in symbols.items():
        returns, text = declared.get(name, ("", ""))
        types = [re.sub(r"\s*\w+$", "", parameter.strip()) for parameter in text.split(",")]
        wanted = [{"LPCTSTR": f"LPC{'W' if face == 'W' else ''}STR", "LPTSTR": f"LP{'W' if face == 'W' else ''}STR",
                   "LPTSTR*": f"LP{'W' if face == 'W' else ''}STR*"}.get(kind, kind) for kind in entry["parameters"]]
        fits = len(types) == len(wanted) and all(
            have in (want, re.sub(r"(\*?)$", face + r"\1", want, count=1)) for have, want in zip(types, wanted))
        if returns != entry["returns"] or not fits:
            yield f"the prototype of {name} is {returns} ({', '.join(types)})"


found = list(problems(*sys.argv[1:]))
print("\n".join(found))
sys.exit(1 if found else 0)
