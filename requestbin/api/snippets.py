"""A captured request as commands and programs that send it again, over the API."""

from __future__ import annotations

from ninja import Query, Router

from requestbin.api.auth import Call, bearer, bin_of
from requestbin.api.bins import origins
from requestbin.api.door import demand_known
from requestbin.api.fields import Id, Seq
from requestbin.api.schemas import snippets as schemas
from requestbin.bins import queries
from requestbin.bins.address import PREFIX
from requestbin.inspection.snippets import TOOLS, Tool

router = Router(auth=bearer, tags=["Requests"])


@router.get(
    "/bins/{word:bin_id}/requests/{int:seq}/snippets",
    response={200: schemas.Snippets},
)
def list_snippets(
    request: Call, bin_id: Id, seq: Seq, query: Query[schemas.SnippetsQuery]
) -> schemas.Snippets:
    """Give a captured request as text that sends it to the bin again.

    `notes` say what secrets the text holds, and what the tool cannot send as it was.
    """
    demand_known(request, schemas.SnippetsQuery)
    bin = bin_of(request, bin_id)
    row = queries.find_request(bin, seq)
    captured = row.captured(queries.body_of(bin.pk, seq))
    place = f"{origins(request).capture}{PREFIX.decode()}{bin.key}{row.below.decode('latin-1')}"

    def shown(tool: Tool) -> schemas.Snippet:
        made = tool.snippet(captured, place)
        return schemas.Snippet(
            tool=tool.slug,
            language=tool.language,
            file_name=tool.file_name,
            text=made.text,
            notes=list(made.notes),
        )

    tools = [tool for tool in TOOLS if query.tool in (None, tool.slug)]
    return schemas.Snippets(items=[shown(tool) for tool in tools])
