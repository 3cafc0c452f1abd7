#!/usr/bin/env python3
"""drivers_test.py PROGRAM MAKE_NEIGHBOURHOOD: the ready-made drivers of cli/drivers. Ends with `N passed, N failed`."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from expectations import expect, finish, skip  # noqa: E402
from slurm_cluster import SlurmCluster, why_no_slurm  # noqa: E402

PROGRAM, MAKE = sys.argv[1:3]
BOOK = "tariffs/energyco"
DRIVER = "cli/drivers/slurm/ratebook-slurm"
MANIFEST = pathlib.Path("cli/drivers/kubernetes/ratebook.yaml")
SHARDS = 5


def content(folder):
    """All files of a result; of run.json everything but what varies between runs."""
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.exists() else {}
    if "run.json" in files:
        report = json.loads(files["run.json"])
        report.pop("run")
        files["run.json"] = json.dumps(report).encode()
    return files


def try_kubernetes(work, arguments, reference):
    """The manifest's structure, and its shell commands as a container would run them."""
    try:
        import yaml
    except ImportError:
        return skip("the manifest for Kubernetes: python3-yaml is not installed")
    settings, rate, merge = list(yaml.safe_load_all(MANIFEST.read_text()))
    expect((settings["kind"], rate["kind"], merge["kind"]) == ("ConfigMap", "Job", "Job"), "a ConfigMap and two Jobs")
    expect(all(job["apiVersion"] == "batch/v1" for job in (rate, merge)), "Jobs are of batch/v1")
    expect(rate["spec"]["completionMode"] == "Indexed" and str(rate["spec"]["completions"]) == settings["data"]["SHARDS"], "as many indices as shards")
    expect(all(isinstance(value, str) for value in settings["data"].values()), "a ConfigMap holds texts")
    for job in (rate, merge):
        pod = job["spec"]["template"]["spec"]
        containers = pod["containers"] + pod.get("initContainers", [])
        volumes = {volume["name"] for volume in pod["volumes"]}
        expect(pod["restartPolicy"] == "Never", "a pod that failed is not started again in place")
        for container in containers:
            expect(container["envFrom"] == [{"configMapRef": {"name": settings["metadata"]["name"]}}], f"{container['name']} reads the settings")
            expect({mount["name"] for mount in container["volumeMounts"]} <= volumes, f"{container['name']} mounts what there is")
    bin_folder = work / "bin"
    bin_folder.mkdir()
    (bin_folder / "ratebook").symlink_to(pathlib.Path(PROGRAM).resolve())
    environment = {**os.environ, **settings["data"], "PATH": f"{bin_folder}:{os.environ['PATH']}", "SHARDS": str(SHARDS), "ARGUMENTS": " ".join(arguments),
                   "WORK": str(work / "pods"), "OUT": str(work / "of-pods")}

    def run(container, **more):
        own = {one["name"]: one["value"] for one in container.get("env", [])}
        return subprocess.Popen(container["command"] + container["args"], env={**environment, **own, **more}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    pod = merge["spec"]["template"]["spec"]
    waiting = run(pod["initContainers"][0])
    for index in range(SHARDS):
        done = run(rate["spec"]["template"]["spec"]["containers"][0], JOB_COMPLETION_INDEX=str(index))
        _, said = done.communicate()
        expect(done.returncode == 0, f"pod {index}: exit {done.returncode}: {said[-400:]}")
    expect(waiting.wait(timeout=60) == 0, "the merge waits for the shards")
    done = run(pod["containers"][0])
    _, said = done.communicate()
    expect(done.returncode == 0, f"merging: exit {done.returncode}: {said[-400:]}")
    expect(content(work / "of-pods") == reference, "pods make the result of one run")


def process_of_shard(out):
    """The program that writes this shard."""
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if os.fsencode(str(out)) in words and b"rate" in words and words[0].endswith(b"/ratebook"):
            return int(folder.name)
    return None


def driver(environment, *words):
    return subprocess.run([DRIVER, *map(str, words)], env=environment, capture_output=True, text=True)


def try_wrong_use():
    done = driver(os.environ, "--help")
    expect(done.returncode == 0 and "--shards N" in done.stdout and "Example:" in done.stdout, f"--help: {done.returncode} {done.stderr}")
    for words, said in ((["--out", "x", "--", BOOK], "--shards needs a number"), (["--shards", "2", "--", BOOK], "--out needs"), (["--shards", "2", "--out", "x"], "behind --"),
                        (["--shard", "2"], "no option --shard"), (["--shards"], "needs a value"), ([BOOK], "behind --, not")):
        done = driver(os.environ, *words)
        expect(done.returncode == 2 and said in done.stderr, f"{words}: exit {done.returncode}: {done.stderr}")


def try_slurm(work, arguments, reference):
    why = why_no_slurm()
    if why:
        return skip(f"ratebook-slurm: {why}")
    with SlurmCluster(work / "slurm", machines=3) as cluster:
        if not cluster.ready():
            return skip(f"ratebook-slurm: Slurm does not start here: {cluster.words()}")
        shards = work / "slurm-shards"
        environment = {**cluster.environment, "RATEBOOK_SLURM_PROGRAM": str(pathlib.Path(PROGRAM).resolve()), "RATEBOOK_SLURM_SHARDS": str(SHARDS)}
        done = driver(environment, "--out", work / "of-slurm", "--work", shards, "--", *arguments)
        expect(done.returncode == 0, f"submitting: exit {done.returncode}: {done.stderr}")
        jobs = re.findall(r"job (\d+)", done.stdout)
        expect(len(jobs) == 2, f"two jobs: {done.stdout}")
        # The program of one shard is killed in its middle.
        killed, until = None, time.monotonic() + 60
        while killed is None and time.monotonic() < until:
            killed = process_of_shard(shards / "shard-2")
            time.sleep(0.002)
        expect(killed is not None, "shard 2 is at work")
        if killed is not None:
            time.sleep(0.05)
            os.kill(killed, signal.SIGKILL)
            expect(not (shards / "shard-2").exists(), "a killed shard leaves nothing")
        ended = cluster.wait_until_done(timeout=150)
        logs = "".join(path.read_text() for path in sorted(shards.glob("*.log")))
        expect(ended, f"the jobs end: {cluster.words()} {logs[-1500:]}")
        log = (shards / "shard-2.log").read_text() if (shards / "shard-2.log").exists() else ""
        expect("shard 2/5 ended with 137; it is queued again" in log, f"the killed shard is queued again: {log}")
        expect("Restarts=1" in cluster.told("scontrol", "show", "job", f"{jobs[0]}_2"), "Slurm started it again")
        expect(content(work / "of-slurm") == reference, f"Slurm makes the result of one run: {logs[-1500:]}")

        # Wrong use is not tried again, the merge does not begin, and --wait tells.
        began = time.monotonic()
        done = driver(environment, "--out", work / "never", "--wait", "--", BOOK, "--accounts", work / "nowhere.csv", "--usage", work / "nowhere.csv")
        expect(done.returncode == 1 and "there is no result" in done.stderr and not (work / "never").exists(), f"wrong use: exit {done.returncode}: {done.stdout} {done.stderr}")
        expect(time.monotonic() - began < 60, "wrong use is not tried again")
        expect("cannot open" in (work / "never.shards" / "shard-1.log").read_text(), "the log says why")


# A socket has a short path only.
work = pathlib.Path(tempfile.mkdtemp(prefix="ratebook-drivers-", dir="/tmp"))
try:
    sample = work / "sample"
    subprocess.run([MAKE, "--out", str(sample), "--r1", "20000", "--r2", "600", "--c1", "100", "--bad-per-mille", "5", "--form", "long"], check=True, stdout=subprocess.DEVNULL)
    usage = [word for path in sorted(sample.glob("usage*.csv")) for word in ("--usage", str(path))]
    history = ["--history", str(sample / "history.csv")] if (sample / "history.csv").exists() else []
    arguments = [str(pathlib.Path(BOOK).resolve()), "--accounts", str(sample / "accounts.csv"), *usage, *history]
    known = ["--as-known", "2025-12-01"]
    done = subprocess.run([PROGRAM, "rate", *arguments, *known, "--out", str(work / "reference")], capture_output=True, text=True)
    expect(done.returncode == 3, f"the reference run: exit {done.returncode}: {done.stderr}")
    reference = content(work / "reference")
    try_wrong_use()
    try_kubernetes(work, arguments, reference)
    try_slurm(work, [*arguments, *known], reference)
finally:
    shutil.rmtree(work, ignore_errors=True)
finish()
