"""What stands behind `make`: bring along what is missing, do what changed, say little.

Needs Python 3.11 and nothing else: libraries come by the lock files with their hashes, Node comes as one of them.
Each step leaves a stamp of what it was made from; with the same ingredients it is not done again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = VENV / "stamps"
WEB = ROOT / "web"
PAGES = ROOT / "src/bihuan/app/static"
LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"

NOT_SOURCES = {"node_modules", "dist", "coverage"}
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
INSTALLERS: Mapping[str, Sequence[Sequence[str]]] = {  # program → what to ask of it; {fonts} only if none is there
    "apt-get": (
        ("apt-get", "update", "-qq"),
        ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "{fonts}fonts-noto-cjk"),
    ),
    "dnf": (("dnf", "install", "-y", "-q", "chromium", "{fonts}google-noto-sans-cjk-fonts"),),
    "brew": (("brew", "install", "--quiet", "--cask", "chromium"),),
}


def environment() -> dict[str, str]:
    """The caller's environment, with our own Python and Node first."""
    return {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "VIRTUAL_ENV": str(VENV),
        "PIP_USER": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "npm_config_update_notifier": "false",
    }


def work(what: str, *command: str | Path, cwd: Path = ROOT) -> None:
    """Run a command that may take a while, with one line for the reader; all it said only if it fails."""
    print(f"  {what} … ", end="", flush=True)
    began = time.monotonic()
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    print(f"{time.monotonic() - began:.0f} s" if done.returncode == 0 else "failed", flush=True)
    if done.returncode != 0:
        sys.exit(f"{done.stdout.decode(errors='replace')}\n{what}: exit code {done.returncode}")


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """The same for the same names, contents and words; different otherwise."""
    total = hashlib.sha256(repr(words).encode())
    for file in sorted(files):
        total.update(f"\0{file.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def once(stamp: Path, made_from: str, do: Callable[[], None]) -> None:
    """Do it, unless it was done from the same before."""
    if stamp.is_file() and stamp.read_text() == made_from:
        return
    stamp.unlink(missing_ok=True)
    do()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(made_from)


def python() -> None:
    """A virtual environment that works and lies where it was made; otherwise a new one."""
    place = STAMPS / "place"
    moved = place.is_file() and place.read_text() != str(VENV)
    alive = [str(BIN / "python"), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    if moved or not os.access(BIN / "python", os.X_OK) or subprocess.run(alive, check=False).returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        work("virtual environment", sys.executable, "-m", "venv", VENV)
    once(place, str(VENV), lambda: None)


def libraries(*, dev: bool) -> None:
    """Exactly the locked versions, each with one of the locked hashes; then the product itself, from its sources."""
    # The second lock file contains the first, so whoever has it has both.
    stamp, wanted = STAMPS / "libraries", fingerprint([LOCK])
    wanted_dev = fingerprint([LOCK, DEV_LOCK])
    have = stamp.read_text() if stamp.is_file() else ""
    if have != wanted_dev and (dev or have != wanted):
        lock = DEV_LOCK if dev else LOCK
        pip = (BIN / "python", "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", lock)
        once(stamp, wanted_dev if dev else wanted, lambda: work("libraries", *pip))
    build = ("--no-deps", "--no-index", "--no-build-isolation", "--editable", ROOT)
    itself = (BIN / "python", "-m", "pip", "install", "--quiet", *build)
    once(STAMPS / "itself", fingerprint([ROOT / "pyproject.toml"]), lambda: work("bihuan itself", *itself))


def web_libraries() -> None:
    """The locked packages of the screens, without running any script of theirs."""
    npm = (BIN / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    locked = fingerprint([WEB / "package.json", WEB / "package-lock.json"])
    once(WEB / "node_modules/.stamp", locked, lambda: work("web libraries", *npm, cwd=WEB))


def web_sources() -> list[Path]:
    """Every file the built pages are made from."""
    sources = []
    for folder, folders, names in os.walk(WEB):
        folders[:] = [inner for inner in folders if inner not in NOT_SOURCES]
        sources += [Path(folder) / name for name in names if ".test." not in name]
    return sources


def web_pages() -> None:
    """The screens, built into the package; built again only when a source of theirs changed."""
    stamp = STAMPS / "pages"
    if not (PAGES / "index.html").is_file():
        stamp.unlink(missing_ok=True)
    once(stamp, fingerprint(web_sources()), lambda: work("web pages", BIN / "npm", "run", "--silent", "build", cwd=WEB))


def chromium() -> str | None:
    """A browser for the tests: the one that is named, one that is there, or one from the system's packages."""
    named = os.environ.get("BIHUAN_CHROMIUM")
    return named or found_chromium() or installed_chromium()


def found_chromium() -> str | None:
    """The first browser on this machine that will do."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def installed_chromium() -> str | None:
    """A browser from the system's own packages, if we may install one; otherwise it is said why there is none."""
    installer = next((name for name in INSTALLERS if shutil.which(name)), None)
    if installer is None:
        return no_chromium("and no installer that we know")
    root = installer == "brew" or os.geteuid() == 0
    if not root and not may_sudo():
        return no_chromium(f"and {installer} needs root")
    print("  Chromium from the system's packages … ", end="", flush=True)
    began = time.monotonic()
    for command in INSTALLERS[installer]:
        words = [word.removeprefix("{fonts}") for word in command if not word.startswith("{fonts}") or not has_fonts()]
        quiet = {**environment(), "DEBIAN_FRONTEND": "noninteractive"}
        said = subprocess.run([*([] if root else ["sudo", "-n"]), *words], env=quiet, capture_output=True, check=False)
        if said.returncode != 0:
            return no_chromium(f"and {installer} said: {said.stderr.decode(errors='replace').strip()}")
    print(f"{time.monotonic() - began:.0f} s", flush=True)
    return found_chromium() or no_chromium("although its package was installed")


def may_sudo() -> bool:
    """Whether root's rights are ours without a password."""
    return bool(shutil.which("sudo")) and (
        subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    )


def has_fonts() -> bool:
    """Whether this machine can show Chinese."""
    lister = shutil.which("fc-list")
    return bool(lister and subprocess.run([lister, ":lang=zh"], capture_output=True, check=False).stdout.strip())


def no_chromium(why: str) -> str | None:
    """Say loudly that the browser tests will not run; where nobody reads along, that is a failure."""
    words = f"There is no Chromium, {why}. Install it, or name one in BIHUAN_CHROMIUM."
    if os.environ.get("CI") == "true":
        sys.exit(words)
    print(f"\n  !! {words}\n  !! THE BROWSER TESTS ARE SKIPPED.\n", flush=True)
    return None


def checks() -> list[tuple[str, list[str], Path]]:
    """Every check that runs no test: its name, its command, and where."""
    return [
        ("mypy", [f"{BIN}/mypy", "--no-error-summary"], ROOT),
        ("web", [f"{BIN}/npm", "run", "--silent", "check"], WEB),
        ("ruff", [f"{BIN}/ruff", "check", "--quiet"], ROOT),
        ("format", [f"{BIN}/ruff", "format", "--quiet", "--check"], ROOT),
        ("one direction", [f"{BIN}/lint-imports", "--no-logo"], ROOT),
        ("API types", [f"{BIN}/python", "tools/api_types.py"], ROOT),
        ("words", [f"{BIN}/python", "tools/words.py", "--check"], ROOT),
    ]


def check(*more: tuple[str, list[str], Path]) -> None:
    """Run all checks, two at a time, and show everything that any of them found."""
    failed = []
    with ThreadPoolExecutor(2) as pool:
        for (name, _, _), (took, code, said) in zip(
            [*checks(), *more], pool.map(lambda one: timed(one[1], one[2]), [*checks(), *more]), strict=True
        ):
            print(f"  {name} … {took:.0f} s" if code == 0 else f"  {name} … failed\n{said}", flush=True)
            failed += [name] if code != 0 else []
    if failed:
        sys.exit(f"Not in order: {', '.join(failed)}")


def timed(command: list[str], cwd: Path) -> tuple[float, int, str]:
    """How long a command took, how it ended, and what it said."""
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=cwd, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True
    )
    return time.monotonic() - began, done.returncode, done.stdout


def become(*command: str | Path) -> None:
    """Turn into the command: its output, its exit code and the reader's Ctrl-C are its own."""
    sys.stdout.flush()
    words = [str(word) for word in command]
    os.chdir(ROOT)
    os.execve(words[0], words, environment())  # noqa: S606  no shell wanted


def run() -> None:
    """Everything a fresh machine lacks, then the server."""
    python()
    libraries(dev=False)
    web_libraries()
    web_pages()
    become(BIN / "bihuan", "serve", "--demo")


def only_check() -> None:
    """Every check, and the habits no linter knows."""
    python()
    libraries(dev=True)
    web_libraries()
    habits = [f"{BIN}/python", "-m", "pytest", "--quiet", "tests/test_house_rules.py"]
    check(("house rules", habits, ROOT))


def test(*arguments: str) -> None:
    """Every check and every test; the last words are those of the last test run."""
    python()
    libraries(dev=True)
    if browser := chromium():
        os.environ["BIHUAN_CHROMIUM"] = browser
    web_libraries()
    web_pages()
    check(("web tests", [f"{BIN}/npm", "test", "--silent"], WEB))
    same = ("--randomly-seed=1",) if os.environ.get("CI") == "true" else ()
    become(BIN / "python", "-m", "pytest", *same, *arguments)


def bench(*arguments: str) -> None:
    """What everyday operations cost, measured here: `ARGS="grown"` for a million deals; see bench/README.md."""
    python()
    libraries(dev=False)
    become(BIN / "python", "-m", "bench", *(arguments or ("run",)))


def lock() -> None:
    """Write the lock files anew, with hashes and without addresses. Only this needs uv."""
    uv = shutil.which("uv", path=environment()["PATH"]) or sys.exit("`make lock` needs uv: .venv/bin/pip install uv")
    options = ("--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade")
    bare = ("--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header", "--quiet")
    compiled = (uv, "pip", "compile", "pyproject.toml", "--group", "build", *options, *bare)
    work("requirements.lock", *compiled, "--output-file", LOCK)
    same = ("--constraint", LOCK)
    work("requirements-dev.lock", *compiled, "--group", "dev", *same, "--output-file", DEV_LOCK)


if __name__ == "__main__":
    doors: dict[str, Callable[..., None]] = {"run": run, "test": test, "check": only_check, "bench": bench}
    doors["lock"] = lock
    if len(sys.argv) < 2 or sys.argv[1] not in doors:  # noqa: PLR2004  the first word says what to do
        sys.exit(f"usage: bootstrap.py {' | '.join(doors)}")
    doors[sys.argv[1]](*sys.argv[2:])
