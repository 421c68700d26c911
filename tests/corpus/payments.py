"""Payment providers: events that thousands of integrations begin with."""

from __future__ import annotations

import base64

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

_STRIPE = pretty(
    {
        "id": f"evt_1Q{letters('evt', 22)}",
        "object": "event",
        "api_version": "2026-02-25.clover",
        "created": unix(ago(seconds=2)),
        "data": {
            "object": {
                "id": f"pi_3Q{letters('pi', 22)}",
                "object": "payment_intent",
                "amount": 4200,
                "amount_capturable": 0,
                "amount_details": {"tip": {}},
                "amount_received": 4200,
                "application_fee_amount": None,
                "capture_method": "automatic_async",
                "client_secret": f"pi_3Q{letters('pi', 22)}_secret_{letters('cs', 25)}",
                "created": unix(ago(seconds=41)),
                "currency": "eur",
                "customer": f"cus_{letters('cus', 14)}",
                "description": "Order 6735, 2 × Yirgacheffe 250 g",
                "last_payment_error": None,
                "latest_charge": f"ch_3Q{letters('ch', 22)}",
                "livemode": False,
                "metadata": {"order": "6735", "tenant": "nordlicht"},
                "payment_method_types": ["card", "link", "sepa_debit"],
                "receipt_email": "clara@nordlicht.example",
                "shipping": {
                    "address": {
                        "city": "Lübeck",
                        "country": "DE",
                        "line1": "Mühlenstraße 7",
                        "line2": "",
                        "postal_code": "23552",
                        "state": None,
                    },
                    "name": "Clara Brandt",
                },
                "statement_descriptor": None,
                "status": "succeeded",
            }
        },
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": f"req_{letters('req', 14)}", "idempotency_key": uuid("stripe key")},
        "type": "payment_intent.succeeded",
    }
)

_BRAINTREE = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<notification>
  <timestamp type="datetime">{iso(spec="seconds")}</timestamp>
  <kind>subscription_charged_successfully</kind>
  <subject>
    <subscription>
      <id>sub-88231</id>
      <price>19.00</price>
      <next-billing-date type="date">2027-01-01</next-billing-date>
      <transactions type="array">
        <transaction><id>8x2kq9d1</id><status>submitted_for_settlement</status></transaction>
      </transactions>
    </subscription>
  </subject>
