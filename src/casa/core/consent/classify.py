"""`./casa consent classify`: read messages, one JSON object a line; print what each means for consent.

    {"text": "please stop texting me"}
    {"label": "revocation_freeform", "scope": "all", "why": "The person asks to stop contacting."}

`context` is optional: `opted_out`, `pending_optin`, `last_outbound`. A line that cannot be read is answered
in its place with `error`, so that answers stay aligned with questions; the exit code is then 1.
"""

import json
from typing import TextIO

from .matching import Context, classify


def main(stdin: TextIO, stdout: TextIO) -> int:
    """Answer each line of `stdin`; return 0, or 1 when a line could not be read. Blank lines are skipped."""
    failed = False
    for line in stdin:
        if not line.strip():
            continue
        answer = answer_line(line)
        failed = failed or "error" in answer
        stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        stdout.flush()
    return int(failed)


def answer_line(line: str) -> dict[str, str | None]:
    """Classify one line of JSON; the answer carries the line's `id` if it has one."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": 'This line is not JSON. Write one object a line, such as {"text": "stop"}.'}
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return {"error": 'Give each line a "text", such as {"text": "stop"}.'}
    facts = asked.get("context")
    verdict = classify(asked["text"], Context.from_mapping(facts if isinstance(facts, dict) else {}))
    answer: dict[str, str | None] = {
        "label": verdict.label,
        "scope": verdict.scope,
        "band": verdict.band,
        "effect": verdict.effect,
        "rule": verdict.rule,
        "why": verdict.why,
    }
    return {"id": str(asked["id"]), **answer} if "id" in asked else answer
