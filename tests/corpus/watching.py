"""Monitoring: alerts, logs line by line, compressed and in several pieces, metrics."""

from __future__ import annotations

import gzip

import zstandard

from tests.corpus.example import JSON, Example, ago, b64, compact, hexes, iso, letters, unix, uuid

_LABELS = {
    "alertname": "DrumTooHot",
    "instance": "roaster-2:9100",
    "job": "roaster",
    "severity": "page",
}
_LINES = [
    compact(
        {
            "ts": iso(ago(seconds=30 - number)),
            "level": "warn" if number % 5 == 0 else "info",
            "msg": f"drum at {180 + number} °C",
            "batch": 31,
            "took_ms": 1.10 * number,
        }
    )
    for number in range(12)
]
_OTLP = {
    "resourceLogs": [
        {
            "resource": {
                "attributes": [{"key": "service.name", "value": {"stringValue": "roaster"}}]
            },
            "scopeLogs": [
                {
                    "scope": {"name": "drum", "version": "1.0"},
                    "logRecords": [
                        {
                            "timeUnixNano": str(unix(ago(seconds=3)) * 10**9 + 123456789),
                            "observedTimeUnixNano": str(unix(ago(seconds=3)) * 10**9 + 223456789),
                            "severityNumber": 13,
                            "severityText": "WARN",
                            "traceId": hexes("otlp", 32).upper(),
                            "spanId": hexes("span", 16).upper(),
                            "body": {"stringValue": "drum at 231 °C"},
                            "attributes": [{"key": "batch", "value": {"intValue": "31"}}],
                        }
                    ],
                }
            ],
        }
    ]
}

