"""Taking what a bin caught out of it as one file, and back in, over the API."""

from __future__ import annotations

import io

from django.conf import settings
from django.http import StreamingHttpResponse
from ninja import Query, Router

from requestbin.api.asking import asked
from requestbin.api.auth import Call, bearer, bin_of
from requestbin.api.door import NDJSON_TYPE, demand_known, demand_type
from requestbin.api.errors import Problem
from requestbin.api.fields import Id
from requestbin.api.requests import SANDBOX
from requestbin.api.schemas import exports as schemas
from requestbin.bins import exporting
from requestbin.ingest import importing
from requestbin.inspection.exports import FORMATS, format_of

router = Router(auth=bearer, tags=["Exports"])

RETRY_SECONDS = 10
EXPORT_DOCS = {
    "responses": {
        200: {
            "description": "The file, in the order of arrival.",
            "content": {
                each.media_type.partition(";")[0]: {
                    "schema": {"type": "object" if each.slug == "har" else "string"}
                }
                for each in FORMATS
            },
        }
    }
}
IMPORT_DOCS = {
    "requestBody": {
        "required": True,
        "content": {NDJSON_TYPE: {"schema": {"type": "string"}}},
    }
}


@router.get("/bins/{word:bin_id}/export", response={200: None}, openapi_extra=EXPORT_DOCS)
def export_requests(
    request: Call, bin_id: Id, query: Query[schemas.ExportQuery]
) -> StreamingHttpResponse:
    """Export captured requests, oldest first, as they are when the call comes.

    `ndjson` has a line for each: the item of the list with `body_base64` and `note`, which the
    import takes back.
    """
    demand_known(request, schemas.ExportQuery)
    where = asked(query)
    format = format_of(query.format)
    assert format is not None
    try:
        export = exporting.Export(bin_of(request, bin_id), format, where, masked=query.masked)
        stream = exporting.Stream(export)
    except exporting.Busy as why:
        raise Problem(429, str(why), retry_after=RETRY_SECONDS) from None
    headers = {
        "Content-Disposition": f'attachment; filename="{export.file_name}"',
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingHttpResponse(stream, content_type=format.media_type, headers=headers)


@router.post(
    "/bins/{word:bin_id}/import",
    response={200: schemas.Imported},
    openapi_extra=IMPORT_DOCS,
)
def import_requests(request: Call, bin_id: Id) -> schemas.Imported:
    """Import what an NDJSON export holds: good lines are stored, the others are named.

    They get new numbers, in their order; all else is as it was, stars and notes too.
    """
    bin = bin_of(request, bin_id)
    demand_type(request, request.body, NDJSON_TYPE)
    try:
        with importing.turn():
            *_, outcome = importing.imported(bin, io.BytesIO(request.body), settings.REQUESTBIN)
    except importing.Busy as why:
        raise Problem(429, str(why), retry_after=RETRY_SECONDS) from None
    except importing.Stopped as why:
        raise Problem(503, str(why), retry_after=RETRY_SECONDS) from None
    problems = [schemas.LineProblem(line=line, message=why) for line, why in outcome.problems]
    return schemas.Imported(stored=outcome.stored, wrong=outcome.wrong, problems=problems)
