"""Notes, forms, calendars, log-ins and content: what happens round a person's account."""

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
    letters,
    pretty,
    unix,
    uuid,
)

EXAMPLES = [
    Example(
        name="Notion, page.content_updated",
        path="/notion",
        headers=(
            JSON,
            ("X-Notion-Signature", f"sha256={hexes('notion')}"),
            ("User-Agent", "Notion Webhooks"),
        ),
        body=compact(
            {
                "id": uuid("notion"),
                "timestamp": iso(ago(seconds=2)),
                "workspace_id": uuid("ws"),
                "workspace_name": "Rösterei",
                "subscription_id": uuid("sub"),
                "integration_id": uuid("int"),
                "authors": [{"id": uuid("author"), "type": "person"}],
                "attempt_number": 1,
                "api_version": "2026-03-01",
                "entity": {"id": uuid("page"), "type": "page"},
                "type": "page.content_updated",
                "data": {
                    "updated_blocks": [{"id": uuid("block"), "type": "block"}],
                    "parent": {"id": uuid("space"), "type": "space"},
                },
            }
        ),
        event="page.content_updated",
    ),
    Example(
        name="Airtable, a thin ping",
        path="/airtable",
        headers=(JSON, ("X-Airtable-Content-MAC", f"hmac-sha256={hexes('airtable')}")),
        body=compact(
            {
                "base": {"id": "app00000000000000"},
                "webhook": {"id": "ach00000000000000"},
                "timestamp": iso(ago(seconds=1)),
            }
        ),
    ),
    Example(
        name="Typeform, form_response",
        path="/typeform",
        headers=(
            JSON,
            ("Typeform-Signature", f"sha256={b64('typeform')}"),
            ("User-Agent", "Typeform Webhooks"),
        ),
        body=compact(
            {
                "event_id": letters("tf", 26),
                "event_type": "form_response",
                "form_response": {
                    "form_id": "lT4Z3j",
                    "token": hexes("tft", 32),
                    "landed_at": iso(ago(minutes=3), "seconds"),
                    "submitted_at": iso(ago(seconds=4), "seconds"),
                    "hidden": {"source": "newsletter"},
                    "definition": {
                        "id": "lT4Z3j",
                        "title": "Welche Bohne?",
                        "fields": [
                            {
                                "id": "DlXFaesGBpoF",
                                "title": "Wie *trinkst* du Kaffee?",
                                "type": "long_text",
                                "ref": "how",
                            }
                        ],
                    },
                    "answers": [
                        {
                            "type": "text",
                            "text": "Aus der Kanne, mit viel Zeit.\n\nUnd ohne Zucker 🙂",
                            "field": {"id": "DlXFaesGBpoF", "type": "long_text"},
                        },
                        {"type": "number", "number": 5, "field": {"id": "N1", "type": "number"}},
                    ],
                },
            }
        ),
        event="form_response",
    ),
    Example(
        name="Calendly, invitee.created",
        path="/calendly",
        headers=(
            JSON,
            ("Calendly-Webhook-Signature", f"t={unix()},v1={hexes('calendly')}"),
            ("User-Agent", "Calendly"),
        ),
        body=compact(
            {
                "event": "invitee.created",
                "created_at": iso(ago(seconds=2), "microseconds"),
                "created_by": f"https://api.calendly.com/users/{uuid('user')}",
                "payload": {
                    "cancel_url": f"https://calendly.com/cancellations/{uuid('inv')}",
                    "email": "ravi@chai.example",
                    "name": "Ravi Menon",
                    "no_show": None,
                    "questions_and_answers": [],
                    "rescheduled": False,
                    "scheduled_event": {
                        "name": "Cupping",
                        "start_time": iso(ago(days=-3), "microseconds"),
                        "end_time": iso(ago(days=-3, hours=-1), "microseconds"),
                        "location": {"type": "physical", "location": "Mühlenstraße 7"},
                    },
                    "timezone": "Europe/Berlin",
                    "tracking": {"utm_source": None},
                },
            }
        ),
        event="invitee.created",
    ),
    Example(
        name="Strava, activity created",
        path="/strava",
        headers=(JSON, ("User-Agent", "Strava")),
        body=compact(
            {
                "aspect_type": "create",
                "event_time": unix(ago(seconds=3)),
                "object_id": 1360128428,
                "object_type": "activity",
                "owner_id": 134815,
                "subscription_id": 120475,
                "updates": {},
            }
        ),
        event="activity.create",
        asides=("4 s before arrival",),
    ),
    Example(
        name="Fitbit, a notification",
        path="/fitbit",
        headers=(
            JSON,
            ("X-Fitbit-Signature", b64("fitbit", 20)),
            ("User-Agent", "Fitbit-Subscriptions-API/1.0"),
        ),
        body=compact(
            [
                {
                    "collectionType": "foods",
                    "date": "2026-11-24",
                    "ownerId": "228S74",
                    "ownerType": "user",
                    "subscriptionId": "1234",
                },
                {
                    "collectionType": "activities",
                    "date": "2026-11-24",
                    "ownerId": "228S74",
                    "ownerType": "user",
                    "subscriptionId": "1235",
                },
            ]
        ),
    ),
    Example(
        name="Contentful, entry published",
        path="/contentful",
        headers=(
            ("Content-Type", "application/vnd.contentful.management.v1+json"),
            ("X-Contentful-Topic", "ContentManagement.Entry.publish"),
            ("X-Contentful-Webhook-Name", "roastery"),
            ("x-contentful-signature", hexes("cf")),
            ("x-contentful-signed-headers", "x-contentful-signed-headers,x-contentful-timestamp"),
            ("x-contentful-timestamp", str(unix() * 1000)),
            ("X-Contentful-Idempotency-Key", hexes("cfi")),
        ),
        body=pretty(
            {
                "sys": {
                    "type": "Entry",
                    "id": letters("cfe", 22),
                    "space": {"sys": {"type": "Link", "linkType": "Space", "id": "roastery"}},
                    "createdAt": iso(ago(days=12)),
                    "publishedAt": iso(ago(seconds=1)),
                    "revision": 7,
                },
                "fields": {
                    "title": {"de": "Sidamo ist zurück", "en": "Sidamo is back"},
                    "body": {
                        "de": {
                            "nodeType": "document",
                            "data": {},
                            "content": [
                                {
                                    "nodeType": "paragraph",
                                    "content": [
                                        {
                                            "nodeType": "text",
                                            "value": "Ab Montag.",
                                            "marks": [],
                                            "data": {},
                                        }
                                    ],
                                    "data": {},
                                }
                            ],
                        }
                    },
                },
            }
        ),
        event="ContentManagement.Entry.publish",
        looks=("tab=headers", "view=tree"),
    ),
    Example(
        name="Sanity, a document",
        path="/sanity",
        headers=(
            JSON,
            ("sanity-webhook-signature", f"t={unix() * 1000},v1={b64('sanity').rstrip('=')}"),
            ("sanity-operation", "update"),
            ("sanity-document-id", "drafts.sidamo"),
            ("idempotency-key", letters("sanity", 27)),
            ("user-agent", "Sanity.io webhook delivery"),
        ),
        body=compact(
            {
                "_createdAt": iso(ago(days=31), "seconds"),
                "_id": "sidamo",
                "_rev": letters("rev", 22),
                "_type": "bean",
                "_updatedAt": iso(ago(seconds=2), "seconds"),
                "name": "Sidamo",
                "slug": {"_type": "slug", "current": "sidamo"},
            }
        ),
        looks=("tab=headers",),
    ),
    Example(
        name="Okta, event hook",
        path="/okta",
        headers=(JSON, ("Authorization", letters("okta", 32)), ("User-Agent", "Okta/EventHooks")),
        body=compact(
            {
                "eventType": "com.okta.event_hook",
                "eventTypeVersion": "1.0",
                "cloudEventsVersion": "0.1",
                "source": "https://nordlicht.okta.com/api/v1/eventHooks/who8tqqh",
                "eventId": uuid("okta"),
                "data": {
                    "events": [
                        {
                            "uuid": uuid("oe"),
                            "published": iso(ago(seconds=8)),
                            "eventType": "user.session.start",
                            "version": "0",
                            "displayMessage": "User login to Okta",
                            "severity": "INFO",
                            "client": {
                                "userAgent": {"rawUserAgent": "Mozilla/5.0", "os": "Linux"},
                                "zone": "OFF_NETWORK",
                                "device": "Computer",
                                "ipAddress": "203.0.113.40",
                            },
                            "outcome": {"result": "SUCCESS", "reason": None},
                            "debugContext": {"debugData": {}},
                        }
                    ]
                },
                "eventTime": iso(),
                "contentType": "application/json",
            }
        ),
        event="com.okta.event_hook",
        looks=("tab=headers",),
    ),
    Example(
        name="Auth0, log stream",
        path="/auth0",
        headers=(
            JSON,
            ("Authorization", "Bearer 9f2c1b7d9e4a46f3"),
            ("User-Agent", "Auth0/LogStreams"),
        ),
        body=b"\n".join(
            compact(
                {
                    "log_id": f"902026112416370{n}",
                    "data": {
                        "date": iso(ago(seconds=5 - n)),
                        "type": kind,
                        "description": "",
                        "client_name": "Rösterei",
                        "ip": "203.0.113.40",
                        "user_agent": "Firefox 145.0",
                        "user_id": "auth0|5f7c",
                        "log_id": f"902026112416370{n}",
                    },
                }
            )
            for n, kind in enumerate(("s", "seacft"))
        )
        + b"\n",
        about="2 JSON values",
        looks=("view=tree",),
    ),
    Example(
        name="Intercom, conversation opened",
        path="/intercom",
        headers=(
            JSON,
            ("X-Hub-Signature", f"sha1={hexes('intercom', 40)}"),
            ("X-Request-Id", letters("intercom", 20)),
        ),
        body=compact(
            {
                "type": "notification_event",
                "app_id": "a86dr8yl",
                "data": {
                    "type": "notification_event_data",
                    "item": {
                        "type": "conversation",
                        "id": "1091",
                        "source": {
                            "body": "<p>Wann ist der Sidamo da?</p>",
                            "author": {"type": "user", "name": "Ravi"},
                        },
                    },
                },
                "links": {},
                "id": f"notif_{uuid('intercom')}",
                "topic": "conversation.user.created",
                "delivery_status": "pending",
                "delivery_attempts": 1,
                "delivered_at": 0,
                "first_sent_at": unix(),
                "created_at": unix(ago(seconds=2)),
                "self": None,
            }
        ),
        event="conversation.user.created",
    ),
    Example(
        name="Zapier, flat fields",
        path="/zapier",
        headers=(JSON, ("User-Agent", "Zapier"), ("Accept", "*/*")),
        body=compact(
            {"Name": "Ravi Menon", "Bestellung": "6735", "Betrag (€)": "40,50", "Notiz": ""}
        ),
    ),
    Example(
        name="An old PHP shop: nested brackets in a form",
        path="/phpshop",
        headers=(FORM, ("User-Agent", "GuzzleHttp/7")),
        body=form(
            ("order[id]", "6735"),
            ("order[items][0][sku]", "YIRG-250"),
            ("order[items][0][qty]", "2"),
            ("order[items][1][sku]", "SID-1000"),
            ("order[items][1][qty]", "1"),
            ("order[tags][]", "new"),
            ("order[tags][]", "eu"),
            ("order[placed_at]", str(unix(ago(minutes=2)))),
            ("hash", hexes("php", 32)),
        ),
        reads_as="form",
        looks=("view=tree",),
    ),
]
