#!/bin/bash
# last_flag.sh FLAG COMMAND...: runs a compiler with a flag behind all others, so that it is the one that counts.
exec "${@:2}" "$1"
