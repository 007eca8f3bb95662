"""Laws of packages that download: each gives the lab's text, and fails for what is no text as without a network."""

from autograder.grading.live_submission import open_submission
from autograder.lab.corpora import shelf_for

CELLS = (
    """
import requests, httpx, gdown, wget, os
from requests.adapters import HTTPAdapter
url = "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt"
t = requests.get(url, timeout=3).text
with requests.get(url, stream=True) as answer:
    assert b"".join(answer.iter_content(8192)).decode() == t
with httpx.Client() as client:
    assert client.get(url).text == requests.Session().get(url).text == t
gdown.download("https://drive.google.com/uc?id=1", "in/input.txt", quiet=True); wget.download(url, out="w.txt")
assert open("in/input.txt").read() == open("w.txt").read() == t
""",
    """
from datasets import load_dataset
from huggingface_hub import hf_hub_download
import kagglehub
assert load_dataset("tiny_shakespeare")["train"]["text"][0] == t
assert load_dataset("karpathy/tiny_shakespeare", split="train")[0]["text"] == t
assert open(hf_hub_download(repo_id="x/y", filename="input.txt")).read() == t
assert open(os.path.join(kagglehub.dataset_download("a/b"), "shakespeare.txt")).read() == t
""",
    """
from google.colab import files, output
from google.colab.patches import cv2_imshow
given = files.upload()
assert list(given) == ["shakespeare.txt"] and given["shakespeare.txt"].decode() == t == open("shakespeare.txt").read()
output.clear(); output.eval_js("1")
""",
    "requests.get('https://x.y/pesos.pt')",
)


def test_packages_give_the_lab_text(written, gpt, here):
    """Each of the usual packages gives the text, and the only failure is that of a file that is no text."""
    with open_submission(written(*CELLS), gpt, shelf_for(gpt), here) as opened:
        assert [(one.cell, one.type) for one in opened.session.failures.failures] == [(3, "RequestException")]
