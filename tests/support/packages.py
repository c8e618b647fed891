"""The project's Debian packages, made by debian/rules of what has been built already."""

import os
import pathlib
import re
import shutil

from support import processes
from support.programs import BUILD, RASMAND, TOP, built

# debian/rules with everything of it but the compilation and its tests: what is installed comes from BUILD.
RULES = r"""#!/usr/bin/make -f
include debian/rules.project
configured = $(CURDIR)/obj-$(shell dpkg-architecture -qDEB_HOST_MULTIARCH)

override_dh_auto_build:
	sed -i '/include(/!s,$(configured)/src/,$(OPENRAS_BUILD)/src/,g' $(configured)/cmake_install.cmake

override_dh_auto_test:

override_dh_auto_install:
	DESTDIR=$(CURDIR)/debian/tmp cmake --install $(configured)

override_dh_dwz:

override_dh_builddeb:
	dh_builddeb -- -Zgzip -z1
"""


class Packages:
    """All .deb files of one build, in `directory`."""

    def __init__(self, work):
        built(RASMAND)
        self.directory = pathlib.Path(work) / "packages"
        source = self.directory / "source"
        source.mkdir(parents=True)
        for name in os.listdir(TOP):
            if name in ("build", ".git", "tests", "bench"):
                continue
            if (TOP / name).is_dir():
                shutil.copytree(TOP / name, source / name, symlinks=True)
            else:
                shutil.copy2(TOP / name, source / name)
        (source / "debian/rules").rename(source / "debian/rules.project")
        rules = source / "debian/rules"
        rules.write_text(RULES)
        rules.chmod(0o755)
        env = {**os.environ, "OPENRAS_BUILD": str(BUILD), "DEB_BUILD_OPTIONS": "nocheck noautodbgsym", "LC_ALL": "C.UTF-8"}
        processes.run(["sh", "-c", 'cd "$0" && exec dpkg-buildpackage -b -d -us -uc', source], env=env, timeout=120, check=True)
        shutil.rmtree(source)

    @property
    def files(self):
        return sorted(self.directory.glob("*.deb"))

    @property
    def changes(self):
        [found] = self.directory.glob("*.changes")
        return found

    def names(self):
        return [path.name.split("_")[0] for path in self.files]

    def copy_to(self, directory, version=None):
        """Into a new directory; with a version: as if they were that one's."""
        directory = pathlib.Path(directory)
        directory.mkdir()
        for path in self.files:
            if version is None:
                shutil.copy(path, directory)
                continue
            unpacked = directory / "unpacked"
            processes.run(["dpkg-deb", "-R", path, unpacked], check=True)
            control = unpacked / "DEBIAN/control"
            text = control.read_text()
            [own] = re.findall(r"^Version: (.*)$", text, re.MULTILINE)
            control.write_text(text.replace(f"Version: {own}", f"Version: {version}").replace(f"= {own})", f"= {version})"))
            processes.run(["dpkg-deb", "-Zgzip", "-z1", "-b", unpacked, directory], check=True)
            shutil.rmtree(unpacked)
        return directory
