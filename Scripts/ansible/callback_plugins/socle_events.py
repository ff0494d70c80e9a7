"""Tells socle lab how a play goes on: one JSON object a line, on standard output.

{"format": 1, "event": "begin", "station": "S121-PC04", "phase": "controle"}
{"format": 1, "event": "end", "station": …, "phase": …, "result": "ok", "exit": 1, "detail": …, "document": …}
{"format": 1, "event": "progress", "station": …, "progress": {…}}
{"format": 1, "event": "over"}

`phase` is the task's variable socle_phase; tasks without one are told only when they fail. `result`
is ok, skipped, failed or unreachable; `exit` the status of the program that ran, else null; `detail`
the last words of a failure; `document` what a phase of DOCUMENTED wrote, when that was JSON.
`progress` is a line of the station's own event file, read over the connection Ansible shares; it
comes only where SOCLE_SSH_CONFIG names the configuration that shares it.
"""

import json
import os
import subprocess
import threading

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: socle_events
type: stdout
short_description: JSON lines for socle lab
description:
  - One JSON object a line for each task that names a phase, and for every failure.
"""

DOCUMENTED = ("restauration", "apercu")
FOLLOWED = ("controle", "plan", "restauration")
EVENTS = "/var/lib/socle/lab/events.ndjson"
LIMIT = 64 << 10


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "socle_events"

    def __init__(self):
        super().__init__()
        self._output = threading.Lock()
        self._followed = {}

    def _tell(self, **members):
        line = json.dumps({"format": 1, **members}, separators=(",", ":")) + "\n"
        data = line.encode()
        try:
            with self._output:
                while data:
                    data = data[os.write(1, data):]
        except BrokenPipeError:
            # Whoever gave the order is gone: nothing more is begun in its name.
            os._exit(75)

    def _end(self, result, outcome):
        task = result._task
        phase = task.vars.get("socle_phase")
        if phase in FOLLOWED:
            self._leave(result._host.get_name())
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
            bad = [r for r in answer["results"] if r.get("failed") or r.get("unreachable")]
            said = "\n".join(str(r.get("msg", "")) for r in bad) or said
        lines = [line.strip() for line in str(said).splitlines() if line.strip()]
        # Each attempt to reach a station says the same.
        lines = list(dict.fromkeys(lines))
        return "\n".join(lines[-12:])[-4096:]

    @staticmethod
    def _document(text):
        if len(text) > LIMIT:
            return None
        try:
            return json.loads(text)
        except ValueError:
            return None

    def _follow(self, station):
        """Reads the station's event file as it grows, until its work ends."""
        configuration = os.environ.get("SOCLE_SSH_CONFIG")
        if not configuration or station in self._followed:
            return
        # `tail` ends with the connection, should nobody end it before.
        child = subprocess.Popen(
            ["ssh", "-F", configuration, "-o", "ControlMaster=no", station,
             "tail --pid=$PPID -n +1 -F " + EVENTS],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._followed[station] = child
        threading.Thread(target=self._relay, args=(station, child), daemon=True).start()

    def _relay(self, station, child):
        for line in child.stdout:
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict) and event.get("event") in ("phase", "progress"):
                self._tell(event="progress", station=station, progress=event)

    def _leave(self, station):
        child = self._followed.pop(station, None)
        if child:
            child.kill()
            child.wait()

    def v2_runner_on_start(self, host, task):
        phase = task.vars.get("socle_phase")
        if phase:
            self._tell(event="begin", station=host.get_name(), phase=phase)
        if phase in FOLLOWED:
            self._follow(host.get_name())

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
