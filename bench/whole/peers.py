"""What else can bill the month: PostgreSQL in a server of its own, and the texts of SQL for both engines."""
import os
import pathlib
import shutil
import string
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def write_sql(target, names, **values):
    """Puts the files of SQL together, with `$folder` and `$out` filled in."""
    text = "\n".join((HERE / name).read_text() for name in names)
    target.write_text(string.Template(text).substitute({name: str(value).replace("'", "''") for name, value in values.items()}))
    return target


def postgresql_programs():
    """The folder of initdb and pg_ctl, the newest where there are several; None where there is none."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    program = shutil.which("initdb")
    return pathlib.Path(program).parent if program else None


class Postgresql:
    """A server with one database in a temporary folder, that listens only to a socket there and ends with the `with` block."""

    def __init__(self, processors):
        self.folder, self.processors, self.programs = None, processors, postgresql_programs()
        # The server refuses to run as root; Debian's package has a user for it.
        self.account = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ratebook_bench_"))
        if self.account:
            shutil.chown(self.folder, "postgres")
        self.call("initdb", "-D", str(self.folder / "base"), "-U", "bench", "-A", "trust", "--no-sync", "-E", "UTF8", "--no-locale")
        settings = {"listen_addresses": "", "unix_socket_directories": self.folder, "shared_buffers": "1GB", "fsync": "off",
                    "max_wal_size": "8GB", "max_parallel_workers_per_gather": self.processors}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        self.call("pg_ctl", "-D", str(self.folder / "base"), "-l", str(self.folder / "log"), "-w", "-o", options, "start")
        return self

    def __exit__(self, *_):
        self.call("pg_ctl", "-D", str(self.folder / "base"), "-m", "fast", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, program, *words):
        subprocess.run([*self.account, str(self.programs / program), *words], cwd="/", check=True, stdout=subprocess.DEVNULL)

    def command(self, sql):
        """The command that runs a file of SQL."""
        return ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-U", "bench", "-d", "postgres", "-f", str(sql)]
