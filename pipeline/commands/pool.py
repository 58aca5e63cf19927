"""What works on pages, as the command line asks for it."""

from __future__ import annotations

from concurrent.futures import Executor

from pipeline import program
from pipeline.adapters import executors
from pipeline.core.errors import UsageError
from pipeline.options.executor import Where
from pipeline.stages.mapping import Pool


def pool_for(where: Where) -> Pool:
    """What stages take as ``pool``; a cluster is called at once, so that what is wrong shows before any work.

    Raises ExecutorError where a cluster cannot be used, UsageError where Dask is not installed.
    """
    if not where.scheduler:
        return lambda pages: executors.local(pages, where.processes)
    cluster = _cluster(where.scheduler)
    cluster(0).shutdown()
    return cluster


def _cluster(address: str) -> Pool:
    try:
        from pipeline.adapters.dask_executor import DaskExecutor  # noqa: PLC0415  an extra, and slow to load
    except ModuleNotFoundError as error:
        if error.name not in ("dask", "distributed"):
            raise
        raise UsageError(
            "--executor dask:// needs Dask on this machine too; type: pip install 'diptych[cluster]'"
        ) from None

    def connected(_: int) -> Executor:
        return DaskExecutor(address, program.versions)

    return connected
