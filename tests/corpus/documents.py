"""Notations that are not JSON, and media types that are JSON by another name."""

from __future__ import annotations

from tests.corpus.example import (
    JSON,
    Example,
    ago,
    compact,
    hexes,
    iso,
    mail,
    pretty,
    token,
    unix,
    uuid,
)


def _type(name: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", name), ("User-Agent", "curl/8.14.1"))


_QUERY = "mutation RoastBatch($batch: Int!, $profile: Profile!) {\n  roast(batch: $batch, profile: $profile) {\n    id\n    startsAt\n    bean { name origin }\n  }\n}\n"

EXAMPLES = [
    Example(
        name="WordPress, an XML-RPC ping",
        path="/xmlrpc",
        headers=_type("text/xml"),
        body=b'<?xml version="1.0"?>\n<methodCall><methodName>weblogUpdates.extendedPing</methodName><params><param><value><string>R\xc3\xb6sterei</string></value></param><param><value><string>https://nordlicht.example/</string></value></param><param><value><i4>31</i4></value></param></params></methodCall>',
        reads_as="xml",
        event="weblogUpdates.extendedPing",
    ),
    Example(
        name="WebSub, an Atom feed",
        path="/websub",
        headers=(
            ("Content-Type", "application/atom+xml"),
            (
                "Link",
                "<https://pubsubhubbub.appspot.com/>; rel=hub, <https://nordlicht.example/feed>; rel=self",
            ),
            ("X-Hub-Signature", f"sha1={hexes('websub', 40)}"),
        ),
        body=f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>Rösterei</title>
  <link rel="self" href="https://nordlicht.example/feed"/>
  <updated>{iso(ago(minutes=2), "seconds")}</updated>
  <entry>
    <id>tag:nordlicht.example,2026:31</id>
    <title type="html">Sidamo &amp;amp; Friends</title>
    <published>{iso(ago(minutes=3), "seconds")}</published>
    <content type="html"><![CDATA[<p>Ab <b>Montag</b> wieder da.</p>]]></content>
  </entry>
</feed>
""".encode(),
        reads_as="xml",
        looks=("tab=headers",),
    ),
    Example(
        name="An RSS item in Windows-1252, declared in XML",
        path="/rss",
        headers=_type("application/rss+xml"),
        body=f"<?xml version='1.0' encoding='windows-1252'?><rss version='2.0'><channel><title>Rösterei – Neues</title><item><title>Für €9,50</title><pubDate>{mail(ago(minutes=5))}</pubDate></item></channel></rss>".encode(
            "windows-1252"
        ),
        reads_as="xml",
        asides=("5 min before arrival",),
    ),
    Example(
        name="An XML with entities (a billion laughs)",
        path="/xml",
        headers=_type("application/xml"),
        body=b'<?xml version="1.0"?>\n<!DOCTYPE lolz [\n <!ENTITY lol "lol">\n <!ENTITY lol2 "&lol;&lol;&lol;&lol;">\n <!ENTITY xxe SYSTEM "file:///etc/passwd">\n]>\n<lolz>&lol2;&xxe;</lolz>',
        reads_as="xml",
        flags=("declares entities",),
    ),
    Example(
        name="iCalendar",
        path="/cal",
        headers=_type("text/calendar; charset=utf-8; method=REQUEST"),
        body=f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Nordlicht//Cupping//DE\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:{uuid('ical')}@nordlicht.example\r\nDTSTAMP:{ago():%Y%m%dT%H%M%SZ}\r\nDTSTART;TZID=Europe/Berlin:20261201T100000\r\nSUMMARY:Cupping\\, Sidamo\r\nDESCRIPTION:Bitte nüchtern kommen. Wir verkosten fünf Sorten und reden üb\r\n er das Röstprofil für den Winter.\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".encode(),
        reads_as="text",
    ),
    Example(
        name="vCard",
        path="/card",
        headers=_type("text/vcard"),
        body="BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Clara Brandt\r\nN:Brandt;Clara;;;\r\nEMAIL;TYPE=work:clara@nordlicht.example\r\nADR:;;Mühlenstraße 7;Lübeck;;23552;DE\r\nEND:VCARD\r\n".encode(),
        reads_as="text",
    ),
    Example(
        name="CSV",
        path="/csv",
        headers=_type("text/csv; charset=utf-8; header=present"),
        body=(
            "batch,bean,kg,roasted_at,note\r\n"
            + "".join(
                f'{n},{"Sidamo" if n % 2 else "Yirgacheffe"},{n * 1.25:.2f},{iso(ago(hours=40 - n), "seconds")},"{"hell, aber" if n % 3 else "dunkel"} ""gut"""\r\n'
                for n in range(20, 36)
            )
        ).encode(),
        reads_as="text",
    ),
    Example(
        name="GraphQL",
        path="/graphql",
        headers=_type("application/json"),
        body=compact(
            {
                "operationName": "RoastBatch",
                "variables": {"batch": 31, "profile": "LIGHT"},
                "query": _QUERY,
                "extensions": {"persistedQuery": {"version": 1, "sha256Hash": hexes("gql")}},
            }
        ),
        event="RoastBatch",
        looks=("view=tree",),
        parts=("query",),
    ),
    Example(
        name="GraphQL, by its own type",
        path="/graphql",
        headers=_type("application/graphql"),
        body=_QUERY.encode(),
        reads_as="text",
    ),
    Example(
        name="JSON Patch",
        method="PATCH",
        path="/batches/31",
        headers=_type("application/json-patch+json"),
        body=compact(
            [
                {"op": "test", "path": "/state", "value": "green"},
                {"op": "replace", "path": "/state", "value": "roasting"},
                {"op": "add", "path": "/notes/-", "value": "first crack at 196 °C"},
            ]
        ),
    ),
    Example(
        name="JSON:API",
        path="/api/batches",
        headers=_type("application/vnd.api+json"),
        body=pretty(
            {
                "data": {
                    "type": "batches",
                    "id": "31",
                    "attributes": {"bean": "Sidamo", "kg": "12.50"},
                    "relationships": {"roaster": {"data": {"type": "roasters", "id": "2"}}},
                    "links": {"self": "/batches/31"},
                },
                "jsonapi": {"version": "1.1"},
            }
        ),
    ),
    Example(
        name="HAL",
        method="PUT",
        path="/orders/6735",
        headers=_type("application/hal+json"),
        body=pretty(
            {
                "_links": {
                    "self": {"href": "/orders/6735"},
                    "curies": [
                        {
                            "name": "ea",
                            "href": "https://nordlicht.example/rels/{rel}",
                            "templated": True,
                        }
                    ],
                },
                "currency": "EUR",
                "status": "shipped",
                "total": 40.50,
                "_embedded": {"ea:basket": []},
            }
        ),
        event="shipped",
    ),
    Example(
        name="A problem (RFC 9457)",
        path="/errors",
        headers=_type("application/problem+json"),
        body=pretty(
            {
                "type": "https://nordlicht.example/probs/drum",
                "title": "The drum is too hot.",
                "status": 503,
                "detail": "231 °C; it cools by 4 °C a minute.",
                "instance": "/roasters/2",
                "retry-after": 120,
            }
        ),
        event="",
    ),
    Example(
        name="JSON-RPC",
        path="/rpc",
        headers=_type("application/json"),
        body=compact(
            {"jsonrpc": "2.0", "method": "roaster.start", "params": {"batch": 31}, "id": 7}
        ),
        event="roaster.start",
    ),
    Example(
        name="YAML",
        path="/yaml",
        headers=_type("application/yaml"),
        body="# a Tekton trigger\napiVersion: triggers.tekton.dev/v1beta1\nkind: TriggerBinding\nmetadata:\n  name: roast\n  labels: {team: drum}\nspec:\n  params:\n    - name: batch\n      value: $(body.batch)\n    - name: note\n      value: |\n        erst ab 196 °C\n        öffnen\n".encode(),
        reads_as="text",
    ),
    Example(
        name="TOML",
        path="/toml",
        headers=_type("application/toml"),
        body='title = "Röstprofil"\n\n[drum]\nmax_celsius = 230 # then it opens\nramp = [ 4.5, 3.0, 1.25 ]\nstarted = 2026-11-24T16:30:00Z\n\n[[bean]]\nname = "Sidamo"\n'.encode(),
        reads_as="text",
    ),
    Example(
        name="Markdown",
        path="/notes",
        headers=_type("text/markdown; charset=utf-8"),
        body="# Charge 31\n\n> Erst ab 196 °C öffnen.\n\n- **Sidamo**, 12,5 kg\n- Profil [hell](https://nordlicht.example/profile/hell)\n\n```python\nopen_at(196)\n```\n\n1. vorheizen\n2. `start()`\n".encode(),
        reads_as="markdown",
    ),
    Example(
        name="SVG, with a script in it",
        path="/svg",
        headers=_type("image/svg+xml"),
        body=b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><script>alert(document.domain)</script><circle cx="12" cy="12" r="9" onload="alert(1)"/></svg>',
        reads_as="xml",
    ),
    Example(
        name="MQTT bridge, plain words",
        path="/mqtt/roaster/2/drum/celsius",
        headers=(
            ("Content-Type", "text/plain"),
            ("X-MQTT-Topic", "roaster/2/drum/celsius"),
            ("X-MQTT-QoS", "1"),
        ),
        body=b"231.5",
        reads_as="text",
        event="roaster/2/drum/celsius",
    ),
    Example(
        name="A token as the whole body (SET, RFC 8935)",
        path="/set",
        headers=_type("application/secevent+jwt"),
        body=token(
            iss="https://idp.nordlicht.example",
            jti=uuid("set"),
            aud="roastery",
            exp=unix() + 600,
            events={
                "https://schemas.openid.net/secevent/caep/event-type/session-revoked": {
                    "subject": {"format": "email", "email": "clara@nordlicht.example"},
                    "event_timestamp": unix(ago(seconds=6)),
                }
            },
        ).encode(),
        reads_as="jwt",
        about="not verified",
    ),
    Example(
        name="CSP report",
        path="/csp",
        headers=_type("application/csp-report"),
        body=compact(
            {
                "csp-report": {
                    "document-uri": "https://nordlicht.example/o/6735",
                    "referrer": "",
                    "violated-directive": "script-src-elem",
                    "effective-directive": "script-src-elem",
                    "original-policy": "default-src 'self'; report-uri /csp",
                    "disposition": "enforce",
                    "blocked-uri": "inline",
                    "line-number": 31,
                    "source-file": "https://nordlicht.example/o/6735",
                    "status-code": 200,
                    "script-sample": "",
                }
            }
        ),
    ),
    Example(
        name="OPTIONS, a CloudEvents handshake",
        method="OPTIONS",
        path="/cloudevents",
        headers=(
            ("WebHook-Request-Origin", "eventemitter.example.com"),
            ("WebHook-Request-Rate", "120"),
            ("WebHook-Request-Callback", "https://example.com/confirm?id=12345&key=abcd"),
            JSON,
        ),
        reads_as="",
    ),
]
