"""A real WordPress on this machine: MariaDB on a socket in a folder of ours, PHP's own web server, 127.0.0.1 only."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from base64 import b64encode
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).parent
DEBIAN = Path("/usr/share/wordpress")
COMPANION = HERE.parent.parent / "integrations/wordpress/diptych.php"
POLYLANG = HERE / "polylang_stand_in.php"
NEWER = HERE.parent.parent / ".wordpress"
"""Where ``make .wordpress`` puts a newer WordPress."""

_PATIENCE = 30.0  # seconds until something must have started
_CONFIG = """<?php
define('DB_NAME', '{name}'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '{url}'); define('WP_SITEURL', '{url}'); define('WP_ENVIRONMENT_TYPE', 'local');
define('AUTH_KEY', 'a'); define('SECURE_AUTH_KEY', 'b'); define('LOGGED_IN_KEY', 'c'); define('NONCE_KEY', 'd');
define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_DEBUG', false); define('WP_CONTENT_DIR', __DIR__ . '/wp-content');
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{ define('ABSPATH', __DIR__ . '/'); }}
require_once ABSPATH . 'wp-settings.php';
"""


class Database:
    """A MariaDB of our own while the ``with`` block runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "s"
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        data = self.folder / "data"
        self.folder.mkdir(parents=True)
        common = ["--no-defaults", f"--datadir={data}"]
        user = ["--user=root"] if os.geteuid() == 0 else []
        subprocess.run(
            ["mariadb-install-db", *common, *user, "--auth-root-authentication-method=normal", "--skip-test-db"],
            check=True,
            capture_output=True,
        )
        server = shutil.which("mariadbd") or "/usr/sbin/mariadbd"
        fast = ["--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync", "--skip-log-bin"]
        options = [f"--socket={self.socket}", "--skip-networking", "--skip-grant-tables"]
        self._server = _started([server, *common, *user, *fast, *options], self.folder / "log")
        _wait_for(self.socket.exists, "MariaDB", self.folder / "log")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _end(self._server)

    def create(self, name: str) -> None:
        self.run(f"CREATE DATABASE {name}")

    def run(self, statement: str) -> None:
        command = ["mariadb", "--no-defaults", f"--socket={self.socket}", "--skip-password", "-e", statement]
        subprocess.run(command, check=True, capture_output=True)


class WordPressSite:
    """A fresh WordPress while the ``with`` block runs. ``source`` is where its files are copied from."""

    def __init__(self, folder: Path, database: Database, source: Path, plugins: tuple[Path, ...]) -> None:
        self.folder = folder
        self.database = database
        self.source = source
        self.plugins = plugins
        self.passwords: dict[str, str] = {}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{free.getsockname()[1]}/"
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._copy()
        name = self.folder.name.replace("-", "_").replace(".", "_")
        self.database.create(name)
        config = _CONFIG.format(name=name, socket=self.database.socket, url=self.address.rstrip("/"))
        (self.folder / "wp-config.php").write_text(config)
        made = self.php(HERE / "install.php", str(self.folder))
        self.passwords = json.loads(made.rsplit("\n", 1)[1])
        host = self.address.removeprefix("http://").rstrip("/")
        fast = ["-d", "opcache.enable_cli=1", "-d", "opcache.validate_timestamps=0", "-d", "display_errors=0"]
        command = ["php", *fast, "-S", host, "-t", str(self.folder), str(HERE / "router.php")]
        self._server = _started(command, self.folder / "log", PHP_CLI_SERVER_WORKERS="3")
        _wait_for(lambda: _answers(self.address + "wp-json/"), "WordPress", self.folder / "log")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _end(self._server)

    def php(self, script: Path, *arguments: str) -> str:
        """Run a PHP script; what it prints."""
        done = subprocess.run(
            ["php", "-d", "display_errors=stderr", str(script), *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "DIPTYCH_TEST_HOST": self.address.removeprefix("http://").rstrip("/")},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def run(self, code: str) -> str:
        """Run some PHP in WordPress, as nobody; what it prints."""
        return self.php(HERE / "run.php", str(self.folder), code).rpartition("\x00")[2]

    def rest(self, method: str, route: str, body: object = None, *, user: str = "publisher") -> Any:
        """One REST call as people of the site make it, without the adapter under test."""
        key = b64encode(f"{user}:{self.passwords[user]}".encode()).decode()
        headers = {"Authorization": f"Basic {key}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + "wp-json/" + route, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return json.loads(response.read())
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {route}: {error.code} {error.read()[:500]!r}") from None

    def upload(self, name: str, data: bytes, alt: str) -> int:
        """An image in the site's library; its number."""
        key = b64encode(f"publisher:{self.passwords['publisher']}".encode()).decode()
        headers = {"Authorization": f"Basic {key}", "Content-Type": "image/png"}
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
        request = urllib.request.Request(self.address + "wp-json/wp/v2/media", data, headers, method="POST")
        with urllib.request.urlopen(request, timeout=60) as response:
            number = int(json.loads(response.read())["id"])
        self.rest("POST", f"wp/v2/media/{number}", {"alt_text": alt})
        return number

    def page(self, address: str) -> str:
        """A page as readers get it."""
        with urllib.request.urlopen(address, timeout=60) as response:
            return bytes(response.read()).decode()

    def _copy(self) -> None:
        shutil.copytree(self.source, self.folder, symlinks=False, ignore_dangling_symlinks=True)
        content = self.folder / "wp-content"
        shutil.rmtree(content, ignore_errors=True)
        shutil.copytree(HERE / "theme", content / "themes" / "forum")
        plugins = content / "mu-plugins"
        plugins.mkdir()
        for plugin in self.plugins:
            shutil.copy(plugin, plugins)


def _started(command: list[str], log: Path, **environment: str) -> subprocess.Popen[bytes]:
    """A server in a process group of its own, so that its workers end with it."""
    with log.open("wb") as file:
        return subprocess.Popen(
            command, stdout=file, stderr=file, env={**os.environ, **environment}, start_new_session=True
        )


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10):
            return True
    except OSError:
        return False


def _wait_for(is_there: Any, what: str, log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while not is_there():
        if time.monotonic() > until:
            raise AssertionError(f"{what} did not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


def _end(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None:
        os.killpg(process.pid, 15)  # its workers too: the group is the server's own
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
