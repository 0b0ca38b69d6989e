"""What the programs share that ask the library a great deal at random and hold its answers against Python's."""

import argparse
import random
import subprocess
import sys

SHOWN = 20  # wrong answers


def options(description, count):
    """The program to ask, how much and by which seed, which is printed so that the same can be asked again."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("program")
    parser.add_argument("--count", type=int, default=count)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    chosen = parser.parse_args()
    print("seed", chosen.seed)
    return chosen


def told(program, questions):
    """The bytes that the program says to all questions, each of them a record as it reads them."""
    return subprocess.run([program], input=b"".join(questions), capture_output=True, check=True).stdout


def encoded(text, gb):
    return text.encode("gb18030" if gb else "utf-8")


def lines(program, asked):
    """The line that the program says to each (rules, text); the lowest bit of the rules is GB18030."""
    questions = ((rules, encoded(text, rules & 1)) for rules, text in asked)
    answers = told(program, (bytes([rules, len(text)]) + text for rules, text in questions)).decode().split("\n")
    if len(answers) != len(asked) + 1:
        sys.exit(f"{len(asked)} asked, {len(answers) - 1} answered")
    return answers[:-1]


class Count:
    """Answers that agree and that do not."""

    def __init__(self):
        self.passed = self.failed = 0

    def shows(self, agrees):
        """Counts an answer; true when it is wrong and among the first, which are shown."""
        self.passed += agrees
        self.failed += not agrees
        return not agrees and self.failed <= SHOWN


def verdict(good):
    """All of it is one test; what a program returns."""
    print(f"{int(good)} passed, {int(not good)} failed")
    return not good
