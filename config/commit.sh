#!/bin/sh
# Commits the current directory to tig and prints the command that restores it. Needs only curl and tar:
#
#   DATAGET=https://example.com DATASET=https://example.com commit.sh
#
# DATASET is the address to store at, DATAGET the address to read from (default: DATASET), TIG_APIKEY the key, if the
# server has one. The archive is one block, so tig.maxBlockSize limits it. It leaves out .git and what the .gitignore of
# this directory names. Arguments replace these: tar gets them as they are, as in commit.sh --exclude-from=FILE src.
set -eu
umask 077

fail() {
  echo "commit.sh: $1" >&2
  exit "${2:-1}"
}

test -n "${DATASET:-}" || fail "DATASET is not set; it is the address of tig" 2
test -n "${DATAGET:-}" || DATAGET=$DATASET

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

if test $# -eq 0; then
  set -- --exclude=./.git .
  if test -e .gitignore; then
    sed -e 's/[[:space:]]*$//' -e '/^#/d' -e '/^$/d' .gitignore >"$work/patterns"
    ! grep -q -e '[!\\]' -e '\*\*' "$work/patterns" ||
      fail ".gitignore has patterns that tar does not know: pass arguments for tar, such as --exclude-from=FILE ." 2
    sed -e 's,/$,,' -e '\,/,s,^/*,./,' "$work/patterns" >"$work/exclude"
    set -- -X "$work/exclude" "$@"
    # Where a wildcard matches a slash, tar leaves out more than git; only GNU tar has this option.
    ! grep -q '.[*?[]' "$work/exclude" || set -- --no-wildcards-match-slash "$@"
  fi
fi

# From a file, because every user of the machine sees arguments.
printf '%s' "${TIG_APIKEY:+X-API-Key: $TIG_APIKEY}" >"$work/fields"

if ! { tar -cf - "$@" && : >"$work/whole"; } |
  curl -fsS -H "@$work/fields" -D "$work/answer" -T - "${DATASET%/}/" >"$work/path"; then
  reason=$(tr -d '\r' <"$work/answer" | sed -n 's/^[Tt]ig-[Rr]eason: //p')
  fail "not stored${reason:+: $reason}"
fi
test -e "$work/whole" || fail "tar failed, so the archive that was stored is not whole"
grep -Eqx '.*/[0-9a-f]{64}\.tig' "$work/path" || fail "$DATASET did not answer like tig"
name=$(sed 's,.*/,,' "$work/path")
echo "curl -f ${DATAGET%/}/$name | tar -xf -"
