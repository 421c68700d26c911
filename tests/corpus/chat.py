"""Chat, calls and messages: forms from telephone networks, JSON within forms, bots."""

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
    unix,
    uuid,
)

_SLACK = (
    ("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)"),
    ("Accept-Encoding", "gzip,deflate"),
    ("Accept", "*/*"),
    ("X-Slack-Signature", f"v0={hexes('slack')}"),
    ("X-Slack-Request-Timestamp", str(unix())),
)
_BUTTON = {
    "type": "block_actions",
    "user": {"id": "U0CA5GB9D", "username": "clara", "team_id": "T0CAG"},
    "api_app_id": "A02",
    "token": letters("slack token"),
    "trigger_id": "12466734323.1395872398.8c1d2e6f",
    "channel": {"id": "CBR2V3XEX", "name": "roastery"},
    "message": {
        "type": "message",
        "ts": f"{unix(ago(minutes=2))}.000200",
        "text": "Batch 31 is ready. Release it?",
    },
    "response_url": "https://hooks.slack.com/actions/T0CAG/1232321423432/D09sSasdasdAS9091209",
    "actions": [
        {
            "action_id": "release",
            "block_id": "b31",
            "type": "button",
            "value": "31",
            "action_ts": f"{unix()}.118421",
        }
    ],
}

