"""The cache as a helper: it is asked for a moment, and no page fails because it does not answer (decision 0042)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import redis
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)
PATIENCE = 0.3  # seconds for connecting, and for each answer
PAUSE = 5.0  # seconds without it, once it has not answered
AWAY = (redis.RedisError, OSError)
WRITES = ("set", "delete", "touch", "incr", "set_many", "delete_many", "add")


@dataclass
class State:
    """What a process knows of one server; each of its threads has a cache of its own."""

    away_until: float = 0.0
    unwritten: set[str] = field(default_factory=set)


_states: dict[str, State] = {}


class HelperCache(RedisCache):
    """Redis; while it is away, this process's memory. With the option `alone` nothing is remembered then, as for what
    the database holds too; `longest` is how many seconds anything is kept."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = dict(params.get("OPTIONS", {}))
        alone, self.longest = options.pop("alone", False), options.pop("longest", None)
        options |= {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "retry": Retry(NoBackoff(), 0)}
        super().__init__(server, {**params, "OPTIONS": options})
        beside = {**params, "OPTIONS": {}}
        self.beside = DummyCache(server, beside) if alone else LocMemCache(f"beside {self.key_prefix}", beside)
        self.state = _states.setdefault(f"{server} {self.key_prefix}", State())

    def get_backend_timeout(self, timeout: Any = None) -> Any:
        seconds = super().get_backend_timeout(timeout)
        return min(seconds, self.longest) if self.longest and seconds is not None else seconds or self.longest

    def ask(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Of Redis what is asked, or of what is beside it."""
        if monotonic() >= self.state.away_until:
            try:
                if self.state.unwritten:  # what it still holds of these is old
                    super().delete_many(self.state.unwritten)
                    self.state.unwritten.clear()
                return getattr(super(), name)(*args, **kwargs)
            except AWAY as error:
                self.state.away_until = monotonic() + PAUSE
                logger.warning("the cache is away: %s", type(error).__name__)
        if name in WRITES and args:
            self.state.unwritten |= {args[0]} if isinstance(args[0], str) else set(args[0])
        return getattr(self.beside, name)(*args, **kwargs)


def _asked(name: str) -> Callable[..., Any]:
    return lambda self, *args, **kwargs: self.ask(name, *args, **kwargs)


for _name in (*WRITES, "get", "get_many", "has_key", "clear"):
    setattr(HelperCache, _name, _asked(_name))
