"""Clouds and buses: envelopes within envelopes, base64 within JSON, CloudEvents in their modes."""

from __future__ import annotations

import base64
import gzip

from tests.corpus.example import (
    JSON,
    Example,
    ago,
    b64,
    compact,
    iso,
    letters,
    pretty,
    token,
    unix,
    uuid,
)

_S3 = {
    "Records": [
        {
            "eventVersion": "2.1",
            "eventSource": "aws:s3",
            "awsRegion": "eu-central-1",
            "eventTime": iso(ago(seconds=6)),
            "eventName": "ObjectCreated:Put",
            "userIdentity": {"principalId": "AWS:AIDAJDPLRKLG7UEXAMPLE"},
            "s3": {
                "s3SchemaVersion": "1.0",
                "configurationId": "roasts",
                "bucket": {"name": "nordlicht-roasts", "arn": "arn:aws:s3:::nordlicht-roasts"},
                "object": {
                    "key": "2026/11/batch+31.csv",
                    "size": 10240,
                    "eTag": "d41d8cd98f00b204e9800998ecf8427e",
                    "sequencer": "0055AED6DCD90281E5",
                },
            },
        }
    ]
}
_SNS = {
    "Type": "Notification",
    "MessageId": uuid("sns"),
    "TopicArn": "arn:aws:sns:eu-central-1:123456789012:roasts",
    "Subject": "Amazon S3 Notification",
    "Message": compact(_S3).decode(),
    "Timestamp": iso(ago(seconds=1)),
    "SignatureVersion": "2",
    "Signature": b64("sns", 256),
    "SigningCertURL": "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-60eadc530605d63b8e62a523676ef735.pem",
    "UnsubscribeURL": "https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns:eu-central-1:123456789012:roasts:2bcfbf39",
}
_ORDER = {"order": 6735, "state": "roasting", "beans": ["sidamo", "yirgacheffe"]}
_PUBSUB = {
    "message": {
        "attributes": {"eventType": "OBJECT_FINALIZE", "bucketId": "roasts"},
        "data": base64.b64encode(compact(_ORDER)).decode(),
        "messageId": "2070443601311540",
        "message_id": "2070443601311540",
        "publishTime": iso(ago(seconds=1)),
        "publish_time": iso(ago(seconds=1)),
    },
    "subscription": "projects/nordlicht/subscriptions/roasts-push",
    "deliveryAttempt": 2,
}
_CLOUD = {
    "specversion": "1.0",
    "type": "example.nordlicht.batch.roasted",
    "source": "/roaster/2",
    "subject": "batch/31",
    "id": uuid("ce"),
    "time": iso(ago(seconds=2)),
    "datacontenttype": "application/json",
    "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
}

_LOGS = [
    {
        "messageType": "DATA_MESSAGE",
        "owner": "123456789012",
        "logGroup": "/roaster/2",
        "logStream": "drum",
        "subscriptionFilters": ["all"],
        "logEvents": [
            {
                "id": f"3195310660696698337880902507980421114328961542429EXAMPLE{n}",
                "timestamp": unix(ago(seconds=5 - n)) * 1000,
                "message": f"drum at {180 + n} °C",
            }
        ],
    }
    for n in range(2)
]


