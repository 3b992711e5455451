"""Compiles the loops of the search; everything else about the package is in pyproject.toml."""

from pathlib import Path

from Cython.Build import cythonize
from setuptools import Extension, setup

LOOPS = Path("portal/search/loops")
SHARED = "portal.search.loops.shared"  # what all of them need of Cython, compiled once


def extension(source: Path) -> Extension:
    name = ".".join(source.with_suffix("").parts)
    return Extension(name, [str(source)], extra_compile_args=["-O3", "-g0"])


sources = [*sorted(LOOPS.glob("*.pyx")), LOOPS / "shared.c"]
setup(
    ext_modules=cythonize(
        list(map(extension, sources)),
        compiler_directives={
            "language_level": 3,
            "boundscheck": False,
            "wraparound": False,
            "cdivision": True,
            "initializedcheck": False,
        },
        shared_utility_qualified_name=SHARED,
    ),
    options={"build_ext": {"parallel": True}},
)