EXAMPLES = [
    Example(
        name="Slack, event_callback",
        path="/slack/events",
        headers=(
            *_SLACK,
            JSON,
            ("X-Slack-Retry-Num", "1"),
            ("X-Slack-Retry-Reason", "http_timeout"),
        ),
        body=compact(
            {
                "token": letters("slack token"),
                "team_id": "T0CAG",
                "api_app_id": "A02",
                "event": {
                    "type": "app_mention",
                    "user": "U0CA5GB9D",
                    "text": "<@U0LAN0Z89> is batch 31 done? :coffee:",
                    "ts": f"{unix(ago(seconds=2))}.000100",
                    "channel": "CBR2V3XEX",
                    "event_ts": f"{unix(ago(seconds=2))}.000100",
                    "blocks": [{"type": "rich_text", "block_id": "Xc", "elements": []}],
                },
                "type": "event_callback",
                "event_id": "Ev0MDYGDKJ",
                "event_time": unix(ago(seconds=2)),
                "authorizations": [{"enterprise_id": None, "team_id": "T0CAG", "is_bot": True}],
                "event_context": "4-eyJldCI6ImFwcF9tZW50aW9uIiwidGlkIjoiVDBDQUcifQ",
            }
        ),
        event="app_mention",
        looks=("tab=headers",),
    ),
    Example(
        name="Slack, button pressed (JSON in a form)",
        path="/slack/actions",
        headers=(*_SLACK, FORM),
        body=form(("payload", compact(_BUTTON).decode())),
        reads_as="form",
        event="block_actions",
        parts=("payload",),
        looks=("part=1",),
    ),
    Example(
        name="Slack, slash command",
        path="/slack/command",
        headers=(*_SLACK, FORM),
        body=form(
            ("token", letters("slack token")),
            ("team_id", "T0CAG"),
            ("team_domain", "nordlicht"),
            ("channel_id", "CBR2V3XEX"),
            ("channel_name", "roastery"),
            ("user_id", "U0CA5GB9D"),
            ("user_name", "clara"),
            ("command", "/roast"),
            ("text", '31 --profile "light & slow" +5%'),
            ("is_enterprise_install", "false"),
            ("response_url", "https://hooks.slack.com/commands/1234/5678"),
            ("trigger_id", "13345224609.738474920.8088930838d88f008e0"),
        ),
        reads_as="form",
        event="/roast",
    ),
    Example(
        name="Slack, url_verification",
        path="/slack/events",
        headers=(*_SLACK, JSON),
        body=compact(
            {
                "token": letters("slack token"),
                "challenge": letters("challenge", 52),
                "type": "url_verification",
            }
        ),
        event="url_verification",
    ),
    Example(
        name="Telegram, a message",
        path="/telegram",
        headers=(
            JSON,
            ("X-Telegram-Bot-Api-Secret-Token", letters("tg", 40)),
            ("Accept-Encoding", "gzip, deflate"),
        ),
        body=compact(
            {
                "update_id": 872341559,
                "message": {
                    "message_id": 1093,
                    "from": {
                        "id": 5381120471,
                        "is_bot": False,
                        "first_name": "Ravi",
                        "language_code": "de",
                    },
                    "chat": {"id": -1001742240195, "title": "Rösterei", "type": "supergroup"},
                    "date": unix(ago(seconds=1)),
                    "text": "/status@nordlicht_bot 31",
                    "entities": [{"offset": 0, "length": 21, "type": "bot_command"}],
                },
            }
        ),
        looks=("tab=headers",),
    ),
    Example(
        name="WhatsApp (Meta), a message",
        path="/meta",
        headers=(
            JSON,
            ("User-Agent", "facebookexternalua"),
            ("X-Hub-Signature", f"sha1={hexes('meta', 40)}"),
            ("X-Hub-Signature-256", f"sha256={hexes('meta')}"),
        ),
        body=compact(
            {
                "object": "whatsapp_business_account",
                "entry": [
                    {
                        "id": "102290129340398",
                        "changes": [
                            {
                                "value": {
                                    "messaging_product": "whatsapp",
                                    "metadata": {
                                        "display_phone_number": "15550783881",
                                        "phone_number_id": "106540352242922",
                                    },
                                    "contacts": [
                                        {"profile": {"name": "أمينة"}, "wa_id": "16505551234"}
                                    ],
                                    "messages": [
                                        {
                                            "from": "16505551234",
                                            "id": f"wamid.{b64('wamid', 42)}",
                                            "timestamp": str(unix(ago(seconds=2))),
                                            "text": {"body": "هل القهوة جاهزة؟ ☕"},
                                            "type": "text",
                                        }
                                    ],
                                },
                                "field": "messages",
                            }
                        ],
                    }
                ],
            }
        ),
    ),
    Example(
        name="Meta, the handshake (only a query)",
        method="GET",
        path="/meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meatyhamhock",
        headers=(("User-Agent", "facebookplatform/1.0 (+http://developers.facebook.com)"),),
        reads_as="",
    ),
    Example(
        name="Discord, a slash command",
        path="/discord",
        headers=(
            JSON,
            ("X-Signature-Ed25519", hexes("discord", 128)),
            ("X-Signature-Timestamp", str(unix())),
            ("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)"),
        ),
        body=compact(
            {
                "app_permissions": "2248473465835073",
                "application_id": "845027738276462632",
                "channel_id": "772908445358620702",
                "data": {
                    "id": "866818195033292851",
                    "name": "roast",
                    "options": [{"name": "batch", "type": 3, "value": "31"}],
                    "type": 1,
                },
                "guild_id": "772904309264089089",
                "id": "867793854505943041",
                "member": {
                    "joined_at": "2020-11-02T20:46:57.364000+00:00",
                    "nick": None,
                    "permissions": "274877906943",
                    "user": {
                        "avatar": hexes("av", 32),
                        "id": "53908232506183680",
                        "username": "mason",
                    },
                },
                "token": letters("discord", 60),
                "type": 2,
                "version": 1,
            }
        ),
        looks=("tab=headers",),
    ),
    Example(
        name="Microsoft Teams, outgoing webhook",
        path="/teams",
        headers=(
            ("Content-Type", "application/json; charset=utf-8"),
            ("Authorization", f"HMAC {b64('teams')}"),
        ),
        body=compact(
            {
                "type": "message",
                "id": str(unix() * 1000 + 77),
                "timestamp": iso(ago(seconds=1)),
                "localTimestamp": ago(seconds=1).strftime("%Y-%m-%dT%H:%M:%S.0770000+01:00"),
                "serviceUrl": "https://smba.trafficmanager.net/emea/",
                "channelId": "msteams",
                "from": {"id": f"29:1{letters('teams', 60)}", "name": "Clara Brandt"},
                "conversation": {
                    "isGroup": True,
                    "id": f"19:{hexes('conv', 32)}@thread.tacv2;messageid={unix() * 1000}",
                },
                "text": "<at>Rösterei</at>&nbsp;status 31\n",
                "textFormat": "plain",
                "attachments": [
                    {
                        "contentType": "text/html",
                        "content": '<div><div><span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">Rösterei</span>&nbsp;status 31</div></div>',
                    }
                ],
                "entities": [
                    {"type": "clientInfo", "locale": "de-DE", "timezone": "Europe/Berlin"}
                ],
            }
        ),
        event="message",
        looks=("tab=headers",),
    ),
    Example(
        name="Zoom, meeting.started",
        path="/zoom",
        headers=(
            JSON,
            ("x-zm-request-timestamp", str(unix())),
            ("x-zm-signature", f"v0={hexes('zoom')}"),
            ("x-zm-trackingid", f"WEB_{hexes('zoomtrack', 32)}"),
            ("authorization", letters("zoom token", 22)),
            ("clientid", letters("zoom client", 22)),
        ),
        body=compact(
            {
                "event": "meeting.started",
                "event_ts": unix() * 1000 + 301,
                "payload": {
                    "account_id": "AAAAAABBBB",
                    "object": {
                        "duration": 0,
                        "start_time": iso(ago(seconds=3), "seconds"),
                        "timezone": "Europe/Berlin",
                        "topic": "Cupping with Ravi",
                        "id": "98123457690",
                        "type": 2,
                        "uuid": "4444AAAiAAAAAiAiAiiAii==",
                        "host_id": "x1yCzABCDEfg23HiJKl4mN",
                    },
                },
            }
        ),
        event="meeting.started",
        looks=("tab=headers",),
    ),
    Example(
        name="LINE, two events",
        path="/line",
        headers=(
            ("Content-Type", "application/json; charset=utf-8"),
            ("x-line-signature", b64("line")),
            ("User-Agent", "LineBotWebhook/2.0"),
        ),
        body=compact(
            {
                "destination": f"U{hexes('line', 32)}",
                "events": [
                    {
                        "type": "message",
                        "message": {
                            "type": "text",
                            "id": "468789577898262530",
                            "quoteToken": letters("q", 60),
                            "text": "コーヒー豆を200gください",
                        },
                        "webhookEventId": "01H810YECXQQZ37VAXPF6H9E6T",
                        "deliveryContext": {"isRedelivery": False},
                        "timestamp": unix(ago(seconds=1)) * 1000,
                        "source": {"type": "user", "userId": f"U{hexes('luser', 32)}"},
                        "replyToken": hexes("reply", 32),
                        "mode": "active",
                    },
                    {
                        "type": "follow",
                        "timestamp": unix() * 1000,
                        "source": {"type": "user", "userId": f"U{hexes('luser', 32)}"},
                        "mode": "active",
                    },
                ],
            }
        ),
        event="message, follow",
    ),
    Example(
        name="Twitch, EventSub",
        path="/twitch",
        headers=(
            JSON,
            ("Twitch-Eventsub-Message-Id", uuid("twitch")),
            ("Twitch-Eventsub-Message-Retry", "0"),
            ("Twitch-Eventsub-Message-Type", "notification"),
            ("Twitch-Eventsub-Message-Signature", f"sha256={hexes('twitch')}"),
            ("Twitch-Eventsub-Message-Timestamp", iso(spec="microseconds")),
            ("Twitch-Eventsub-Subscription-Type", "channel.follow"),
            ("Twitch-Eventsub-Subscription-Version", "2"),
        ),
        body=compact(
            {
                "subscription": {
                    "id": uuid("sub"),
                    "status": "enabled",
                    "type": "channel.follow",
                    "version": "2",
                    "cost": 0,
                    "transport": {
                        "method": "webhook",
                        "callback": "https://hooks.example.com/twitch",
                    },
                    "created_at": iso(ago(days=80), "microseconds"),
                },
                "event": {
                    "user_id": "1337",
                    "user_login": "awesome_user",
                    "followed_at": iso(ago(seconds=1), "microseconds"),
                },
            }
        ),
        event="channel.follow",
        looks=("tab=headers",),
    ),
]
