"""Stored files as answers: straight from the disk where they are there, piece by piece from elsewhere."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request, Response
from fastapi.responses import FileResponse, StreamingResponse

from assess.storage import Folder, Storage


def get_storage(request: Request) -> Storage:
    """Give the place where files live."""
    storage: Storage = request.app.state.storage
    return storage


Files = Annotated[Storage, Depends(get_storage)]


def file_response(
    storage: Storage,
    key: str,
    *,
    media_type: str,
    name: str,
    inline: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with a stored file.

    Args:
        storage: Where it is.
        key: Which one.
        media_type: What it is.
        name: What a reader's machine shall call it.
        inline: To be looked at where it was asked for, instead of being saved.
        headers: Further headers.

    Raises:
        NotFoundError: There is no such file.
        UnavailableError: The place of files does not answer.
    """
    how = "inline" if inline else "attachment"
    if isinstance(storage, Folder):
        path = storage.path(key)
        return FileResponse(
            path, media_type=media_type, filename=name, content_disposition_type=how, headers=dict(headers or {})
        )
    known = {
        "content-length": str(storage.find(key).size),
        "content-disposition": disposition(how, name),
        "etag": f'"{key}"',
    }
    return StreamingResponse(storage.stream(key), media_type=media_type, headers={**known, **(headers or {})})


def disposition(how: str, name: str) -> str:
    """Write what is to be done with a file, and its name in any script."""
    return f"{how}; filename*=utf-8''{quote(name, safe='')}"