def _amazon(kind: str) -> tuple[tuple[str, str], ...]:
    return (
        ("x-amz-sns-message-type", kind),
        ("x-amz-sns-message-id", uuid("sns")),
        ("x-amz-sns-topic-arn", "arn:aws:sns:eu-central-1:123456789012:roasts"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("User-Agent", "Amazon Simple Notification Service Agent"),
        ("Accept-Encoding", "gzip,deflate"),
    )


EXAMPLES = [
    Example(
        name="Amazon SNS around an S3 event",
        path="/sns",
        headers=_amazon("Notification"),
        body=pretty(_SNS),
        event="Notification",
        parts=("Message",),
        looks=("part=1", "part=1&view=tree", "tab=headers"),
    ),
    Example(
        name="Amazon SNS, to confirm",
        path="/sns",
        headers=_amazon("SubscriptionConfirmation"),
        body=pretty(
            {
                "Type": "SubscriptionConfirmation",
                "MessageId": uuid("sns2"),
                "Token": letters("sns token", 200).lower(),
                "TopicArn": _SNS["TopicArn"],
                "Message": "You have chosen to subscribe to a topic.",
                "SubscribeURL": f"https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn={_SNS['TopicArn']}&Token={letters('sns token', 200).lower()}",
                "Timestamp": iso(ago(seconds=1)),
                "SignatureVersion": "1",
                "Signature": b64("sns2", 256),
                "SigningCertURL": _SNS["SigningCertURL"],
            }
        ),
        event="SubscriptionConfirmation",
    ),
    Example(
        name="Google Pub/Sub, base64 JSON",
        path="/pubsub",
        headers=(
            JSON,
            ("User-Agent", "CloudPubSub-Google"),
            (
                "Authorization",
                f"Bearer {token(aud='https://hooks.example.com', email='push@nordlicht.iam.gserviceaccount.com', iss='https://accounts.google.com', exp=unix() + 3600)}",
            ),
            ("From", "noreply@google.com"),
        ),
        body=pretty(_PUBSUB),
        event="OBJECT_FINALIZE",
        parts=("message.data",),
        looks=("part=1", "tab=headers"),
    ),
    Example(
        name="Amazon EventBridge, API destination",
        path="/eventbridge",
        headers=(
            ("Content-Type", "application/json; charset=utf-8"),
            ("User-Agent", "Amazon/EventBridge/ApiDestinations"),
            ("Range", "bytes=0-1048575"),
            ("X-Api-Key", letters("eb", 40)),
        ),
        body=compact(
            {
                "version": "0",
                "id": uuid("eb"),
                "detail-type": "EC2 Instance State-change Notification",
                "source": "aws.ec2",
                "account": "123456789012",
                "time": iso(ago(seconds=3), "seconds"),
                "region": "eu-central-1",
                "resources": ["arn:aws:ec2:eu-central-1:123456789012:instance/i-1234567890abcdef0"],
                "detail": {"instance-id": "i-1234567890abcdef0", "state": "terminated"},
            }
        ),
        event="EC2 Instance State-change Notification",
        looks=("tab=headers",),
    ),
    Example(
        name="Azure Event Grid",
        path="/eventgrid",
        headers=(
            ("Content-Type", "application/json; charset=utf-8"),
            ("aeg-subscription-name", "ROASTS"),
            ("aeg-delivery-count", "0"),
            ("aeg-data-version", ""),
            ("aeg-metadata-version", "1"),
            ("aeg-event-type", "Notification"),
            ("WebHook-Request-Origin", "eventgrid.azure.net"),
        ),
        body=compact(
            [
                {
                    "id": uuid("eg"),
                    "topic": "/subscriptions/319a9601/resourceGroups/roast/providers/Microsoft.Storage/storageAccounts/roasts",
                    "subject": "/blobServices/default/containers/batches/blobs/31.csv",
                    "eventType": "Microsoft.Storage.BlobCreated",
                    "eventTime": iso(ago(seconds=2), "microseconds"),
                    "data": {
                        "api": "PutBlockList",
                        "contentType": "text/csv",
                        "contentLength": 524288,
                        "blobType": "BlockBlob",
                        "sequencer": "00000000000004420000000000028963",
                    },
                    "dataVersion": "",
                    "metadataVersion": "1",
                }
            ]
        ),
        event="Microsoft.Storage.BlobCreated",
        looks=("tab=headers",),
    ),
    Example(
        name="CloudEvents, structured",
        path="/cloudevents",
        headers=(("Content-Type", "application/cloudevents+json; charset=UTF-8"),),
        body=compact({**_CLOUD, "data": _ORDER}),
        event="example.nordlicht.batch.roasted",
        looks=("view=tree",),
    ),
    Example(
        name="CloudEvents, binary",
        path="/cloudevents",
        headers=(
            *((f"ce-{name}", value) for name, value in _CLOUD.items() if name != "datacontenttype"),
            JSON,
        ),
        body=compact(_ORDER),
        event="example.nordlicht.batch.roasted",
        looks=("tab=headers",),
    ),
    Example(
        name="CloudEvents, a batch with XML and bytes",
        path="/cloudevents",
        headers=(("Content-Type", "application/cloudevents-batch+json"),),
        body=compact(
            [
                {**_CLOUD, "data": _ORDER},
                {
                    **_CLOUD,
                    "id": uuid("ce2"),
                    "datacontenttype": "application/xml",
                    "data": "<batch n='31'><bean>sidamo</bean></batch>",
                },
                {
                    **_CLOUD,
                    "id": uuid("ce3"),
                    "datacontenttype": "application/octet-stream",
                    "data_base64": b64("ce3", 48),
                },
            ]
        ),
        event="example.nordlicht.batch.roasted",
        parts=("example.nordlicht.batch.roasted",) * 3,
        looks=("part=2", "part=2.1"),
    ),
    Example(
        name="Kubernetes, audit log",
        path="/audit",
        headers=(
            JSON,
            ("User-Agent", "kube-apiserver/v1.34.1 (linux/amd64) kubernetes/9adbd12"),
            ("Accept", "application/json, */*"),
        ),
        body=compact(
            {
                "kind": "EventList",
                "apiVersion": "audit.k8s.io/v1",
                "metadata": {},
                "items": [
                    {
                        "level": "Metadata",
                        "auditID": uuid("k8s"),
                        "stage": "ResponseComplete",
                        "requestURI": "/api/v1/namespaces/roast/pods?limit=500",
                        "verb": "list",
                        "user": {
                            "username": "system:serviceaccount:roast:ci",
                            "groups": ["system:serviceaccounts", "system:authenticated"],
                        },
                        "sourceIPs": ["10.42.0.11"],
                        "objectRef": {"resource": "pods", "namespace": "roast", "apiVersion": "v1"},
                        "responseStatus": {"metadata": {}, "code": 200},
                        "requestReceivedTimestamp": iso(ago(seconds=31), "microseconds"),
                        "stageTimestamp": iso(ago(seconds=30), "microseconds"),
                        "annotations": {
                            "authorization.k8s.io/decision": "allow",
                            "authorization.k8s.io/reason": "",
                        },
                    }
                ],
            }
        ),
        event="EventList",
        looks=("view=tree",),
    ),
    Example(
        name="Microsoft Graph, change notification",
        path="/graph",
        headers=(JSON,),
        body=compact(
            {
                "value": [
                    {
                        "subscriptionId": uuid("graph"),
                        "subscriptionExpirationDateTime": iso(ago(hours=-47), "seconds"),
                        "changeType": "created",
                        "resource": "users/8c5a/messages/AAMkAGUw",
                        "resourceData": {
                            "@odata.type": "#Microsoft.Graph.Message",
                            "@odata.etag": 'W/"CQAAABYAAAC"',
                            "id": "AAMkAGUw",
                        },
                        "clientState": "secretClientValue",
                        "tenantId": uuid("tenant"),
                    }
                ]
            }
        ),
        event="created",
    ),
    Example(
        name="Docker registry, notification",
        path="/registry",
        headers=(
            ("Content-Type", "application/vnd.docker.distribution.events.v2+json"),
            ("User-Agent", "Go-http-client/2.0"),
        ),
        body=pretty(
            {
                "events": [
                    {
                        "id": uuid("docker"),
                        "timestamp": iso(ago(seconds=1), "microseconds"),
                        "action": "push",
                        "target": {
                            "mediaType": "application/vnd.oci.image.manifest.v1+json",
                            "size": 708,
                            "digest": "sha256:fea8895f450959fa676bcc1df0611ea93823a735a01205fd8622846041d0c7cf",
                            "length": 708,
                            "repository": "roastery",
                            "tag": "1.14.2",
                        },
                        "request": {
                            "addr": "192.168.64.11:42961",
                            "host": "registry.nordlicht.example",
                            "method": "PUT",
                            "useragent": "docker/28.1",
                        },
                        "actor": {},
                    }
                ]
            }
        ),
        event="push",
    ),
    Example(
        name="Amazon Data Firehose with CloudWatch logs, gzip in base64",
        path="/firehose",
        headers=(
            JSON,
            ("X-Amz-Firehose-Protocol-Version", "1.0"),
            ("X-Amz-Firehose-Request-Id", uuid("fh")),
            ("X-Amz-Firehose-Access-Key", letters("fh", 40)),
            ("User-Agent", "Amazon Kinesis Data Firehose Agent/1.0"),
        ),
        body=compact(
            {
                "requestId": uuid("fh"),
                "timestamp": unix() * 1000,
                "records": [
                    {"data": base64.b64encode(gzip.compress(compact(log), mtime=0)).decode()}
                    for log in _LOGS
                ],
            }
        ),
        parts=("records.0.data", "records.1.data"),
        looks=("tab=headers",),
    ),
]
