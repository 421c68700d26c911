"""Banks, debits and wallets: thin forms, events in a list, a token in place of a signature."""

from __future__ import annotations

from tests.corpus.example import (
    FORM,
    JSON,
    NOW,
    Example,
    ago,
    compact,
    hexes,
    iso,
    letters,
    token,
    unix,
    uuid,
)

EXAMPLES = [
    Example(
        name="Mollie, a thin form",
        path="/mollie",
        headers=(FORM, ("User-Agent", "Mollie HTTP client/1.0"), ("Accept", "*/*")),
        body=b"id=tr_d0b0E3EA3v",
        reads_as="form",
    ),
    Example(
        name="Klarna, order push",
        method="POST",
        path="/klarna?klarna_order_id=f3392f8b-6116-4073-ab96-e330819e2c07",
        headers=(JSON, ("User-Agent", "Klarna"), ("Klarna-Correlation-Id", uuid("klarna"))),
        body=compact(
            {
                "event_id": uuid("klarna event"),
                "event_type": "FRAUD_RISK_ACCEPTED",
                "order_id": "f3392f8b-6116-4073-ab96-e330819e2c07",
            }
        ),
        event="FRAUD_RISK_ACCEPTED",
    ),
    Example(
        name="GoCardless, several events",
        path="/gocardless",
        headers=(
            JSON,
            ("User-Agent", "gocardless-webhook-service/1.1"),
            ("Webhook-Signature", hexes("gc")),
            ("Origin", "https://api.gocardless.com"),
        ),
        body=compact(
            {
                "events": [
                    {
                        "id": f"EV{letters(action, 12).upper()}",
                        "created_at": iso(ago(minutes=minutes)),
                        "resource_type": "payments",
                        "action": action,
                        "links": {"payment": f"PM{letters('pm', 11).upper()}"},
                        "details": {
                            "origin": "gocardless",
                            "cause": f"payment_{action}",
                            "description": f"The payment was {action.replace('_', ' ')}.",
                        },
                        "metadata": {},
                    }
                    for action, minutes in (("confirmed", 3), ("paid_out", 1))
                ],
                "meta": {"webhook_id": f"WB{letters('wb', 12).upper()}"},
            }
        ),
        event="payments.confirmed, payments.paid_out",
    ),
    Example(
        name="Plaid, a token in a header",
        path="/plaid",
        headers=(
            JSON,
            ("plaid-verification", token(request_body_sha256=hexes("plaid"))),
            ("User-Agent", "Plaid-Webhooks/1.0"),
        ),
        body=compact(
            {
                "environment": "sandbox",
                "error": None,
                "item_id": letters("plaid item", 37),
                "initial_update_complete": True,
                "historical_update_complete": False,
                "webhook_code": "SYNC_UPDATES_AVAILABLE",
                "webhook_type": "TRANSACTIONS",
            }
        ),
        event="TRANSACTIONS.SYNC_UPDATES_AVAILABLE",
        looks=("tab=headers",),
    ),
    Example(
        name="Razorpay, payment.captured",
        path="/razorpay",
        headers=(
            JSON,
            ("X-Razorpay-Event-Id", letters("rzp", 14)),
            ("X-Razorpay-Signature", hexes("rzp")),
        ),
        body=compact(
            {
                "entity": "event",
                "account_id": "acc_BFQ7uQEaa7j2z7",
                "event": "payment.captured",
                "contains": ["payment"],
                "payload": {
                    "payment": {
                        "entity": {
                            "id": "pay_DESlfW9H8K9uqM",
                            "amount": 100,
                            "currency": "INR",
                            "vpa": None,
                            "email": "ravi@chai.example",
                            "contact": "+919900002233",
                            "created_at": unix(ago(minutes=2)),
                        }
                    }
                },
                "created_at": unix(),
            }
        ),
        event="payment.captured",
    ),
    Example(
        name="Coinbase Commerce, charge:confirmed",
        path="/coinbase",
        headers=(JSON, ("X-CC-Webhook-Signature", hexes("cc")), ("User-Agent", "weipay-webhooks")),
        body=compact(
            {
                "id": 7781,
                "scheduled_for": iso(NOW, "seconds"),
                "attempt_number": 3,
                "event": {
                    "id": uuid("cc"),
                    "resource": "event",
                    "type": "charge:confirmed",
                    "api_version": "2018-03-22",
                    "created_at": iso(ago(minutes=31), "seconds"),
                    "data": {
                        "code": "66BEOV2A",
                        "pricing": {"local": {"amount": "100.00", "currency": "USD"}},
                        "addresses": {"ethereum": f"0x{hexes('eth', 40)}"},
                    },
                },
            }
        ),
        event="charge:confirmed",
    ),
]
