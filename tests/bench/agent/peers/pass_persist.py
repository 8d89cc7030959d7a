#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""pass_persist.py ROWS: the table for snmpd's pass_persist, all answers made beforehand."""
import bisect
import sys

from table import cells


def dotted(name):
    return "." + ".".join(map(str, name))


def main():
    names, answers, following = [], {}, {}
    last = None
    for name, kind, value in cells(int(sys.argv[1])):
        text = dotted(name)
        names.append(name)
        answers[text] = f"{text}\n{kind}\n{value}\n"
        if last:
            following[last] = answers[text]
        last = text
    read, write, flush = sys.stdin.readline, sys.stdout.write, sys.stdout.flush
    while True:
        command = read().strip()
        if not command:
            return
        if command == "PING":
            write("PONG\n")
        elif command == "getnext":
            asked = read().strip()
            answer = following.get(asked)
            if answer is None:
                at = bisect.bisect_right(names, tuple(map(int, asked.strip(".").split("."))))
                answer = answers[dotted(names[at])] if at < len(names) else "NONE\n"
            write(answer)
        elif command == "get":
            write(answers.get(read().strip(), "NONE\n"))
        else:
            read()
            read()
            write("not-writable\n")
        flush()


main()
