#!/bin/bash
# Runs what the test writes to /run/out/commands: N.sh when the line "N SECONDS" comes, for so long at most, with N.out and
# N.err for its output.
stty -echo
echo "GUEST-READY"
while read -r number seconds; do
  command=/run/out/commands/$number
  timeout -k 1 "$seconds" sh "$command.sh" > "$command.out" 2> "$command.err" < /dev/null
  echo "GUEST-DID $number $?"
done
