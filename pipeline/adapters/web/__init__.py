"""Pages over HTTP, politely and within bounds."""

from pipeline.adapters.web.client import Web
from pipeline.adapters.web.responses import Fetched, Validators

__all__ = ["Fetched", "Validators", "Web"]
