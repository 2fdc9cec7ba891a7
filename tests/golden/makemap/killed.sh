#!/bin/bash
# A makemap that is killed leaves the old map, whole, and nothing else, and the next one works.
set -eu
programs=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
echo 'V10' > s.cf
for type in hash btree cdb lmdb; do
  case $type in
    hash | btree) extension=db ;;
    *) extension=$type ;;
  esac
  printf 'a old\n' | "$programs/makemap" -C s.cf "$type" map
  mkfifo source
  "$programs/makemap" -C s.cf "$type" map < source &
  victim=$!
  exec 7> source
  for i in $(seq 20000); do echo "key$i value"; done >&7
  kill -9 "$victim"
  wait "$victim" 2> /dev/null || true
  exec 7>&-
  rm source
  test "$(ls)" = "$(printf 'map.%s\ns.cf' "$extension")"
  test "$("$programs/makemap" -C s.cf -u "$type" map)" = "$(printf 'a\told')"
  # What a killed one leaves where files cannot be without a name.
  echo half > "map.$extension.99999.0.tmp"
  printf 'a new\n' | "$programs/makemap" -C s.cf "$type" map
  test "$("$programs/makemap" -C s.cf -u "$type" map)" = "$(printf 'a\tnew')"
  test "$(ls)" = "$(printf 'map.%s\ns.cf' "$extension")"
  rm "map.$extension"
done
echo "old maps survive"
