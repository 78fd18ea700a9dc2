#!/usr/bin/env bash
# Expected: a DMN table with hit policy UNIQUE in which two rows hold is an error; the specification says so.
# Happens:  SpiffWorkflow stops at the first row that holds and gives its answer, without an error or a warning.
# Seen:     SpiffWorkflow 3.2.0 on 2026-11-30.
# Matters:  120 days past due is NORMAL because that row stands first. That rows do not overlap is to be proven before a table is
#           handed to another engine, not left to it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore SpiffWorkflow==3.2.0
venv/bin/python - <<'PYTHON'
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.dmn.parser import BpmnDmnParser

TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="d">
<decision id="category" name="category"><decisionTable id="t" hitPolicy="UNIQUE">
<input id="i"><inputExpression id="ie" typeRef="number"><text>dpd</text></inputExpression></input>
<output id="o" name="category" typeRef="string"/>
<rule id="r1"><inputEntry id="i1"><text>&gt;= 0</text></inputEntry><outputEntry id="o1"><text>"NORMAL"</text></outputEntry></rule>
<rule id="r2"><inputEntry id="i2"><text>&gt; 90</text></inputEntry><outputEntry id="o2"><text>"SUBSTANDARD"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""
PROCESS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:spiff="http://spiffworkflow.org/bpmn/schema/1.0/core"
xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="b" targetNamespace="b">
<process id="p" isExecutable="true"><startEvent id="s"><outgoing>f1</outgoing></startEvent>
<businessRuleTask id="rule" camunda:decisionRef="category"><incoming>f1</incoming><outgoing>f2</outgoing></businessRuleTask>
<endEvent id="e"><incoming>f2</incoming></endEvent>
<sequenceFlow id="f1" sourceRef="s" targetRef="rule"/><sequenceFlow id="f2" sourceRef="rule" targetRef="e"/></process></definitions>"""
from SpiffWorkflow.camunda.parser import CamundaParser

parser = CamundaParser()
parser.add_bpmn_str(PROCESS.encode())
parser.add_dmn_str(TABLE.encode())
workflow = BpmnWorkflow(parser.get_spec("p"))
workflow.get_next_task().data["dpd"] = 120
workflow.do_engine_steps()
print("120 days past due:", workflow.last_task.data["category"])
assert workflow.last_task.data["category"] == "NORMAL", "overlapping rows are told now"
PYTHON
