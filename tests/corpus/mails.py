"""Mail by webhook: batches of events, mail with its files as an upload, long HTML within JSON."""

from __future__ import annotations

import base64

from tests.corpus.example import (
    FORM,
    JSON,
    Example,
    ago,
    b64,
    compact,
    field,
    file,
    form,
    hexes,
    iso,
    letters,
    mail,
    multipart,
    pretty,
    unix,
    uuid,
)
from tests.corpus.media import PDF, PNG

_HTML = (
    '<!DOCTYPE html>\n<html lang="de">\n<head>\n  <meta charset="utf-8">\n  <title>Deine Bestellung 6735</title>\n'
    "  <style>\n    body { font-family: Georgia, serif; color: #2b1d14 }\n    .total td { font-weight: 700 }\n  </style>\n</head>\n<body>\n"
    '  <!-- preheader -->\n  <h1>Danke, Clara!</h1>\n  <table class="total">\n'
    + "".join(
        f'    <tr><td>{name}</td><td align="right">{price}&nbsp;€</td></tr>\n'
        for name, price in (
            ("Yirgacheffe, 250 g", "9,50"),
            ("Sidamo, 1 kg", "31,00"),
            ("Versand", "0,00"),
        )
    )
    + '  </table>\n  <p>Dein Kaffee wird <b>morgen</b> geröstet. <a href="https://nordlicht.example/o/6735?utm_source=mail&amp;utm_medium=order">Bestellung ansehen</a></p>\n'
    '  <img src="https://nordlicht.example/open.gif" width="1" height="1" alt="">\n</body>\n</html>\n'
)
_WOVEN = '<div style="margin:0;padding:0">' + "<p>Grüße aus der Rösterei. </p>" * 120 + "</div>"


def _sendgrid(event: str, **more: object) -> dict[str, object]:
    return {
        "email": "clara@nordlicht.example",
        "timestamp": unix(ago(seconds=4)),
        "smtp-id": f"<{letters(event, 22)}@geopod-ismtpd-3>",
        "event": event,
        "category": ["orders"],
        "sg_event_id": letters(event, 48),
        "sg_message_id": f"{letters('sg', 22)}.recvd-84b9c9f6c8-dl2fw-1-65A8F0C6-1D.0",
        **more,
    }


