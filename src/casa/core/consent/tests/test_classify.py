"""The command that classifies messages from a file."""

import io
import json

from casa.core.consent.classify import main


def run(*lines: str) -> tuple[int, list[dict[str, str | None]]]:
    answers = io.StringIO()
    code = main(io.StringIO("\n".join(lines) + "\n"), answers)
    return code, [json.loads(line) for line in answers.getvalue().splitlines()]


def test_each_line_gets_one_answer_in_order() -> None:
    code, answers = run(
        '{"id": 7, "text": "STOP"}', "", '{"text": "yes", "context": {"opted_out": true}}', '{"text": "yes"}'
    )
    assert code == 0
    assert [answer["label"] for answer in answers] == ["stop", "start", "none"]
    assert answers[0]["id"] == "7"
    assert answers[0]["scope"] == "all"


def test_a_line_that_cannot_be_read_keeps_its_place() -> None:
    code, answers = run('{"text": "help"}', "stop", '["stop"]', '{"text": 4}', '{"text": "quit", "context": "none"}')
    assert code == 1
    assert ["error" in answer for answer in answers] == [False, True, True, True, False]
    assert answers[4]["label"] == "stop"
