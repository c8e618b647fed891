"""Prints what an overlay has that its lower file system has not, or has otherwise: changed_files.py UPPER LOWER"""

import os
import stat
import sys

upper, lower = sys.argv[1:]


def content(path):
    facts = os.lstat(path)
    if stat.S_ISLNK(facts.st_mode):
        return os.readlink(path)
    if stat.S_ISREG(facts.st_mode):
        with open(path, "rb") as file:
            return file.read()
    return stat.S_IFMT(facts.st_mode), facts.st_rdev


for folder, folders, files in os.walk(upper):
    for name in folders + files:
        path = os.path.join(folder, name)
        relative = os.path.relpath(path, upper)
        below = os.path.join(lower, relative)
        if not os.path.lexists(below):
            print("/" + relative)
        elif name not in folders and (not os.path.lexists(below) or content(path) != content(below)):
            print("/" + relative)
