"""What the parts of this test have in common."""

import os
import pathlib
import subprocess
import tempfile

PROGRAM = os.environ["LAYOUTSCOPE"]
TREE = pathlib.Path(__file__).resolve().parent.parent.parent


def ok(what, is_so, *facts):
    """One line a check; a long fact is cut."""
    if is_so:
        print("ok", what)
    else:
        print("FAILED", what, *(str(fact)[:600] for fact in facts))
    return is_so


def run(*args, env=None, stdin=None):
    """(status, standard output, standard error), as bytes."""
    done = subprocess.run([PROGRAM, *args], capture_output=True, timeout=60, check=False,
                          env={**os.environ, **(env or {})}, input=stdin or b"")
    return done.returncode, done.stdout, done.stderr


def compiled(text, name, *flags):
    """An object file of some C."""
    pathlib.Path(f"{name}.c").write_text(text)
    subprocess.run(["gcc", "-g", "-w", *flags, "-c", f"{name}.c", "-o", f"{name}.o"], check=True)
    return f"{name}.o"


def rules(*lines, name="g.yaml"):
    pathlib.Path(name).write_text("schema: 1\nrules:\n" + "".join(f"  - {line}\n" for line in lines))
    return f"--budget={name}"


def in_a_folder(main):
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        main()
        os.chdir("/")
