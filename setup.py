"""Builds the Python package: libcement.so by CMake in a folder of its own, put into the package as _libcement.so.

Needs cmake, a C compiler and cJSON's development files. Nothing is written into the checkout.
"""
import atexit
import pathlib
import re
import shutil
import subprocess
import tempfile

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.dist import Distribution

try:
    from setuptools.command.bdist_wheel import bdist_wheel
except ImportError:  # setuptools before 70
    from wheel.bdist_wheel import bdist_wheel

ROOT = pathlib.Path(__file__).resolve().parent
SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="libcement-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)


def version():
    """The version stands in CMakeLists.txt and nowhere else."""
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"project\(libcement VERSION ([0-9.]+)", text).group(1)


def build_library():
    folder = SCRATCH / "cmake"
    options = ["-DCMAKE_BUILD_TYPE=Release", "-DCEMENT_TESTS=OFF", "-DCEMENT_BENCH=OFF", "-DCEMENT_LUA=OFF"]
    subprocess.run(["cmake", "-S", str(ROOT), "-B", str(folder), *options], check=True)
    subprocess.run(["cmake", "--build", str(folder), "--target", "cement", "--parallel", "2"], check=True)
    for name in ("libcement.so", "libcement.dylib"):
        if (folder / "lib" / name).exists():
            return folder / "lib" / name
    raise RuntimeError("CMake made no shared library")


class BuildWithLibrary(build_py):
    def run(self):
        super().run()
        # One name on every system: the package loads this file and looks nowhere else.
        shutil.copyfile(build_library(), pathlib.Path(self.build_lib, "libcement", "_libcement.so"))


class BinaryDistribution(Distribution):
    def has_ext_modules(self):
        return True  # the wheel belongs to one platform


class WheelForAnyPython3(bdist_wheel):
    def get_tag(self):
        return ("py3", "none", super().get_tag()[2])  # ctypes needs no interpreter's ABI


for each in ("build", "egg"):
    (SCRATCH / each).mkdir()

setup(
    version=version(),
    package_dir={"": "bindings/python"},
    packages=["libcement"],
    package_data={"libcement": ["py.typed"]},
    distclass=BinaryDistribution,
    cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": WheelForAnyPython3},
    # Otherwise setuptools would put its files beside CMake's in build/ and into the sources.
    options={"build": {"build_base": str(SCRATCH / "build")}, "egg_info": {"egg_base": str(SCRATCH / "egg")}},
    zip_safe=False,
)
