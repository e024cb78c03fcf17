# What the scripts share: find out what this machine lacks, install it once, do nothing the next time.
# Needs only bash and Python 3.11 or later; fetches only from the package sources the machine itself is set up for.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
unset VIRTUAL_ENV
export UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv

SERVER_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
TEST_PACKAGES=("${SERVER_PACKAGES[@]}" chromium libatomic1 libreoffice-calc-nogui libreoffice-writer-nogui postgresql poppler-utils qpdf) # libatomic1: Playwright's own node
UV_MINIMUM=0.8.0

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "$*"
    exit 1
}

# Print the first interpreter that is new enough.
find_python() {
    local name
    for name in python3 python3.11 python3.12 python3.13 python3.14 /usr/bin/python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    stop "需要 Python 3.11 或更高版本 (Python 3.11 or later is needed): apt-get install python3"
}

has_library() { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | grep -q "$1"; }

has_command() { command -v "$1" >/dev/null 2>&1; }

# LibreOffice converts what the tests have it open; the package of a program names its library.
has_office() {
    local library=libswlo.so
    [ "$1" = calc-nogui ] && library=libsclo.so
    has_command soffice && compgen -G "/usr/lib*/libreoffice/program/$library" >/dev/null
}

has_package() {
    case "$1" in
        libpango-1.0-0) has_library 'libpango-1\.0\.so\.0' ;;
        libpangoft2-1.0-0) has_library 'libpangoft2-1\.0\.so\.0' ;;
        libharfbuzz-subset0) has_library 'libharfbuzz-subset\.so\.0' ;;
        libatomic1) has_library 'libatomic\.so\.1' ;;
        postgresql) has_command initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
        poppler-utils) has_command pdftotext ;;
        libreoffice-*-nogui) has_office "${1#libreoffice-}" ;;
        python3-venv) "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ;;
        *) has_command "$1" ;;
    esac
}

# Install the named system packages that are missing; say so in one line where that is not ours to do.
# Without uv, python3-venv is one of them: it is what uv gets installed with.
need_packages() {
    local package missing=() as_root=()
    PYTHON=$(find_python) || exit 1
    find_uv >/dev/null || set -- "$@" python3-venv
    for package in "$@"; do
        has_package "$package" || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    if [ "$(id -u)" -ne 0 ]; then
        as_root=(sudo -n)
    fi
    if ! has_command apt-get || ! "${as_root[@]}" true 2>/dev/null; then
        stop "缺少系统软件包，请管理员运行 (missing system packages, ask an administrator to run): apt-get install -y ${missing[*]}"
    fi
    say "安装 (installing): ${missing[*]}"
    apt_install "${missing[@]}"
}

apt_install() {
    local log
    log=$(mktemp)
    if ! { "${as_root[@]}" apt-get -qq update && without_a_cluster install_packages "$@"; } >"$log" 2>&1; then
        cat "$log" >&2
        stop "apt-get install 失败 (failed): $*"
    fi
    rm "$log"
}

install_packages() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 \
        apt-get -qq install -y --no-install-recommends "$@"
}

# PostgreSQL is wanted for its programs only. Where it was never installed, its package would make a database cluster
# and start a service; for the length of one installation this setting, at the only place the package looks, prevents it.
without_a_cluster() {
    local settings=/etc/postgresql-common status=0
    if [ -e "$settings" ] || [[ " $* " != *" postgresql "* ]]; then
        "$@"
        return
    fi
    "${as_root[@]}" mkdir "$settings"
    echo 'create_main_cluster = false' | "${as_root[@]}" tee "$settings/createcluster.conf"
    "$@" || status=$?
    if [ -e /usr/share/postgresql-common/createcluster.conf ]; then
        "${as_root[@]}" cp /usr/share/postgresql-common/createcluster.conf "$settings/createcluster.conf"
        "${as_root[@]}" rm -f "$settings/createcluster.conf.ucf-dist"
    else
        "${as_root[@]}" rm -r "$settings"
    fi
    return "$status"
}

uv_is_new_enough() {
    local version
    version=$("$1" --version 2>/dev/null | cut -d' ' -f2) && [ -n "$version" ] &&
        [ "$(printf '%s\n' "$UV_MINIMUM" "$version" | sort -V | head -n 1)" = "$UV_MINIMUM" ]
}

# Print a uv that works: the machine's own, or the one we keep in var/uv.
find_uv() {
    local candidate
    for candidate in uv var/uv/bin/uv; do
        if uv_is_new_enough "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

install_uv() {
    say "安装 (installing): uv"
    "$PYTHON" -m venv --clear var/uv >&2 && var/uv/bin/pip install --quiet "uv>=$UV_MINIMUM" >&2 ||
        stop "无法安装 uv (could not install uv)"
}

# Make .venv hold what uv.lock says, with the developers' tools or without; a stamp tells that it already does.
need_environment() {
    local purpose=$1 options=(--locked --inexact) stamp=.venv/.installed-$1 wanted uv
    wanted=$(cat uv.lock pyproject.toml | sha256sum)
    if [ -x .venv/bin/python ] && grep -qxF "$wanted" .venv/.installed-test "$stamp" 2>/dev/null; then
        return
    fi
    [ "$purpose" = test ] || options+=(--no-dev)
    PYTHON=$(find_python) || exit 1
    uv=$(find_uv) || { install_uv && uv=$(find_uv); }
    say "安装 (installing): .venv"
    "$uv" sync --quiet --python "$PYTHON" "${options[@]}" || stop "uv sync 失败 (failed)"
    echo "$wanted" >"$stamp"
}