EXAMPLES = [
    Example(
        name="SendGrid, a batch of events",
        path="/sendgrid",
        headers=(
            JSON,
            ("User-Agent", "SendGrid Event API"),
            ("X-Twilio-Email-Event-Webhook-Signature", b64("sendgrid", 71)),
            ("X-Twilio-Email-Event-Webhook-Timestamp", str(unix())),
        ),
        body=compact(
            [
                _sendgrid("processed"),
                _sendgrid("delivered", response="250 OK", ip="198.51.100.7", tls=1),
                _sendgrid("open", useragent="Mozilla/5.0", sg_machine_open=False),
                _sendgrid(
                    "click",
                    url="https://nordlicht.example/o/6735",
                    url_offset={"index": 0, "type": "html"},
                ),
            ]
        )
        + b"\r\n",
        event="processed, delivered, open",
        looks=("tab=headers",),
    ),
    Example(
        name="SendGrid, inbound parse",
        path="/sendgrid/inbound",
        headers=(
            ("User-Agent", "Sendlib/1.0"),
            ("Content-Type", "multipart/form-data; boundary=xYzZY"),
        ),
        body=multipart(
            "xYzZY",
            field(
                "headers",
                f"MIME-Version: 1.0\nReceived: by mx0047p1las1.sendgrid.net with SMTP id 6WCVv7KAWn; {mail()}\nDate: {mail()}\nSubject: Sidamo?\n",
            ),
            field("dkim", "{@nordlicht.example : pass}"),
            field("to", "orders@nordlicht.example"),
            field("from", "Ravi Menon <ravi@chai.example>"),
            field("text", "Is Sidamo back?\n\nRavi"),
            field("html", '<div dir="ltr">Is Sidamo back?<div><br></div><div>Ravi</div></div>\n'),
            field("sender_ip", "209.85.222.47"),
            field("envelope", '{"to":["orders@nordlicht.example"],"from":"ravi@chai.example"}'),
            field("attachments", "0"),
            field(
                "charsets",
                '{"to":"UTF-8","html":"UTF-8","subject":"UTF-8","from":"UTF-8","text":"UTF-8"}',
            ),
            field("SPF", "pass"),
        ),
        reads_as="parts",
        parts=(
            "headers",
            "dkim",
            "to",
            "from",
            "text",
            "html",
            "sender_ip",
            "envelope",
            "attachments",
            "charsets",
            "SPF",
        ),
    ),
    Example(
        name="Mailgun, inbound with files",
        path="/mailgun",
        headers=(
            ("User-Agent", "Go-http-client/1.1"),
            ("Content-Type", "multipart/form-data; boundary=8f2c1b7d9e4a46f3b0c5d6e7f8a9b0c1"),
        ),
        body=multipart(
            "8f2c1b7d9e4a46f3b0c5d6e7f8a9b0c1",
            field("recipient", "orders@nordlicht.example"),
            field("sender", "ravi@chai.example"),
            field("subject", "Rechnung 2026–311 ☕"),
            field("body-plain", "Anbei die Rechnung.\r\n\r\nGruß\r\nRavi\r\n"),
            field("body-html", "<p>Anbei die Rechnung.</p><p>Gruß<br>Ravi</p>"),
            field("attachment-count", "2"),
            field("timestamp", str(unix())),
            field("token", letters("mg", 50)),
            field("signature", hexes("mg")),
            file("attachment-1", "Rechnung 2026-311.pdf", "application/pdf", PDF),
            file("attachment-2", "crema.png", "image/png", PNG),
        ),
        reads_as="parts",
        parts=(
            "recipient",
            "sender",
            "subject",
            "body-plain",
            "body-html",
            "attachment-count",
            "timestamp",
            "token",
            "signature",
            "attachment-1",
            "attachment-2",
        ),
        looks=("part=10", "part=11", "part=5"),
    ),
    Example(
        name="Mailgun, delivered",
        path="/mailgun/events",
        headers=(JSON, ("User-Agent", "mailgun/treq-16.12.0")),
        body=pretty(
            {
                "signature": {
                    "timestamp": str(unix()),
                    "token": letters("mg2", 50),
                    "signature": hexes("mg2"),
                },
                "event-data": {
                    "id": letters("mgid", 22),
                    "timestamp": unix(ago(seconds=2)) + 0.329574,
                    "log-level": "info",
                    "event": "delivered",
                    "delivery-status": {
                        "tls": True,
                        "mx-host": "mx.chai.example",
                        "code": 250,
                        "attempt-no": 1,
                        "session-seconds": 0.4331,
                        "message": "OK",
                    },
                    "tags": ["orders"],
                },
            }
        ),
        event="delivered",
    ),
    Example(
        name="Mandrill, JSON in a form",
        path="/mandrill",
        headers=(
            FORM,
            ("User-Agent", "Mandrill-Webhook/1.0"),
            ("X-Mandrill-Signature", b64("mandrill", 20)),
        ),
        body=form(
            (
                "mandrill_events",
                compact(
                    [
                        {
                            "event": "hard_bounce",
                            "_id": hexes("m1", 32),
                            "ts": unix(ago(minutes=1)),
                            "msg": {
                                "email": "gone@chai.example",
                                "state": "bounced",
                                "bounce_description": "bad_mailbox",
                                "diag": "smtp;550 5.1.1 user unknown",
                                "metadata": [],
                                "tags": ["orders"],
                            },
                        },
                        {
                            "event": "send",
                            "_id": hexes("m2", 32),
                            "ts": unix(ago(minutes=1)),
                            "msg": {
                                "email": "ravi@chai.example",
                                "state": "sent",
                                "opens": [],
                                "clicks": [],
                            },
                        },
                    ]
                ).decode(),
            )
        ),
        reads_as="form",
        event="hard_bounce, send",
        parts=("mandrill_events",),
    ),
    Example(
        name="Postmark, inbound with long HTML",
        path="/postmark",
        headers=(
            ("Content-Type", "application/json"),
            ("User-Agent", "Postmark"),
            ("Authorization", "Basic cG9zdG1hcms6aHVudGVyMg=="),
        ),
        body=pretty(
            {
                "FromName": "Ravi Menon",
                "MessageStream": "inbound",
                "From": "ravi@chai.example",
                "FromFull": {"Email": "ravi@chai.example", "Name": "Ravi Menon", "MailboxHash": ""},
                "Subject": "Re: Sidamo",
                "MessageID": uuid("postmark"),
                "Date": mail(ago(seconds=7)),
                "TextBody": "Thanks!\n\n> On Tuesday Clara wrote:\n> It is back.\n",
                "HtmlBody": _WOVEN,
                "StrippedTextReply": "Thanks!",
                "Tag": "",
                "Headers": [
                    {"Name": "X-Spam-Status", "Value": "No"},
                    {
                        "Name": "Received-SPF",
                        "Value": "Pass (sender SPF authorized) identity=mailfrom; client-ip=209.85.160.180; helo=mail-gy0-f180.google.com",
                    },
                ],
                "Attachments": [
                    {
                        "Name": "crema.png",
                        "Content": base64.b64encode(PNG).decode(),
                        "ContentType": "image/png",
                        "ContentID": "",
                        "ContentLength": len(PNG),
                    },
                    {
                        "Name": "Rechnung.pdf",
                        "Content": base64.b64encode(PDF).decode(),
                        "ContentType": "application/pdf",
                        "ContentID": "",
                        "ContentLength": len(PDF),
                    },
                ],
            }
        ),
        parts=("HtmlBody", "Attachments.0.Content", "Attachments.1.Content"),
        looks=("view=tree", "part=1"),
    ),
    Example(
        name="Postmark, SpamComplaint",
        path="/postmark",
        headers=(JSON, ("User-Agent", "Postmark")),
        body=pretty(
            {
                "RecordType": "SpamComplaint",
                "MessageStream": "outbound",
                "ID": 42,
                "Type": "SpamComplaint",
                "TypeCode": 100001,
                "Tag": "welcome",
                "BouncedAt": iso(ago(minutes=1)),
                "DumpAvailable": True,
                "Inactive": True,
                "Content": "",
            }
        ),
        event="SpamComplaint",
    ),
    Example(
        name="An HTML mail as the body",
        path="/render",
        headers=(("Content-Type", "text/html; charset=utf-8"), ("User-Agent", "okhttp/4.12.0")),
        body=_HTML.encode(),
        reads_as="html",
    ),
    Example(
        name="A mail as it was received (message/rfc822)",
        path="/mail",
        headers=(("Content-Type", "message/rfc822"),),
        body=(
            f"Received: from mx.chai.example by in.nordlicht.example; {mail()}\r\nFrom: Ravi <ravi@chai.example>\r\nTo: orders@nordlicht.example\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nIst der Sidamo zur=C3=BCck?\r\n"
        ).encode(),
        reads_as="text",
    ),
]
