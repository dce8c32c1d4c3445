#!/bin/sh
# Writes both locks from their requirements.in, with hashes, without addresses or paths. `deploy/lock.sh --upgrade` takes newer versions.
set -eu
cd "$(dirname "$0")/.."

# uv makes the locks; where it is not installed, a copy for this one run is.
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    "${PY:-python3.11}" -m venv "$scratch"
    "$scratch/bin/python" -m pip install --quiet --disable-pip-version-check uv
    uv=$scratch/bin/uv
fi

lock() {
    "$uv" pip compile --quiet --no-header --no-annotate --generate-hashes --no-emit-index-url --no-emit-find-links \
        --python-platform x86_64-manylinux_2_28 --only-binary :all: "$@"
}

lock --python-version 3.11 requirements.in --output-file requirements.txt "$@"
# Every version of the bot is written in its requirements.in, because Rasa's own pins are not followed: nothing is
# resolved here, only hashed. Rasa says Python below 3.11, so it is looked up as 3.10; the hashes are of all its files.
lock --python-version 3.10 --no-deps bot/requirements.in --output-file bot/requirements.txt "$@"
