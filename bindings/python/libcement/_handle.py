"""Handles of the library: who owns what, and the order in which they go."""
import contextlib
import ctypes
import threading
from typing import Any, Iterator, Optional, Tuple

from ._error import CementError
from ._library import call


class _Native:
    """A handle of the library with the number of those who need it.

    It is destroyed when its object is closed and the handles that were made from it are gone, in whatever order the
    garbage collector or the caller lets go of the objects.
    """

    def __init__(self, create: Any, destroy: Any, *parents: "_Native"):
        self.pointer = ctypes.c_void_p()
        self._destroy = destroy
        self._parents: Tuple[_Native, ...] = ()
        self._lock = threading.RLock()  # the collector may call drop() inside drop()
        self._users = 1
        for parent in parents:
            parent.take()
        try:
            call(create, ctypes.byref(self.pointer), *(parent.pointer for parent in parents))
        except BaseException:
            for parent in parents:
                parent.drop()
            raise
        self._parents = parents

    def take(self) -> None:
        with self._lock:
            self._users += 1

    def exchange(self, index: int, parent: "_Native") -> None:
        """Another parent in the place of one."""
        parent.take()
        parents = list(self._parents)
        before, parents[index] = parents[index], parent
        self._parents = tuple(parents)
        before.drop()

    def drop(self) -> None:
        with self._lock:
            self._users -= 1
            if self._users:
                return
        self._destroy(self.pointer)
        for parent in self._parents:
            parent.drop()


class Handle:
    """What catalog, ledger and run have in common: closing, a lock of their own, the context manager."""

    _native: Optional[_Native] = None

    def __init__(self) -> None:
        self._lock = threading.RLock()

    @property
    def _pointer(self) -> ctypes.c_void_p:
        return self._alive().pointer

    def _alive(self) -> _Native:
        native = self._native
        if native is None:
            raise CementError("STATE", f"the {type(self).__name__.lower()} is closed")
        return native

    @contextlib.contextmanager
    def _held(self) -> Iterator[_Native]:
        """The native handle, kept alive without the lock, so that another thread may close the object meanwhile."""
        with self._lock:
            native = self._alive()
            native.take()
        try:
            yield native
        finally:
            native.drop()

    @contextlib.contextmanager
    def _at_work(self) -> Iterator[_Native]:
        """The same with the lock, for a call that calls back: whoever closes the object from there does not destroy what is at
        work, nor what it was made from."""
        with self._lock, Handle._held(self) as native:
            yield native

    def close(self) -> None:
        """Lets go of the handle. Closing twice is allowed; what was made from it stays usable."""
        lock = getattr(self, "_lock", None)
        if lock is None:  # the constructor failed early
            return
        with lock:
            native, self._native = self._native, None
        if native is not None:
            native.drop()

    def __enter__(self) -> Any:
        self._alive()
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()
