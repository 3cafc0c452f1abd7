#!/usr/bin/env python3
"""killed_test.py PROGRAM MAKE_NEIGHBOURHOOD DIE_AT_RENAME.so [--moments N] [--seed N]: see README.md. Ends with `N passed, N failed`."""
import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from expectations import expect, finish  # noqa: E402

arguments = argparse.ArgumentParser()
arguments.add_argument("program")
arguments.add_argument("make_neighbourhood")
arguments.add_argument("die_at_rename")
arguments.add_argument("--moments", type=int, default=30)
arguments.add_argument("--seed", type=int, default=1)
a = arguments.parse_args()
random.seed(a.seed)
work = pathlib.Path(tempfile.mkdtemp(prefix="ratebook-killed-"))


def command(out, *more):
    sample = work / "sample"
    return [a.program, "rate", "tariffs/energyco", "--accounts", str(sample / "accounts.csv"), "--usage", str(sample / "usage_r1.csv"), "--usage",
            str(sample / "usage_r2.csv"), "--usage", str(sample / "usage_c1.csv"), "--history", str(sample / "history.csv"), "--out", str(out), *more]


def content(folder):
    """All files of a result; of run.json everything but what varies between runs."""
    files = {}
    for path in sorted(folder.iterdir()):
        files[path.name] = path.read_bytes()
    run = json.loads(files["run.json"])
    run.pop("run", None)
    files["run.json"] = json.dumps(run, sort_keys=True).encode()
    return files


def whole_or_absent(out, reference, when):
    if out.exists():
        expect(content(out) == reference, f"{when}: a result that is not whole")
    else:
        expect(True, when)


try:
    subprocess.run([a.make_neighbourhood, "--out", str(work / "sample"), "--r1", "4000", "--r2", "1500", "--c1", "150", "--windows", "5"], check=True,
                   stdout=subprocess.DEVNULL)
    began = time.monotonic()
    done = subprocess.run(command(work / "reference"), capture_output=True)
    seconds = time.monotonic() - began
    expect(done.returncode == 0, f"the reference run exits {done.returncode}: {done.stderr.decode()[-500:]}")
    reference = content(work / "reference")

    killed = 0
    for i in range(a.moments):
        out = work / "out"
        process = subprocess.Popen(command(out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.random() * seconds)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        whole_or_absent(out, reference, f"moment {i}")
        if out.exists():
            shutil.rmtree(out)
    expect(killed >= a.moments // 2, f"only {killed} of {a.moments} runs were killed before they ended")
    done = subprocess.run(command(work / "out"), capture_output=True)
    expect(done.returncode == 0 and content(work / "out") == reference, "the run after the killed ones differs")

    # At the rename, into an absent place and over an old result.
    for after in (False, True):
        for replace in (False, True):
            out = work / "renamed"
            if out.exists():
                shutil.rmtree(out)
            if replace:
                shutil.copytree(work / "reference", out)
                (out / "bills.csv").write_text("old\n")
            environment = dict(os.environ, LD_PRELOAD=a.die_at_rename, DIE_AT="/renamed")
            if after:
                environment["DIE_AFTER"] = "1"
            ended = subprocess.run(command(out, *(["--replace"] if replace else [])), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            when = f"killed {'after' if after else 'before'} the rename{' over an old result' if replace else ''}"
            expect(ended.returncode == -signal.SIGKILL, f"{when}: the run was not killed there (exit {ended.returncode})")
            if not after and not replace:
                expect(not out.exists(), f"{when}: a result")
            elif not after:
                expect(out.exists() and (out / "bills.csv").read_text() == "old\n", f"{when}: the old result is gone")
            else:
                expect(out.exists() and content(out) == reference, f"{when}: the result is not whole")
            done = subprocess.run(command(out, "--replace"), capture_output=True)
            expect(done.returncode == 0 and content(out) == reference, f"{when}: the next run differs")
    left = [p.name for p in work.iterdir() if p.name not in ("sample", "reference", "out", "renamed")]
    print("left beside results by killed runs:", left or "nothing")
finally:
    shutil.rmtree(work, ignore_errors=True)
finish()
