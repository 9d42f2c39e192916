"""The environment that the product's processes run in: what is set already stays, the rest is filled in
here."""

import ipaddress
import os
import socket
from pathlib import Path

from config.launcher.bootstrap import ROOT
from config.launcher.folder import Folder

EVERYBODY = ("0.0.0.0", "::")


def product_environment(folder: Path, secret_key: str, urls: dict[str, str]) -> dict[str, str]:
    """What each process needs to find its data; `urls` names the servers that were started here."""
    defaults = {"SECRET_KEY": secret_key, "DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1", **urls}
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return defaults | {name: value for name, value in os.environ.items() if value} | {"PYTHONPATH": path}


def web_environment(host: str, port: int) -> dict[str, str]:
    """Under which names the pages are reached; a host that others can reach answers to its own names too."""
    names = own_names(host)
    reach = f"[{names[0]}]" if ":" in names[0] else names[0]
    allowed = ["localhost", "127.0.0.1", "[::1]", *(f"[{name}]" if ":" in name else name for name in names)]
    defaults = {"SITE_URL": f"http://{reach}:{port}", "ALLOWED_HOSTS": ",".join(dict.fromkeys(allowed))}
    return {name: os.environ.get(name) or value for name, value in defaults.items()}


def own_names(host: str) -> list[str]:
    """The names under which this machine is reached when it listens on this address, the best for others
    first."""
    if host not in EVERYBODY:
        return [host]
    return [address_to_others(), socket.gethostname()]


def address_to_others() -> str:
    """This machine's address in its network. Nothing is sent: "connecting" UDP only chooses the way."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def local_address(host: str, port: int) -> str:
    """Where the launcher itself asks whether the pages are there."""
    if host in EVERYBODY:
        host = "127.0.0.1" if host == "0.0.0.0" else "::1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def refuse_taken_port(host: str, port: int) -> None:
    """Says so at once when somebody else listens there, instead of after everything has started."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, OverflowError) as error:
        raise SystemExit(f"Cannot listen on {host!r}, port {port}: {error}.") from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            advice = "choose another one with --port" if is_local(host) else "choose another --host or --port"
            raise SystemExit(f"Cannot listen on {host}, port {port} ({error.strerror}); {advice}.") from error


def refuse_reserved_port(port: int) -> None:
    """The pages do not run as root, and some ports are root's alone."""
    first = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
    if port < (int(first.read_text()) if first.exists() else 1024):
        raise SystemExit(
            f"Port {port} is for root alone, and pages are not served by root; choose another with --port."
        )


def is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def sign_in_lines(folder: Folder) -> list[str]:
    """What to show below the address: the example's sign-ins, or how to make the first user."""
    if not folder.signins.exists():
        return []
    return folder.signins.read_text().splitlines()
