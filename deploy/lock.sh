#!/bin/sh
# Writes both locks from their requirements.in: versions and hashes, no addresses, no paths. `deploy/lock.sh --upgrade` takes newer ones.
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

# The bot's versions all stand in its requirements.in, because Rasa's own pins are not followed: nothing is resolved, only
# hashed. Rasa says Python below 3.11, so Rasa alone is looked up as if for 3.10. randomname exists only as source.
{
    grep -v '^rasa' bot/requirements.in | lock --python-version 3.11 --no-deps --no-binary randomname -
    grep '^rasa' bot/requirements.in | lock --python-version 3.10 --no-deps -
} >bot/requirements.partial
mv bot/requirements.partial bot/requirements.txt
