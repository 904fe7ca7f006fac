"""rustc.py - what the Rust compiler that is here can do."""
import re
import subprocess


def has_rules():
    """Is there a rustc that lays types out by the rules that we know?"""
    try:
        done = subprocess.run(["rustc", "--version"], capture_output=True,
                              text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return False
    return tuple(map(int, re.findall(r"\d+", done.stdout)[:2])) >= (1, 85)