</notification>
""".encode()

_ADYEN_ITEM = {
    "additionalData": {
        "cardSummary": "1142",
        "expiryDate": "03/2030",
        "authCode": "083441",
        "hmacSignature": b64("adyen"),
    },
    "amount": {"currency": "EUR", "value": 9950},
    "eventCode": "AUTHORISATION",
    "eventDate": iso(spec="seconds"),
    "merchantAccountCode": "NordlichtECOM",
    "merchantReference": "6735-A",
    "operations": ["CANCEL", "CAPTURE", "REFUND"],
    "paymentMethod": "visa",
    "pspReference": "NC6HT9CRT65ZGN82",
    "reason": "083441:1142:03/2030",
    "success": "true",
}

EXAMPLES = [
    Example(
        name="Stripe, payment_intent.succeeded",
        path="/stripe",
        headers=(
            ("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)"),
            ("Accept", "*/*; q=0.5, application/xml"),
            ("Cache-Control", "no-cache"),
            ("Content-Type", "application/json; charset=utf-8"),
            ("Stripe-Signature", f"t={unix()},v1={hexes('stripe')},v0={hexes('stripe0')}"),
        ),
        body=_STRIPE,
        event="payment_intent.succeeded",
        asides=("3 s before arrival", "42 s before arrival"),
        looks=("tab=headers", "view=tree"),
    ),
    Example(
        name="Square, payment.updated",
        path="/square",
        headers=(
            JSON,
            ("square-environment", "Sandbox"),
            ("square-retry-number", "2"),
            ("square-retry-reason", "http_timeout"),
            ("square-initial-delivery-timestamp", iso(ago(minutes=14), "seconds")),
            ("x-square-hmacsha256-signature", b64("square")),
        ),
        body=compact(
            {
                "merchant_id": "MLW2KS9D0QXVT",
                "type": "payment.updated",
                "event_id": uuid("square"),
                "created_at": iso(ago(minutes=14)),
                "data": {
                    "type": "payment",
                    "id": letters("sqp", 30),
                    "object": {
                        "payment": {
                            "amount_money": {"amount": 420, "currency": "USD"},
                            "status": "COMPLETED",
                        }
                    },
                },
            }
        ),
        event="payment.updated",
        looks=("tab=headers",),
    ),
    Example(
        name="Paddle Billing, transaction.completed",
        path="/paddle",
        headers=(
            JSON,
            ("Paddle-Signature", f"ts={unix()};h1={hexes('paddle')}"),
            ("Paddle-Version", "1"),
        ),
        body=compact(
            {
                "event_id": "evt_01hv8x29kz0t586xy6zn1a62ny",
                "event_type": "transaction.completed",
                "occurred_at": iso(ago(seconds=3), "microseconds"),
                "notification_id": "ntf_01hv8x29nd3yzm9qf0ng0dg70p",
                "data": {
                    "id": "txn_01hv8wptq8987qeep44cyrewp9",
                    "status": "completed",
                    "details": {"totals": {"subtotal": "49900", "tax": "9481", "total": "59381"}},
                    "billed_at": iso(ago(seconds=9)),
                },
            }
        ),
        event="transaction.completed",
    ),
    Example(
        name="Paddle Classic, with a PHP-serialised field",
        path="/paddle-classic",
        headers=(FORM, ("User-Agent", "Paddle/1.0")),
        body=form(
            ("alert_id", "1482094412"),
            ("alert_name", "subscription_payment_succeeded"),
            ("balance_currency", "EUR"),
            ("balance_earnings", "17.55"),
            ("checkout_id", "4-0f2d1b6c3a7e9-8c5d2f1e0a"),
            ("customer_name", "Clara Brandt"),
            ("email", "clara@nordlicht.example"),
            ("event_time", ago(seconds=4).strftime("%Y-%m-%d %H:%M:%S")),
            ("marketing_consent", ""),
            ("next_bill_date", "2026-12-24"),
            ("passthrough", '{"user": 4711, "plan": "team"}'),
            (
                "custom_data",
                'a:2:{s:5:"order";i:6735;s:4:"tags";a:2:{i:0;s:3:"new";i:1;s:2:"eu";}}',
            ),
            ("receipt_url", f"https://my.paddle.com/receipt/1482094412-1/{letters('receipt', 40)}"),
            ("p_signature", b64("paddle classic", 512)),
        ),
        reads_as="form",
        event="subscription_payment_succeeded",
        parts=("passthrough",),
    ),
    Example(
        name="PayPal IPN in Windows-1252",
        path="/ipn",
        headers=(
            FORM,
            ("User-Agent", "PayPal IPN ( https://www.paypal.com/ipn )"),
            ("Correlation-Id", hexes("ipn", 13)),
        ),
        body=form(
            ("mc_gross", "19.95"),
            ("protection_eligibility", "Eligible"),
            ("address_status", "confirmed"),
            ("payer_id", "LPLWNMTBWMFAY"),
            ("tax", "0.00"),
            ("address_street", "Mühlenstraße 7"),
            ("payment_date", "08:37:02 Nov 24, 2026 PST"),
            ("payment_status", "Completed"),
            ("charset", "windows-1252"),
            ("first_name", "José"),
            ("address_country_code", "DE"),
            ("notify_version", "3.9"),
            ("custom", ""),
            ("payer_status", "verified"),
            ("item_name", "Caffè “Riserva” – 250 g, €19"),
            ("verify_sign", "AtkOfCXbDm2hu0ZELryHFjY-Vb7PAUvS6nMXgysbElEn9v-1XcmSoGtf"),
            ("txn_type", "web_accept"),
            ("txn_id", "61E67681CH3238416"),
            ("test_ipn", "1"),
            ("ipn_track_id", hexes("ipn", 13)),
            charset="windows-1252",
        ),
        reads_as="form",
        event="web_accept",
    ),
    Example(
        name="PayPal REST, PAYMENT.CAPTURE.COMPLETED",
        path="/paypal",
        headers=(
            JSON,
            ("PAYPAL-TRANSMISSION-ID", uuid("paypal")),
            ("PAYPAL-TRANSMISSION-TIME", iso(spec="seconds")),
            ("PAYPAL-TRANSMISSION-SIG", b64("paypal", 256)),
            (
                "PAYPAL-CERT-URL",
                "https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-ab66f33d",
            ),
            ("PAYPAL-AUTH-ALGO", "SHA256withRSA"),
        ),
        body=compact(
            {
                "id": "WH-58D329510W468432D-8HN650336L201105X",
                "event_version": "1.0",
                "create_time": iso(ago(seconds=5)),
                "resource_type": "capture",
                "event_type": "PAYMENT.CAPTURE.COMPLETED",
                "summary": "A capture of € 19.95 EUR was completed",
                "resource": {
                    "amount": {"currency_code": "EUR", "value": "19.95"},
                    "final_capture": True,
                    "id": "42311647XV020574X",
                },
                "links": [
                    {
                        "href": "https://api.paypal.com/v1/notifications/webhooks-events/WH-58D3",
                        "rel": "self",
                        "method": "GET",
                    }
                ],
            }
        ),
        event="PAYMENT.CAPTURE.COMPLETED",
        looks=("tab=headers",),
    ),
    Example(
        name="Adyen, JSON",
        path="/adyen",
        headers=(
            ("User-Agent", "Adyen HttpClient 1.0"),
            ("Authorization", "Basic YWR5ZW46aHVudGVyMg=="),
            JSON,
        ),
        body=compact(
            {"live": "false", "notificationItems": [{"NotificationRequestItem": _ADYEN_ITEM}]}
        ),
        looks=("tab=headers",),
    ),
    Example(
        name="Adyen, form",
        path="/adyen",
        headers=(
            FORM,
            ("User-Agent", "Adyen HttpClient 1.0"),
            ("Authorization", "Basic YWR5ZW46aHVudGVyMg=="),
        ),
        body=form(
            ("eventDate", iso(spec="seconds")),
            ("reason", "083441:1142:03/2030"),
            ("additionalData.hmacSignature", b64("adyen form")),
            ("additionalData.cardSummary", "1142"),
            ("originalReference", ""),
            ("merchantReference", "6735-A"),
            ("currency", "EUR"),
            ("pspReference", "NC6HT9CRT65ZGN82"),
            ("merchantAccountCode", "NordlichtECOM"),
            ("eventCode", "AUTHORISATION"),
            ("value", "9950"),
            ("operations", "CANCEL,CAPTURE,REFUND"),
            ("success", "true"),
            ("paymentMethod", "visa"),
            ("live", "false"),
        ),
        reads_as="form",
        event="AUTHORISATION",
    ),
    Example(
        name="Braintree, base64 XML in a form",
        path="/braintree",
        headers=(FORM, ("User-Agent", "Braintree Gateway Webhooks/1.0")),
        body=form(
            (
                "bt_signature",
                f"jkq28pcxj4r85dwr|{hexes('bt', 40)}&integration_key|{hexes('bt2', 40)}",
            ),
            ("bt_payload", base64.encodebytes(_BRAINTREE).decode()),
        ),
        reads_as="form",
        parts=("bt_payload",),
        looks=("part=1",),
    ),
]
