"""Documents: what was printed from the factsheet, and the factsheets, only ever sent as files to keep."""

from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from giaoban.queries import documents, factsheets
from giaoban.web.access import declares


@declares("document.download", key="name")
def download(request: HttpRequest, round_id: str, name: str) -> HttpResponse:
    """Send one printed document as an attachment with the content type of its kind."""
    document = documents.document(round_id, name)
    printed_at = int(document.path.stat().st_mtime)
    heads = {"Last-Modified": http_date(printed_at), "Cache-Control": "no-cache"}
    unchanged = get_conditional_response(request, last_modified=printed_at)
    name = f"{round_id}-{document.path.name}"
    return unchanged or _sent(document.path, name, document.media_type, heads)


@declares("factsheet.download", key="digest")
def download_factsheet(request: HttpRequest, digest: str) -> HttpResponse:
    """Send the factsheet of this digest, also after a later one replaced it: it can never change."""
    factsheets.by_digest(digest)
    mark = f'"{digest}"'
    heads = {"ETag": mark, "Cache-Control": "public, max-age=31536000, immutable"}
    name = f"factsheet-{digest[:12]}.json"
    unchanged = get_conditional_response(request, etag=mark)
    return unchanged or _sent(factsheets.path_of(digest), name, "application/json", heads)


def _sent(path: Path, name: str, media_type: str, heads: dict[str, str]) -> FileResponse:
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=media_type, headers=heads
    )
