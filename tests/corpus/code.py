"""Code hosting: large nested JSON, events named in headers."""

from __future__ import annotations

from tests.corpus.example import (
    FORM,
    JSON,
    Example,
    ago,
    compact,
    form,
    hexes,
    iso,
    unix,
    uuid,
)

_OWNER = {"login": "nordlicht", "id": 5210048, "type": "Organization", "site_admin": False}
_SENDER = {"login": "clara-b", "id": 81923, "type": "User", "site_admin": False}
_REPOSITORY = {
    "id": 612305519,
    "node_id": "R_kgDOJH8abw",
    "name": "roastery",
    "full_name": "nordlicht/roastery",
    "private": True,
    "owner": _OWNER,
    "html_url": "https://github.com/nordlicht/roastery",
    "description": "Orders, beans and roasting plans",
    "fork": False,
    "created_at": "2023-03-10T16:03:22Z",
    "updated_at": iso(ago(minutes=9), "seconds"),
    "pushed_at": iso(ago(seconds=6), "seconds"),
    "size": 20914,
    "default_branch": "main",
    "topics": [],
}
_COMMIT = {
    "id": hexes("commit", 40),
    "tree_id": hexes("tree", 40),
    "distinct": True,
    "message": "Retry a webhook only once the roaster is idle\n\nIt burned two batches on Tuesday.\n\nCo-authored-by: Ravi <ravi@nordlicht.example>",
    "timestamp": iso(ago(minutes=4), "seconds"),
    "author": {"name": "Clara Brandt", "email": "clara@nordlicht.example", "username": "clara-b"},
    "added": ["roaster/idle.py"],
    "removed": [],
    "modified": ["roaster/__init__.py", "docs/webhooks.md"],
}


def _github(event: str, body: bytes, kind: tuple[str, str] = JSON) -> dict[str, object]:
    return {
        "path": "/github",
        "headers": (
            ("Accept", "*/*"),
            kind,
            ("User-Agent", "GitHub-Hookshot/044aadd"),
            ("X-GitHub-Delivery", uuid(event)),
            ("X-GitHub-Event", event),
            ("X-GitHub-Hook-ID", "292430182"),
            ("X-GitHub-Hook-Installation-Target-ID", "612305519"),
            ("X-GitHub-Hook-Installation-Target-Type", "repository"),
            ("X-Hub-Signature", f"sha1={hexes(event, 40)}"),
            ("X-Hub-Signature-256", f"sha256={hexes(event)}"),
        ),
        "body": body,
    }


_PUSH = {
    "ref": "refs/heads/main",
    "before": hexes("before", 40),
    "after": hexes("commit", 40),
    "repository": {**_REPOSITORY, "pushed_at": unix(ago(seconds=6))},
    "pusher": {"name": "clara-b", "email": "clara@nordlicht.example"},
    "sender": _SENDER,
    "created": False,
    "deleted": False,
    "forced": False,
    "base_ref": None,
    "compare": f"https://github.com/nordlicht/roastery/compare/{hexes('before', 12)}...{hexes('commit', 12)}",
    "commits": [_COMMIT],
    "head_commit": _COMMIT,
}
_PULL = {
    "action": "opened",
    "number": 418,
    "pull_request": {
        "url": "https://api.github.com/repos/nordlicht/roastery/pulls/418",
        "id": 1934567021,
        "state": "open",
        "locked": False,
        "title": "Retry a webhook only once the roaster is idle",
        "user": _SENDER,
        "body": "## Why\r\n\r\nIt burned two batches.\r\n\r\n- [x] tested with a cold drum\r\n- [ ] docs\r\n",
        "created_at": iso(ago(seconds=5), "seconds"),
        "closed_at": None,
        "labels": [{"name": "bug", "color": "d73a4a", "default": True}],
        "head": {"label": "nordlicht:idle", "ref": "idle", "sha": hexes("commit", 40)},
        "base": {"label": "nordlicht:main", "ref": "main", "sha": hexes("before", 40)},
        "mergeable": None,
        "additions": 41,
        "deletions": 3,
        "changed_files": 3,
    },
    "repository": _REPOSITORY,
    "sender": _SENDER,
}
_CHECK = {
    "action": "completed",
    "check_run": {
        "id": 31415926535,
        "name": "tests (3.13)",
        "status": "completed",
        "conclusion": "failure",
        "started_at": iso(ago(minutes=7), "seconds"),
        "completed_at": iso(ago(seconds=8), "seconds"),
        "output": {"title": "2 failed", "summary": None, "annotations_count": 2},
        "app": {"id": 15368, "slug": "github-actions"},
    },
    "repository": _REPOSITORY,
    "sender": _SENDER,
}

EXAMPLES = [
    Example(
        name="GitHub, push",
        event="push",
        looks=("view=tree", "tab=headers"),
        **_github("push", compact(_PUSH)),
    ),
    Example(
        name="GitHub, pull_request",
        event="pull_request.opened",
        parts=("pull_request.body",),
        **_github("pull_request", compact(_PULL)),
    ),
    Example(
        name="GitHub, check_run",
        event="check_run.completed",
        **_github("check_run", compact(_CHECK)),
    ),
    Example(
        name="GitHub, JSON in a form",
        reads_as="form",
        event="pull_request.opened",
        parts=("payload",),
        **_github("pull_request", form(("payload", compact(_PULL).decode())), FORM),
        looks=("part=1", "part=1&view=tree"),
    ),
    Example(
        name="GitLab, merge request",
        path="/gitlab",
        headers=(
            JSON,
            ("User-Agent", "GitLab/17.9.1-ee"),
            ("Idempotency-Key", uuid("gitlab")),
            ("X-Gitlab-Event", "Merge Request Hook"),
            ("X-Gitlab-Webhook-UUID", uuid("gitlab hook")),
            ("X-Gitlab-Instance", "https://git.nordlicht.example"),
            ("X-Gitlab-Event-UUID", uuid("gitlab event")),
            ("X-Gitlab-Token", "a shared secret, as it is"),
        ),
        body=compact(
            {
                "object_kind": "merge_request",
                "event_type": "merge_request",
                "user": {"id": 7, "name": "Ravi Menon", "username": "ravi", "email": "[REDACTED]"},
                "project": {
                    "id": 31,
                    "name": "Roastery",
                    "path_with_namespace": "nordlicht/roastery",
                    "ci_config_path": None,
                },
                "object_attributes": {
                    "iid": 88,
                    "title": "Idle before retry",
                    "created_at": ago(minutes=3).strftime("%Y-%m-%d %H:%M:%S UTC"),
                    "state": "opened",
                    "action": "open",
                    "oldrev": None,
                },
                "labels": [],
                "changes": {"merge_status": {"previous": "preparing", "current": "checking"}},
            }
        ),
        event="Merge Request Hook",
        looks=("tab=headers",),
    ),
    Example(
        name="Bitbucket, repo:push",
        path="/bitbucket",
        headers=(
            JSON,
            ("User-Agent", "Bitbucket-Webhooks/2.0"),
            ("X-Event-Key", "repo:push"),
            ("X-Attempt-Number", "1"),
            ("X-Hook-UUID", uuid("bb hook")),
            ("X-Request-UUID", uuid("bb")),
            ("X-Hub-Signature", f"sha256={hexes('bb')}"),
        ),
        body=compact(
            {
                "actor": {"display_name": "Clara Brandt", "nickname": "clara"},
                "push": {
                    "changes": [
                        {
                            "new": {"name": "main", "type": "branch"},
                            "forced": False,
                            "truncated": False,
                        }
                    ]
                },
            }
        ),
        event="repo:push",
    ),
]
