# Sourced by the scripts beside it, from the root of the repository.
#
# `environment` sets `python` to an interpreter that has metermap installed. By default that is one in .venv,
# which is made on first use, with the versions of constraints.txt. METERMAP_PYTHON names another
# interpreter, which is used as it is.

fail() {
    printf 'error: %s\n' "$1" >&2
    exit 2
}

find_python() {
    for candidate in python3.11 python3 python3.13 python3.12; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    fail 'no Python 3.11 or later with the venv module; on Debian: apt-get install python3 python3-venv'
}

# install WHAT EXTRAS: install metermap with EXTRAS into .venv, unless that was done already.
install() {
    stamp=".venv/installed-$1"
    now=$(cat constraints.txt pyproject.toml | cksum)
    if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then
        return
    fi
    echo "Installing metermap and what it needs into .venv ..." >&2
    [ -x .venv/bin/python ] || "$(find_python)" -m venv .venv
    # As variables, the constraints hold for the build of the package too.
    PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 \
        .venv/bin/python -m pip install --quiet --editable ".$2" >&2
    printf '%s\n' "$now" >"$stamp"
}

# environment WHAT EXTRAS: set `python`.
environment() {
    if [ -n "${METERMAP_PYTHON:-}" ]; then
        python=$METERMAP_PYTHON
    else
        install "$1" "$2"
        python=$PWD/.venv/bin/python
    fi
}

# oracles: make .venv-oracles, with the versions of tests/oracles/requirements.txt and nothing else.
# METERMAP_ORACLES_PYTHON names another interpreter, which is used as it is.
oracles() {
    [ -n "${METERMAP_ORACLES_PYTHON:-}" ] ||
        apart .venv-oracles tests/oracles/requirements.txt 'the libraries that the dictionaries are compared with'
}

# sssom: make .venv-sssom, with the versions of tests/exchange/sssom/requirements.txt and nothing else.
# METERMAP_SSSOM_PYTHON names another interpreter, which is used as it is.
sssom() {
    [ -n "${METERMAP_SSSOM_PYTHON:-}" ] ||
        apart .venv-sssom tests/exchange/sssom/requirements.txt 'the library that reads sets of mappings'
}

# apart FOLDER LIST WHAT: make an environment in FOLDER with what LIST names, unless that was done already.
apart() {
    stamp="$1/installed"
    now=$(cksum <"$2")
    if [ -x "$1/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then
        return
    fi
    echo "Installing $3 into $1 ..." >&2
    rm -rf "$1"
    "$(find_python)" -m venv "$1"
    # The list is whole: what it does not name is not installed, and the check says if anything is missing.
    PIP_DISABLE_PIP_VERSION_CHECK=1 "$1/bin/python" -m pip install --quiet --no-deps --requirement "$2" >&2
    "$1/bin/python" -m pip check >&2
    printf '%s\n' "$now" >"$stamp"
}

# fuzzer: make .venv-fuzz, with the version of tests/codegen/fuzz/requirements.txt, and set `fuzzer` to the folder of
# its modules, for an interpreter of the same version to take in.
fuzzer() {
    stamp=".venv-fuzz/installed"
    now=$({ cat tests/codegen/fuzz/requirements.txt; "$python" --version; } | cksum)
    if [ ! -x .venv-fuzz/bin/python ] || [ "$(cat "$stamp" 2>/dev/null)" != "$now" ]; then
        echo "Installing the fuzzer into .venv-fuzz ..." >&2
        rm -rf .venv-fuzz
        "$python" -m venv .venv-fuzz
        PIP_DISABLE_PIP_VERSION_CHECK=1 .venv-fuzz/bin/python -m pip install --quiet --no-deps \
            --requirement tests/codegen/fuzz/requirements.txt >&2
        printf '%s\n' "$now" >"$stamp"
    fi
    fuzzer=$(.venv-fuzz/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
}

# web: make .web, with the packages of tests/web/package.json, in exactly these versions.
# METERMAP_WEB names another folder with a node_modules of that kind, which is used as it is.
web() {
    [ -z "${METERMAP_WEB:-}" ] || return 0
    stamp=".web/installed"
    now=$(cksum <tests/web/package.json)
    if [ -d .web/node_modules ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then
        return
    fi
    command -v npm >/dev/null || fail 'no npm; on Debian: apt-get install nodejs npm'
    echo "Installing what checks the pages into .web ..." >&2
    rm -rf .web
    mkdir .web
    cp tests/web/package.json .web/
    # No lock file: it would record where each package came from. A test compares what is installed with the list.
    npm install --prefix .web --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    printf '%s\n' "$now" >"$stamp"
}
