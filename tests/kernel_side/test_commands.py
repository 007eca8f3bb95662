"""Laws of shell commands: what fetches, copies and lists files is carried out, however it is started."""

from autograder.grading.live_submission import open_submission
from autograder.lab.corpora import shelf_for

LINES = """
!wget -q https://x.y/shakespeare.txt -O a.txt
!wget -qO b.txt https://x.y/shakespeare.txt
!wget -nc -P datos "https://x.y/shakespeare.txt?raw=true"
!curl -sL https://x.y/shakespeare.txt > c.txt
!curl -o d.txt https://x.y/shakespeare.txt && cp d.txt e.txt; mv e.txt f.txt
url, target = "https://x.y/shakespeare.txt", "g.txt"
!wget -q {url} -O $target
!mkdir -p h && cd h && wget -q https://x.y/shakespeare.txt
!pip install -q einops
!unknown --command
t = open("a.txt").read()
for name in ("b.txt", "datos/shakespeare.txt", "c.txt", "d.txt", "f.txt", "g.txt", "h/shakespeare.txt"):
    assert open(name).read() == t, name
listed = !ls *.txt
head = !cat a.txt | head -n 3
gpu = !nvidia-smi
"""
CLONE = """
assert "a.txt" in listed and len(head) == 3 and "T4" in "".join(gpu)
!git clone https://github.com/x/curso.git
assert open("curso/labs/data/shakespeare.txt").read() == t
"""
BASH = "%%bash\nmkdir -p k\nwget -q https://x.y/shakespeare.txt -O k/t.txt\nfor i in 1 2; do echo $i; done"
PROGRAMS = """
assert open("k/t.txt").read() == t
import os, subprocess, sys
subprocess.run(["wget", "-q", "-O", "p.txt", "https://x.y/shakespeare.txt"], check=True)
subprocess.check_call("curl -o q.txt https://x.y/shakespeare.txt", shell=True)
assert os.system("wget -O r.txt https://x.y/shakespeare.txt") == 0
assert open("p.txt").read() == open("q.txt").read() == open("r.txt").read() == t
assert "T4" in subprocess.getoutput("nvidia-smi") and "T4" in os.popen("nvidia-smi").read()
assert b"T4" in subprocess.check_output(["nvidia-smi"])
subprocess.check_call([sys.executable, "-m", "pip", "install", "einops"])
assert subprocess.run(["echo", "hola"], capture_output=True, text=True).stdout == "hola\\n"
assert subprocess.run(["wget", "https://x.y/pesos.pt"]).returncode != 0
"""


def test_shell_commands_fetch_the_lab_texts(written, gpt, here):
    """Lines, cells and programs give the files that they give where there is a network."""
    with open_submission(written(LINES, CLONE, BASH, PROGRAMS), gpt, shelf_for(gpt), here) as opened:
        assert opened.session.failures.failures == ()
