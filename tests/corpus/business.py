"""Shops, customers and contracts: the everyday of integrations."""

from __future__ import annotations

import base64

from tests.corpus.example import (
    JSON,
    Example,
    ago,
    b64,
    compact,
    hexes,
    iso,
    unix,
    uuid,
)
from tests.corpus.media import PDF

EXAMPLES = [
    Example(
        name="Shopify, orders/create",
        path="/shopify",
        headers=(
            JSON,
            ("X-Shopify-Topic", "orders/create"),
            ("X-Shopify-Hmac-Sha256", b64("shopify")),
            ("X-Shopify-Shop-Domain", "nordlicht.myshopify.com"),
            ("X-Shopify-API-Version", "2026-07"),
            ("X-Shopify-Webhook-Id", uuid("shop")),
            ("X-Shopify-Triggered-At", iso(ago(seconds=2))),
            ("X-Shopify-Event-Id", uuid("shop event")),
            ("User-Agent", "Shopify-Captain-Hook"),
        ),
        body=compact(
            {
                "id": 820982911946154508,
                "admin_graphql_api_id": "gid://shopify/Order/820982911946154508",
                "cancelled_at": None,
                "confirmation_number": "U8EV5J2K1",
                "created_at": f"{ago(seconds=4):%Y-%m-%dT%H:%M:%S}+00:00",
                "currency": "EUR",
                "current_total_price": "40.50",
                "email": "clara@nordlicht.example",
                "name": "#6735",
                "note": None,
                "note_attributes": [],
                "order_number": 6735,
                "tags": "",
                "taxes_included": True,
                "total_weight": 1250,
                "line_items": [
                    {
                        "id": 866550311766439020,
                        "name": "Yirgacheffe 250 g",
                        "price": "9.50",
                        "quantity": 1,
                        "sku": "YIRG-250",
                        "vendor": None,
                    }
                ],
                "shipping_address": {
                    "first_name": "Clara",
                    "address1": "Mühlenstraße 7",
                    "zip": "23552",
                    "city": "Lübeck",
                    "latitude": 53.8654673,
                    "longitude": 10.6865593,
                },
            }
        ),
        event="orders/create",
        flags=("Whole numbers above 2^53",),
        looks=("tab=headers",),
    ),
    Example(
        name="WooCommerce, order.updated",
        path="/woo",
        headers=(
            JSON,
            ("X-WC-Webhook-Source", "https://nordlicht.example/"),
            ("X-WC-Webhook-Topic", "order.updated"),
            ("X-WC-Webhook-Resource", "order"),
            ("X-WC-Webhook-Event", "updated"),
            ("X-WC-Webhook-Signature", b64("woo")),
            ("X-WC-Webhook-ID", "3"),
            ("X-WC-Webhook-Delivery-ID", hexes("woo", 32)),
            ("User-Agent", "WooCommerce/9.8.1 Hookshot (WordPress/6.8)"),
        ),
        body=compact(
            {
                "id": 727,
                "status": "processing",
                "currency": "EUR",
                "date_created_gmt": ago(minutes=3).strftime("%Y-%m-%dT%H:%M:%S"),
                "total": "29.35",
                "customer_note": "",
                "meta_data": [],
                "line_items": [{"id": 315, "name": "Sidamo", "total": "29.35"}],
            }
        ),
        event="order.updated",
    ),
    Example(
        name="HubSpot, a batch of changes",
        path="/hubspot",
        headers=(
            JSON,
            ("X-HubSpot-Signature", hexes("hs")),
            ("X-HubSpot-Signature-Version", "v1"),
            ("X-HubSpot-Signature-v3", b64("hs3")),
            ("X-HubSpot-Request-Timestamp", str(unix() * 1000 + 203)),
            (
                "User-Agent",
                "HubSpot Connect 2.0 (http://dev.hubspot.com/) (namespace: webhooks-nio-http-client)",
            ),
        ),
        body=compact(
            [
                {
                    "eventId": 3816279480 + n,
                    "subscriptionId": 22,
                    "portalId": 33,
                    "appId": 1160452,
                    "occurredAt": unix(ago(seconds=3)) * 1000 + n,
                    "subscriptionType": kind,
                    "attemptNumber": 0,
                    "objectId": 123,
                    "propertyName": "email",
                    "propertyValue": "clara@nordlicht.example",
                }
                for n, kind in enumerate(("contact.propertyChange", "contact.creation"))
            ]
        ),
        event="contact.propertyChange, contact.creation",
        looks=("tab=headers",),
    ),
    Example(
        name="Salesforce, outbound message",
        path="/salesforce",
        headers=(
            ("Content-Type", "text/xml; charset=utf-8"),
            ("SOAPAction", '""'),
            ("User-Agent", "SFDC-Callout/64.0"),
        ),
        body=f"""<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>00D5g000004nRtY</OrganizationId><ActionId>04k5g0000008OQb</ActionId><SessionId xsi:nil="true"/><EnterpriseUrl>https://nordlicht.my.salesforce.com/services/Soap/c/64.0/00D5g000004nRtY</EnterpriseUrl><PartnerUrl>https://nordlicht.my.salesforce.com/services/Soap/u/64.0/00D5g000004nRtY</PartnerUrl><Notification><Id>04l5g000001pJmz</Id><sObject xsi:type="sf:Opportunity" xmlns:sf="urn:sobject.enterprise.soap.sforce.com"><sf:Id>0065g00000QXyZA</sf:Id><sf:Amount>5940.0</sf:Amount><sf:CloseDate>2026-12-31</sf:CloseDate><sf:Name>Büro Hansen &amp; Söhne</sf:Name><sf:LastModifiedDate>{iso(ago(seconds=4))}</sf:LastModifiedDate></sObject></Notification></notifications></soapenv:Body></soapenv:Envelope>""".encode(),
        reads_as="xml",
        event="notifications",
        about="SOAP message: notifications",
        asides=("5 s before arrival",),
    ),
    Example(
        name="DocuSign Connect, XML",
        path="/docusign",
        headers=(
            ("Content-Type", "text/xml; charset=utf-8"),
            ("x-authorization-digest", "HMACSHA256"),
            ("X-DocuSign-Signature-1", b64("ds")),
            ("User-Agent", "docusign"),
        ),
        body=f"""<?xml version="1.0" encoding="utf-8"?>
<DocuSignEnvelopeInformation xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns="http://www.docusign.net/API/3.0">
  <EnvelopeStatus>
    <RecipientStatuses>
      <RecipientStatus>
        <Type>Signer</Type>
        <Email>clara@nordlicht.example</Email>
        <UserName>Clara Brandt</UserName>
        <RoutingOrder>1</RoutingOrder>
        <Sent>{ago(minutes=9):%Y-%m-%dT%H:%M:%S.07}</Sent>
        <Signed>{ago(seconds=30):%Y-%m-%dT%H:%M:%S.653}</Signed>
        <DeclineReason xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" />
        <Status>Completed</Status>
        <CustomFields />
        <RecipientId>{uuid("recipient")}</RecipientId>
      </RecipientStatus>
    </RecipientStatuses>
    <TimeGenerated>{ago(seconds=5):%Y-%m-%dT%H:%M:%S.4471}</TimeGenerated>
    <EnvelopeID>{uuid("envelope")}</EnvelopeID>
    <Subject>Please sign: Röstvertrag &lt;2027&gt;</Subject>
    <Status>Completed</Status>
    <ACHolder>Ravi Menon</ACHolder>
  </EnvelopeStatus>
  <DocumentPDFs>
    <DocumentPDF><Name>Vertrag.pdf</Name><PDFBytes>{base64.b64encode(PDF).decode()}</PDFBytes></DocumentPDF>
  </DocumentPDFs>
  <TimeZone>Pacific Standard Time</TimeZone>
</DocuSignEnvelopeInformation>
""".encode(),
        reads_as="xml",
        parts=("DocuSignEnvelopeInformation.DocumentPDFs.DocumentPDF.PDFBytes",),
        looks=("tab=headers", "part=1"),
    ),
]
