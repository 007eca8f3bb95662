#!/bin/sh
# Gradescope runs this once, as root and without arguments, when it builds the image that submissions are graded in.
# With arguments: the folder that stands for /autograder, and where to install.
set -eu
umask 022
root=${1:-/autograder}
home=${2:-/opt/autograder}

fail() {
    echo "autograder: $*" >&2
    exit 1
}

[ "$(id -u)" = 0 ] || fail "setup.sh must run as root"
command -v apt-get >/dev/null || fail "choose an Ubuntu or Debian base image: there is no apt-get in this one"

# The hidden checks: nobody but root opens them, from here on.
chmod -R go-rwx "$root/source"

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -q -y --no-install-recommends bubblewrap libseccomp2

# The Python that the bundle was made with where there is that one, for its packages were tried with it.
python=
for name in @PYTHON@ python3 python3.13 python3.12 python3.11; do
    apt-get install -q -y --no-install-recommends "$name" "$name-venv" || continue
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python=$name
        break
    fi
done
[ -n "$python" ] || fail "Python 3.11 or newer is needed, and this base image has none: choose a newer one, as Ubuntu 24.04"

"$python" -m venv "$home"
cd "$root/source"
"$home/bin/python" -m pip install --no-cache-dir --disable-pip-version-check --requirement requirements.txt
"$home/bin/python" -I -c 'import autograder.integrations.gradescope_run' || fail "what was installed does not start"
echo "autograder: $("$python" --version) is set up in $home; what this machine offers to keep student code apart:"
"$home/bin/autograder" doctor || true
