"""Documents: what was printed from the factsheet, only ever sent as a file to keep."""

from django.http import FileResponse, HttpRequest

from giaoban.queries import documents
from giaoban.web.access import declares


@declares("document.download", key="name")
def download(request: HttpRequest, round_id: str, name: str) -> FileResponse:
    """Send one printed document as an attachment with the content type of its kind."""
    document = documents.document(round_id, name)
    return FileResponse(
        document.path.open("rb"),
        as_attachment=True,
        filename=f"{round_id}-{document.path.name}",
        content_type=document.media_type,
    )
