"""Whether a process of this machine still runs, and which one it is."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def birth(pid: int) -> str:
    """A text that tells this process from any other that had or will have its number; empty when not known."""
    if sys.platform == "win32":
        return _windows_birth(pid)
    try:
        # Linux: field 22 is the start in ticks since boot, so the boot is named as well. The command name, field 2,
        # may hold spaces and brackets: count from its closing bracket.
        ticks = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[19].decode()
        return f"{Path('/proc/sys/kernel/random/boot_id').read_text().strip()}/{ticks}"
    except (OSError, IndexError):
        return ""


def is_running(pid: int, born: str) -> bool:
    """Whether process `pid` runs and, as far as can be known, is the one whose `birth` was `born`."""
    if pid <= 0:
        return False
    if sys.platform == "win32":
        now = _windows_birth(pid)
        return bool(now) and born in ("", now)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        # Another user's process, or a number that no process has.
        if pid > 2**31 - 1:
            return False
    now = birth(pid)
    return not (born and now) or born == now


def _windows_birth(pid: int) -> str:
    """The creation time of a running process in units of 100 ns; empty when it does not run."""
    if sys.platform != "win32":
        return ""
    # os.kill(pid, 0) would end the process on Windows.
    import ctypes
    from ctypes import wintypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = wintypes.HANDLE
    query_limited_information, still_active, access_denied = 0x1000, 259, 5
    handle = wintypes.HANDLE(kernel.OpenProcess(query_limited_information, False, pid))
    if not handle:
        return "unknown" if ctypes.get_last_error() == access_denied else ""
    try:
        code = wintypes.DWORD()
        if not kernel.GetExitCodeProcess(handle, ctypes.byref(code)) or code.value != still_active:
            return ""
        times = [wintypes.FILETIME() for _ in range(4)]
        if not kernel.GetProcessTimes(handle, *(ctypes.byref(time) for time in times)):
            return "unknown"
        return str((times[0].dwHighDateTime << 32) + times[0].dwLowDateTime)
    finally:
        kernel.CloseHandle(handle)
