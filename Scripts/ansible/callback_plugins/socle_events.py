"""Tells socle lab how a play goes on: one JSON object a line, on standard output.

{"format": 1, "event": "begin", "station": "S121-PC04", "phase": "controle"}
{"format": 1, "event": "end", "station": …, "phase": …, "result": "ok", "exit": 1, "detail": …, "document": …}
{"format": 1, "event": "over"}

`phase` is the task's variable socle_phase; tasks without one are told only when they fail. `result`
is ok, skipped, failed or unreachable; `exit` the status of the program that ran, else null; `detail`
the last words of a failure; `document` what a phase of DOCUMENTED wrote, when that was JSON.
"""

import json
import os

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: socle_events
type: stdout
short_description: JSON lines for socle lab
description:
  - One JSON object a line for each task that names a phase, and for every failure.
"""

DOCUMENTED = ("restauration", "apercu")
LIMIT = 64 << 10


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "socle_events"

    def _tell(self, **members):
        line = json.dumps({"format": 1, **members}, separators=(",", ":")) + "\n"
        data = line.encode()
        try:
            while data:
                data = data[os.write(1, data):]
        except BrokenPipeError:
            # Whoever gave the order is gone: nothing more is begun in its name.
            os._exit(75)

    def _end(self, result, outcome):
        task = result._task
        phase = task.vars.get("socle_phase")
        answer = result._result
        is_failure = outcome in ("failed", "unreachable")
        if phase is None and not is_failure:
            return
        members = {
            "event": "end",
            "station": result._host.get_name(),
            "phase": phase or task.get_name(),
            "result": outcome,
            "exit": answer.get("rc") if isinstance(answer.get("rc"), int) else None,
        }
        if is_failure:
            members["detail"] = self._words(answer)
        if phase in DOCUMENTED:
            members["document"] = self._document(answer.get("stdout") or "")
        self._tell(**members)

    @staticmethod
    def _words(answer):
        said = answer.get("stderr") or answer.get("msg") or ""
        if not answer.get("stderr") and answer.get("results"):
            said = "; ".join(r.get("msg", "") for r in answer["results"] if r.get("failed"))
        lines = [line.strip() for line in str(said).splitlines() if line.strip()]
        return "\n".join(lines[-12:])[-4096:]

    @staticmethod
    def _document(text):
        if len(text) > LIMIT:
            return None
        try:
            return json.loads(text)
        except ValueError:
            return None

    def v2_runner_on_start(self, host, task):
        phase = task.vars.get("socle_phase")
        if phase:
            self._tell(event="begin", station=host.get_name(), phase=phase)

    def v2_runner_on_ok(self, result):
        self._end(result, "ok")

    def v2_runner_on_skipped(self, result):
        self._end(result, "skipped")

    def v2_runner_on_failed(self, result, ignore_errors=False):
        if not ignore_errors:
            self._end(result, "failed")

    def v2_runner_on_unreachable(self, result):
        self._end(result, "unreachable")

    def v2_playbook_on_stats(self, stats):
        self._tell(event="over")
