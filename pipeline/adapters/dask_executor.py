"""The workers of a Dask cluster as a ``concurrent.futures.Executor``.

A worker needs this very program and no file of the project: a call goes to it as bytes, and its result comes back.
Whoever reaches a scheduler can run code on its workers, and a worker can on the driver: both must be trusted.
"""

from __future__ import annotations

import logging
import pickle
import threading
import warnings
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, InvalidStateError, wait
from contextlib import suppress
from typing import Any, Final

import dask
from distributed import Client, KilledWorker, Security
from distributed.client import ClosedClientError

from pipeline.core.errors import ExecutorError

Versions = Callable[[], Mapping[str, str]]

PATIENCE: Final = 10.0  # seconds, for the scheduler to answer; twice as long for a first worker to be there
_DESERTED: Final = 30.0  # seconds without any worker after which nobody waits on
_LOOK: Final = 1.0  # seconds between two looks whether workers are there
_LARGE: Final = "1GiB"  # Dask warns of long messages, but a batch is as long as its pages are

for _name in ("distributed", "distributed.client", "distributed.batched", "distributed.core", "tornado"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # what went wrong is told in our own words


class DaskExecutor(Executor):
    """Sends calls to the workers of the scheduler at ``address``, tcp://HOST:PORT or tls://HOST:PORT.

    ``versions`` says which program runs, here and on each worker; ``width`` is how many calls can run at a time.
    Work that was lost, by dead workers or with the scheduler, ends in BrokenExecutor. Raises ExecutorError where no
    scheduler or no worker answers in time, or a worker runs another program.
    """

    def __init__(self, address: str, versions: Versions) -> None:
        self._versions = versions
        self._client = _connected(address)
        try:
            self.width = _workers(self._client, address)
            _compare(self._client, versions)
        except BaseException:
            self._client.close()
            raise
        self._sender = self._client.get_executor(pure=False)  # the same call sent again is another call
        self._pending: set[Future[Any]] = set()
        self._line = self._client.scheduler_comm
        self._sending = threading.Lock()
        self._left = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """One call to some worker. Raises BrokenExecutor where the scheduler was lost."""
        call = _Call(_called, self._versions, dict(self._versions()), pickle.dumps((fn, args, kwargs)))
        told: Future[Any] = Future()
        told.set_running_or_notify_cancel()
        with self._sending:
            if self._is_lost():
                raise BrokenExecutor("the scheduler was lost")
            try:
                sent = self._sender.submit(pickle.loads, pickle.dumps(call))
            except ClosedClientError:
                raise BrokenExecutor("the scheduler was lost") from None
            self._pending.add(told)
        sent.add_done_callback(lambda done: self._tell(done, told))
        return told

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; what was sent is waited for only where ``wait`` says so without ``cancel_futures``."""
        if wait and not cancel_futures:
            _wait(self._pending)
        self._leave()

    def _is_lost(self) -> bool:
        """Whether the connection is another one than at first; what was sent by that one may be told of or not."""
        return self._client.status != "running" or self._client.scheduler_comm is not self._line

    def _leave(self) -> None:
        """What is not there yet is lost: nobody hears of it any more."""
        with self._sending:
            self._left.set()
            self._client.close()
        for told in set(self._pending):
            _end(told, BrokenExecutor("the cluster was left"))

    def _tell(self, done: Future[Any], told: Future[Any]) -> None:
        """Pass on how a call ended; lost is lost, whatever Dask calls it."""
        self._pending.discard(told)
        error = CancelledError() if done.cancelled() else done.exception()
        if error is None:
            with suppress(InvalidStateError):
                told.set_result(done.result())
        else:
            _end(told, _in_our_words(error))

    def _watch(self) -> None:
        """Leave a cluster that was lost or has had no worker for a while: Dask would wait for ever for what it had."""
        silent = 0.0
        while not self._left.wait(_LOOK):
            if not self._is_lost():
                silent = 0.0 if self._has_workers() else silent + _LOOK
            if self._is_lost() or silent >= _DESERTED:
                self._leave()

    def _has_workers(self) -> bool:
        try:
            return bool(self._client.nthreads())
        except (OSError, RuntimeError, CancelledError):  # the connection ended meanwhile; that is seen by its state
            return False


def _wait(pending: set[Future[Any]]) -> None:
    wait(set(pending))


class _Call:
    """Is made by calling ``function``. So a worker that lacks the program fails at the call, by ``pickle.loads``; at a
    message that it cannot read it would end.
    """

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.function = function
        self.arguments = arguments

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.function, self.arguments


def _in_our_words(error: BaseException) -> BaseException:
    """What was lost, and what a worker lacks; else the error of the call itself."""
    if isinstance(error, (KilledWorker, CancelledError)):
        return BrokenExecutor(str(error))
    if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] == "pipeline":
        return ExecutorError(f"a worker cannot load diptych ({_first_line(error)}); {_INSTALL}")
    return error


def _end(told: Future[Any], error: BaseException) -> None:
    with suppress(InvalidStateError):  # it ended otherwise at the same moment
        told.set_exception(error)


def _called(versions: Versions, expected: Mapping[str, str], call: bytes) -> Any:
    """Runs on a worker. The program is compared first, since another one's data might not even be read.

    Raises ExecutorError on a worker that runs another program, for one may have come after the others were asked.
    """
    found = versions()
    if found != expected:
        raise ExecutorError(_differs("a worker", found, expected))
    function, arguments, more = pickle.loads(call)  # noqa: S301
    return function(*arguments, **more)


def _connected(address: str) -> Client:
    """Raises ExecutorError where nothing answers."""
    security = _security(address)
    dask.config.set({"distributed.admin.large-graph-warning-threshold": _LARGE})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions, which are compared below
            return Client(address, timeout=PATIENCE, set_as_default=False, security=security)
    except (OSError, ValueError, RuntimeError) as error:
        raise ExecutorError(
            f"no Dask scheduler answers at {_bare(address)} ({_first_line(error)}); "
            f"see that it runs and can be reached, or leave --executor out to work on this machine"
        ) from None


def _security(address: str) -> Security:
    """Certificates as Dask's own settings name them. Raises ExecutorError where they are needed and not there."""
    security = Security()
    try:
        context = security.get_connection_args("client").get("ssl_context")
    except OSError as error:
        raise ExecutorError(
            f"the certificates that Dask's settings name cannot be used ({_first_line(error)})"
        ) from None
    if address.startswith("tls://") and context is None:
        raise ExecutorError(
            "dask+tls:// needs certificates: name distributed.comm.tls.ca-file, client.cert and client.key in Dask's "
            "settings, as docs/cluster.md shows"
        )
    return security


def _workers(client: Client, address: str) -> int:
    """How many threads all workers have. Raises ExecutorError where there is no worker."""
    try:
        client.wait_for_workers(1, timeout=2 * PATIENCE)
    except TimeoutError:
        raise ExecutorError(
            f"the Dask scheduler at {_bare(address)} has no workers; start some: "
            f"dask worker {_bare(address)} --nworkers 2 --nthreads 1"
        ) from None
    return sum(client.nthreads().values())


def _compare(client: Client, versions: Versions) -> None:
    """Raises ExecutorError where a worker lacks the program or runs another one."""
    expected = versions()
    for worker, found in client.run(pickle.loads, pickle.dumps(_Call(versions)), on_error="return").items():
        if isinstance(found, BaseException):
            raise ExecutorError(f"the worker {_bare(worker)} cannot load diptych ({found}); {_INSTALL}")
        if found != expected:
            raise ExecutorError(_differs(f"the worker {_bare(worker)}", found, expected))


_INSTALL: Final = "install the same version there as here (pip install 'diptych[cluster]') and start the worker anew"


def _differs(worker: str, found: Mapping[str, str], expected: Mapping[str, str]) -> str:
    """What is another version there than here."""
    names = [name for name in expected if found.get(name) != expected[name]]
    list_ = ", ".join(f"{name} {found.get(name, 'missing')} there, {expected[name]} here" for name in names)
    return f"{worker} might write other bytes: {list_}; {_INSTALL}"


def _bare(address: str) -> str:
    return address.partition("://")[2]


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0].rpartition(">: ")[2]  # without how Dask sees the line