EXAMPLES = [
    Example(
        name="Prometheus Alertmanager, firing",
        path="/alertmanager",
        headers=(JSON, ("User-Agent", "Alertmanager/0.28.1")),
        body=compact(
            {
                "receiver": "on-call",
                "status": "firing",
                "alerts": [
                    {
                        "status": "firing",
                        "labels": _LABELS,
                        "annotations": {
                            "summary": "The drum is at 231 °C",
                            "runbook_url": "https://wiki.nordlicht.example/drum",
                        },
                        "startsAt": iso(ago(minutes=5)),
                        "endsAt": "0001-01-01T00:00:00Z",
                        "generatorURL": "http://prometheus:9090/graph?g0.expr=drum_celsius+%3E+230&g0.tab=1",
                        "fingerprint": hexes("fp", 16),
                    }
                ],
                "groupLabels": {"alertname": "DrumTooHot"},
                "commonLabels": _LABELS,
                "commonAnnotations": {},
                "externalURL": "http://alertmanager:9093",
                "version": "4",
                "groupKey": '{}:{alertname="DrumTooHot"}',
                "truncatedAlerts": 0,
            }
        ),
        event="firing",
        looks=("view=tree",),
    ),
    Example(
        name="Grafana, an alert with a picture of its value",
        path="/grafana",
        headers=(
            JSON,
            ("User-Agent", "Grafana"),
            ("X-Grafana-Alerting-Signature", hexes("grafana")),
            ("X-Grafana-Alerting-Timestamp", str(unix())),
        ),
        body=compact(
            {
                "receiver": "roastery",
                "status": "resolved",
                "orgId": 1,
                "alerts": [
                    {
                        "status": "resolved",
                        "labels": {"alertname": "Drum", "grafana_folder": "Roasting"},
                        "annotations": {},
                        "startsAt": iso(ago(minutes=41), "seconds"),
                        "endsAt": iso(ago(seconds=20), "seconds"),
                        "values": {"B": 44.23943737541908, "C": 1},
                        "valueString": "[ var='B' labels={} value=44.23943737541908 ]",
                        "dashboardURL": "",
                        "imageURL": "",
                    }
                ],
                "title": "[RESOLVED] Drum Roasting",
                "state": "ok",
                "message": "**Resolved**\n\nValue: B=44.23943737541908, C=1\nLabels:\n - alertname = Drum\n - grafana_folder = Roasting\n",
            }
        ),
        event="resolved",
        parts=("message",),
    ),
    Example(
        name="PagerDuty, incident.triggered",
        path="/pagerduty",
        headers=(
            JSON,
            ("User-Agent", "PagerDuty-Webhook/V3.0"),
            ("X-PagerDuty-Signature", f"v1={hexes('pd')},v1={hexes('pd2')}"),
            ("X-Webhook-Id", uuid("pd")),
            ("X-Webhook-Subscription", letters("pds", 26).upper()),
        ),
        body=compact(
            {
                "event": {
                    "id": letters("pde", 26).upper(),
                    "event_type": "incident.triggered",
                    "resource_type": "incident",
                    "occurred_at": iso(ago(seconds=2)),
                    "agent": None,
                    "client": {"name": "Alertmanager"},
                    "data": {
                        "id": "PGR0VU2",
                        "type": "incident",
                        "number": 214,
                        "status": "triggered",
                        "title": "The drum is at 231 °C",
                        "service": {
                            "id": "PF9KMXH",
                            "summary": "Roasting",
                            "type": "service_reference",
                        },
                        "urgency": "high",
                        "priority": {"summary": "P1"},
                        "conference_bridge": None,
                    },
                }
            }
        ),
        event="incident.triggered",
        looks=("tab=headers",),
    ),
    Example(
        name="Datadog, a monitor's template",
        path="/datadog",
        headers=(JSON, ("User-Agent", "Datadog/Webhook"), ("DD-API-KEY", hexes("dd", 32))),
        body=compact(
            {
                "id": "7409173241083223040",
                "event_type": "query_alert_monitor",
                "title": "[Triggered on {host:roaster-2}] Drum",
                "date": str(unix(ago(seconds=9)) * 1000),
                "org": {"id": "11023", "name": "Nordlicht"},
                "body": "%%%\nDrum above 230 on host:roaster-2\n\n@webhook-roastery\n\n[Monitor](https://app.datadoghq.eu/monitors/31)\n%%%",
                "last_updated": str(unix(ago(seconds=9)) * 1000),
            }
        ),
        event="query_alert_monitor",
        looks=("tab=headers",),
        parts=("body",),
    ),
    Example(
        name="Statuspage, component_update",
        path="/statuspage",
        headers=(JSON, ("User-Agent", "StatusPage.io Webhook")),
        body=compact(
            {
                "meta": {
                    "unsubscribe": "http://statuspage.example/?unsubscribe=j0vqr9kl3513",
                    "documentation": "http://doers.statuspage.io/customer-notifications/webhooks/",
                },
                "page": {
                    "id": "j2mfxwj97wnj",
                    "status_indicator": "major",
                    "status_description": "Partial System Outage",
                },
                "component_update": {
                    "created_at": iso(ago(seconds=50)),
                    "new_status": "major_outage",
                    "old_status": "operational",
                    "component_id": "gymn8ykmm9fj",
                },
                "component": {"name": "Drum 2", "status": "major_outage"},
            }
        ),
    ),
    Example(
        name="Loki, push",
        path="/loki/api/v1/push",
        headers=(JSON, ("User-Agent", "promtail/3.4.2"), ("X-Scope-OrgID", "roastery")),
        body=compact(
            {
                "streams": [
                    {
                        "stream": {"app": "roaster", "level": "warn"},
                        "values": [
                            [
                                str(unix(ago(seconds=2)) * 10**9 + 571),
                                'level=warn batch=31 msg="drum at 231 °C"',
                            ],
                            [
                                str(unix(ago(seconds=1)) * 10**9 + 12),
                                'level=info batch=31 msg="fan on" {"rpm": 1400}',
                            ],
                        ],
                    }
                ]
            }
        ),
    ),
    Example(
        name="OpenTelemetry, logs as JSON",
        path="/v1/logs",
        headers=(
            JSON,
            ("Content-Encoding", "gzip"),
            ("User-Agent", "OTel-OTLP-Exporter-Python/1.37.0"),
        ),
        body=gzip.compress(compact(_OTLP), mtime=0),
        looks=("sent=1",),
    ),
    Example(
        name="NDJSON, gzip in two members",
        path="/logs",
        headers=(
            ("Content-Type", "application/x-ndjson"),
            ("Content-Encoding", "gzip"),
            ("User-Agent", "fluent-bit/4.0"),
        ),
        body=gzip.compress(b"\n".join(_LINES[:7]) + b"\n", mtime=0)
        + gzip.compress(b"\n".join(_LINES[7:]) + b"\n", mtime=0),
        about="12 JSON values",
        looks=("view=tree", "view=text"),
    ),
    Example(
        name="JSON in Zstandard",
        path="/logs",
        headers=(JSON, ("Content-Encoding", "zstd"), ("User-Agent", "Vector/0.46.1")),
        body=zstandard.compress(
            compact([{"host": "roaster-2", "message": f"drum at {180 + n} °C"} for n in range(6)])
        ),
    ),
    Example(
        name="syslog lines",
        path="/syslog",
        headers=(("Content-Type", "text/plain"), ("User-Agent", "rsyslog")),
        body="".join(
            f'<{34 + n % 3}>1 {iso(ago(seconds=9 - n), "microseconds")} roaster-2.nordlicht.example drum {1200 + n} ID{n} [exampleSDID@32473 iut="3" eventSource="drum"] \ufeffdrum at {225 + n} °C\n'
            for n in range(8)
        ).encode(),
        reads_as="text",
    ),
    Example(
        name="InfluxDB line protocol",
        path="/write?db=roast&precision=ns",
        headers=(
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Authorization", f"Token {b64('influx', 48)}"),
        ),
        body="".join(
            f"drum,roaster=2,batch=31 celsius={225 + n}.5,rpm=44i {(unix() - 9 + n) * 10**9}\n"
            for n in range(5)
        ).encode(),
        reads_as="text",
        looks=("tab=headers",),
    ),
    Example(
        name="Heroku, log drain",
        path="/drain",
        headers=(
            ("Content-Type", "application/logplex-1"),
            ("Logplex-Msg-Count", "2"),
            ("Logplex-Frame-Id", hexes("frame", 32).upper()),
            ("Logplex-Drain-Token", "d.73ea7440-270a-435a-a0ea-adf50b4e5f5a"),
            ("User-Agent", "Logplex/v73"),
        ),
        body=f"83 <40>1 {iso(spec='seconds')} host app web.3 - State changed from starting to up\n119 <40>1 {iso(spec='seconds')} host app web.3 - Starting process with command `bundle exec rackup config.ru -p 24405`\n".encode(),
        reads_as="text",
    ),
]
