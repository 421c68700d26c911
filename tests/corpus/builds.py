"""Builds, errors and issues: forms that carry JSON, tokens as signatures, nested JSON."""

from __future__ import annotations

from tests.corpus.example import (
    FORM,
    JSON,
    Example,
    ago,
    b64,
    compact,
    form,
    hexes,
    iso,
    token,
    unix,
    uuid,
)

EXAMPLES = [
    Example(
        name="Travis CI, JSON in a form",
        path="/travis",
        headers=(
            FORM,
            ("Signature", b64("travis", 256)),
            ("Travis-Repo-Slug", "nordlicht/roastery"),
            ("User-Agent", "Travis CI Notifications"),
        ),
        body=form(
            (
                "payload",
                compact(
                    {
                        "id": 261204421,
                        "number": "1093",
                        "type": "push",
                        "state": "failed",
                        "status": 1,
                        "started_at": iso(ago(minutes=5), "seconds"),
                        "finished_at": iso(spec="seconds"),
                        "commit": hexes("commit", 40),
                        "matrix": [],
                    }
                ).decode(),
            ),
        ),
        reads_as="form",
        event="push",
        parts=("payload",),
    ),
    Example(
        name="CircleCI, workflow-completed",
        path="/circleci",
        headers=(
            JSON,
            ("circleci-event-type", "workflow-completed"),
            ("circleci-signature", f"v1={hexes('circle')}"),
            ("User-Agent", "CircleCI-Webhook/1.0"),
        ),
        body=compact(
            {
                "type": "workflow-completed",
                "id": uuid("circle"),
                "happened_at": iso(),
                "workflow": {
                    "name": "build-test-deploy",
                    "status": "success",
                    "stopped_at": iso(ago(seconds=11)),
                },
            }
        ),
        event="workflow-completed",
    ),
    Example(
        name="Netlify, a token as signature",
        path="/netlify",
        headers=(
            JSON,
            ("X-Webhook-Signature", token(iss="netlify", sha256=hexes("netlify"))),
            ("X-Netlify-Event", "deploy_created"),
        ),
        body=compact(
            {
                "id": hexes("netlify", 24),
                "site_id": uuid("site"),
                "state": "ready",
                "name": "nordlicht",
                "branch": "main",
                "deploy_time": 41,
                "published_at": iso(),
                "skipped": None,
            }
        ),
        event="deploy_created",
        looks=("tab=headers",),
    ),
    Example(
        name="Sentry, issue created",
        path="/sentry",
        headers=(
            JSON,
            ("Request-ID", hexes("sentry id", 32)),
            ("Sentry-Hook-Resource", "issue"),
            ("Sentry-Hook-Timestamp", str(unix())),
            ("Sentry-Hook-Signature", hexes("sentry")),
        ),
        body=compact(
            {
                "action": "created",
                "installation": {"uuid": uuid("sentry")},
                "data": {
                    "issue": {
                        "id": "5410",
                        "shortId": "ROAST-7P",
                        "title": "ZeroDivisionError: division by zero",
                        "culprit": "roaster.idle in wait",
                        "level": "error",
                        "count": "1",
                        "firstSeen": iso(ago(seconds=20), "microseconds"),
                        "metadata": {"filename": "roaster/idle.py", "type": "ZeroDivisionError"},
                    }
                },
                "actor": {"type": "application", "id": "sentry", "name": "Sentry"},
            }
        ),
        event="issue.created",
    ),
    Example(
        name="Linear, Issue update",
        path="/linear",
        headers=(
            JSON,
            ("Linear-Delivery", uuid("linear")),
            ("Linear-Event", "Issue"),
            ("Linear-Signature", hexes("linear")),
            ("User-Agent", "Linear-Webhook"),
        ),
        body=compact(
            {
                "action": "update",
                "actor": {"id": uuid("actor"), "name": "Ravi Menon", "type": "user"},
                "createdAt": iso(ago(seconds=1)),
                "data": {
                    "id": uuid("issue"),
                    "identifier": "NOR-214",
                    "title": "Drum overheats",
                    "priority": 1,
                    "labelIds": [],
                },
                "updatedFrom": {"priority": 3, "updatedAt": iso(ago(hours=26))},
                "url": "https://linear.app/nordlicht/issue/NOR-214",
                "type": "Issue",
                "webhookTimestamp": unix() * 1000 + 417,
                "webhookId": uuid("linear hook"),
            }
        ),
        event="Issue.update",
        looks=("tab=headers",),
    ),
    Example(
        name="Jira, issue updated",
        path="/jira?triggeredByUser=clara&issue=ROAST-88",
        headers=(
            ("Content-Type", "application/json; charset=UTF-8"),
            ("X-Atlassian-Webhook-Identifier", uuid("jira")),
            ("X-Atlassian-Webhook-Retry", "1"),
            ("X-Hub-Signature", f"sha256={hexes('jira')}"),
            ("User-Agent", "Atlassian HttpClient"),
        ),
        body=compact(
            {
                "timestamp": unix(ago(seconds=2)) * 1000,
                "webhookEvent": "jira:issue_updated",
                "issue_event_type_name": "issue_generic",
                "user": {
                    "accountId": "5b10a2844c20165700ede21g",
                    "displayName": "Clara Brandt",
                    "active": True,
                },
                "issue": {
                    "id": "10412",
                    "key": "ROAST-88",
                    "fields": {
                        "summary": "Order the green beans",
                        "created": "2026-11-20T09:14:03.511+0100",
                        "customfield_10010": None,
                    },
                },
                "changelog": {
                    "id": "20351",
                    "items": [
                        {"field": "status", "fromString": "To Do", "toString": "In Progress"}
                    ],
                },
            }
        ),
        event="jira:issue_updated",
        looks=("tab=headers",),
    ),
    Example(
        name="Confluence, page_updated",
        path="/confluence",
        headers=(JSON, ("User-Agent", "Atlassian Webhook HTTP Client")),
        body=compact(
            {
                "userAccountId": "5b10a2844c20165700ede21g",
                "accountType": "customer",
                "page": {
                    "id": 98341,
                    "spaceKey": "BEANS",
                    "title": "Röstplan Winter",
                    "modificationDate": unix(ago(seconds=3)) * 1000,
                    "version": 12,
                    "self": "https://nordlicht.atlassian.net/wiki/spaces/BEANS/pages/98341",
                },
                "timestamp": unix() * 1000,
                "updateTrigger": "edit_page",
            }
        ),
        event="",
    ),
]
