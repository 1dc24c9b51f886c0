"""Machine code of the engine that llvmlite alone can load: reading it back takes a twentieth of a second, where
importing numba and reading its own cache takes one or two.

LLVM ends the whole process when it misses a symbol, so this is used only where it has been run; elsewhere numba keeps
and loads the engine in its own way (see `compiled`).
"""

from __future__ import annotations

import ctypes
import hashlib
import sys
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple

ENTRY = "replicate"
PLATFORMS = ("linux",)
"""Where this has been run, as `sys.platform` calls them."""
# What the engine's code may call: mathematics and memory of the C library.
_LIBRARY = ("exp", "log", "log1p", "sqrt", "ceil", "floor", "memset", "memcpy", "memmove")


def is_proven() -> bool:
    """Whether this has been run on a system like this one."""
    return sys.platform in PLATFORMS


class Native(NamedTuple):
    """Loaded machine code; the code lives as long as `engine`."""

    call: Callable[[int, int, int], None]
    engine: Any


@lru_cache(maxsize=1)
def _llvm() -> Any:
    """llvmlite, ready to make and load code for this processor."""
    binding: Any = import_module("llvmlite.binding")
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding


def _machine() -> Any:
    llvm = _llvm()
    triple = llvm.get_process_triple()
    return llvm.Target.from_triple(triple).create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        reloc="static" if triple.startswith("x86") else "default",
        codemodel="jitdefault",
    )


def processor_mark() -> str:
    """Twelve hexadecimal digits that stand for the kind of processor and the compiler: code for one fits no other."""
    llvm = _llvm()
    version = import_module("llvmlite").__version__
    features = llvm.get_host_cpu_features().flatten()
    kind = "/".join((version, llvm.get_process_triple(), llvm.get_host_cpu_name(), features))
    return hashlib.sha256(kind.encode()).hexdigest()[:12]


def machine_code(assembly: str) -> bytes:
    """An object file whose one function that is seen from outside is called `ENTRY`.

    numba optimises each function with its callers unknown. Here they are all known, so that what is called from one
    place is built into it and no call reports a status that is never anything but success: an eighth of the time.
    """
    llvm = _llvm()
    module = llvm.parse_assembly(assembly)
    for function in module.functions:
        if function.is_declaration:
            if not function.name.startswith("llvm.") and function.name not in _LIBRARY:
                raise RuntimeError(f"the engine calls {function.name}, which is not of the C library")
        elif function.linkage is llvm.Linkage.external:
            function.name = ENTRY
        else:
            function.linkage = llvm.Linkage.internal
    machine = _machine()
    options = llvm.create_pipeline_tuning_options(speed_level=3)
    options.loop_vectorization = options.slp_vectorization = False  # the loops are too short to gain by it
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(module, builder)
    return bytes(machine.emit_object(module))


def loaded(code: bytes) -> Native:
    """The function of an object file made by `machine_code`, callable with three whole numbers on any thread."""
    llvm = _llvm()
    _offer_library()
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    word, pointer = ctypes.c_int64, ctypes.c_void_p
    # numba's convention: where the result and an error go, then the arguments; the value is 0 for success.
    kind = ctypes.CFUNCTYPE(ctypes.c_int32, pointer, pointer, word, word, word)
    function = kind(engine.get_function_address(ENTRY))

    def call(table: int, seed: int, number: int) -> None:
        result, error = pointer(), pointer()
        if function(ctypes.addressof(result), ctypes.addressof(error), table, seed, number) != 0:
            raise RuntimeError("the engine stopped in the middle of a replication")

    return Native(call, engine)


def _offer_library() -> None:
    """Tell LLVM where the C library's functions are, for those that it does not find by itself."""
    llvm = _llvm()
    library = ctypes.CDLL(None)
    for name in _LIBRARY:
        if not llvm.address_of_symbol(name):
            llvm.add_symbol(name, ctypes.cast(getattr(library, name), ctypes.c_void_p).value)
