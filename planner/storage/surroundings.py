"""Where a plan file lies: folders that copy files behind the program's back, and drives on other machines."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePath

_SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud drive", "iclouddrive", "nextcloud", "box sync")
_SYNC_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_NETWORK_KINDS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "fuse.sshfs", "davfs", "ncpfs"}
_REMOTE_DRIVE = 4
"""What Windows' GetDriveType says of a network drive."""


def caution(path: Path) -> str | None:
    """One sentence when the place of a plan can harm it; None when nothing is known against it."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow the link that names the sync folder
    if in_synced_folder(whole):
        return (
            f"{path.name} is in a folder that is copied to other machines while it is open, which can damage it: "
            "keep the plan elsewhere and copy it there when it is closed."
        )
    if on_network_drive(whole):
        return (
            f"{path.name} is on a network drive: it is safe to use, one person at a time, but slower; "
            "if the connection drops, close the plan and open it again."
        )
    return None


def in_synced_folder(path: PurePath) -> bool:
    """Whether a folder on the way to `path` belongs to a file-copying service, by its name or the service's setting."""
    for variable in _SYNC_VARIABLES:
        root = os.environ.get(variable)
        if root and path.is_relative_to(root):
            return True
    names = [part.casefold() for part in path.parts[:-1]]
    return any(name == known or name.startswith(f"{known} - ") for name in names for known in _SYNCED)


def on_network_drive(path: Path) -> bool:
    """Whether `path` lies on another machine's disk, as far as this system says."""
    if os.fspath(path).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == _REMOTE_DRIVE)
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", "replace")
    except OSError:
        return False
    return mounted_kind(path, mounts) in _NETWORK_KINDS


def mounted_kind(path: PurePath, mounts: str) -> str:
    """The file system that holds `path`, by a list of mounts as Linux prints it; empty when none does."""
    found, depth = "", -1
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = PurePath(fields[1].replace("\\040", " "))
        if path.is_relative_to(point) and len(point.parts) > depth:
            found, depth = fields[2], len(point.parts)
    return found
