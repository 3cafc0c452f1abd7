"""A Slurm cluster of several machines, all of them this host: a controller and as many slurmd, with a configuration, a key and sockets of its own.

    with SlurmCluster(folder, machines=3) as cluster:
        if cluster.ready(): subprocess.run(["sbatch", …], env=cluster.environment)
"""
import getpass
import os
import secrets
import shutil
import socket
import subprocess
import time

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "sinfo")
CONFIGURATION = """
ClusterName=ratebook
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket,cred_expire=5
CredType=cred/munge
SlurmUser={user}
SlurmdUser={user}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SwitchType=switch/none
MpiDefault=none
MailProg=/bin/true
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
JobAcctGatherType=jobacct_gather/none
ReturnToService=2
KillWait=1
MinJobAge=600
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,batch_sched_delay=0,bf_interval=1
{nodes}
PartitionName=all Nodes=ALL Default=YES MaxTime=60 State=UP
"""


def _path():
    return os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


def why_no_slurm():
    """Nothing, or why there can be none here."""
    missing = [program for program in PROGRAMS if not shutil.which(program, path=_path())]
    if missing:
        return f"{', '.join(missing)} not installed (packages slurm-wlm and munge)"
    return "" if os.geteuid() == 0 else "slurmd wants to be started by root"


def _free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class SlurmCluster:
    def __init__(self, folder, machines):
        self.folder, self.machines = folder, machines
        self.environment = {**os.environ, "PATH": _path(), "SLURM_CONF": str(folder / "slurm.conf")}
        self._processes = []

    def __enter__(self):
        for part in (self.folder.parent, self.folder, self.folder / "munge", self.folder / "state"):
            part.mkdir(exist_ok=True)
            part.chmod(0o755)
        key = self.folder / "munge" / "key"
        key.write_bytes(secrets.token_bytes(64))
        key.chmod(0o600)
        host = socket.gethostname().split(".")[0]
        controller_port, *ports = _free_ports(1 + self.machines)
        nodes = "\n".join(f"NodeName=n{n} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs=1 State=UNKNOWN" for n, port in enumerate(ports, 1))
        (self.folder / "slurm.conf").write_text(
            CONFIGURATION.format(folder=self.folder, host=host, user=getpass.getuser(), controller_port=controller_port, nodes=nodes))
        munge = self.folder / "munge"
        self._start("munged", "--foreground", "--force", f"--key-file={key}", f"--socket={munge}/socket", f"--pid-file={munge}/pid", f"--log-file={munge}/log",
                    f"--seed-file={munge}/seed")
        until = time.monotonic() + 10
        while not (munge / "socket").exists() and time.monotonic() < until:
            time.sleep(0.05)
        self._start("slurmctld", "-D", "-c")
        for n in range(1, self.machines + 1):
            self._start("slurmd", "-D", "-N", f"n{n}")
        return self

    def __exit__(self, *_):
        if (self.folder / "slurm.conf").exists():
            self.told("scancel", "--full", "--user", getpass.getuser())
        for process in reversed(self._processes):
            process.terminate()
        for process in reversed(self._processes):
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, program, *options):
        with open(self.folder / "output.log", "ab") as output:
            self._processes.append(subprocess.Popen([shutil.which(program, path=_path()), *options], env=self.environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL))

    def told(self, *command):
        """What one of Slurm's commands says."""
        done = subprocess.run([shutil.which(command[0], path=_path()), *command[1:]], env=self.environment, capture_output=True, text=True, timeout=60)
        return done.stdout

    def ready(self, timeout=30):
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            if any(process.poll() is not None for process in self._processes):
                return False
            if self.told("sinfo", "--noheader", "--states=idle", "--format=%D").strip() == str(self.machines):
                return True
            time.sleep(0.2)
        return False

    def wait_until_done(self, timeout):
        """No job waits or runs any more."""
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            if not self.told("squeue", "--noheader"):
                return True
            time.sleep(0.2)
        return False

    def words(self):
        """The end of what the daemons say, and what waits."""
        output = (self.folder / "output.log").read_text(errors="replace") if (self.folder / "output.log").exists() else ""
        return output[-1500:] + self.told("squeue")
