"""Stored files as answers: saved, never shown inside a page; their hash is their ETag."""

from typing import Any, Final
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import StreamingResponse

from assess.api.etags import Conditions
from assess.storage import Storage


def file_answer(storage: Storage, key: str, *, media_type: str, name: str, known: Conditions) -> Response:
    """Answer with a stored file, piece by piece.

    Raises:
        NotFoundError: There is no such file.
        UnavailableError: The place of files does not answer.
    """
    etag = f'"{key}"'
    if known.known(etag):
        return Response(status_code=304, headers={"etag": etag})
    headers = {
        "etag": etag,
        "content-length": str(storage.find(key).size),
        "content-disposition": f"attachment; filename*=utf-8''{quote(name, safe='')}",
    }
    return StreamingResponse(storage.stream(key), media_type=media_type, headers=headers)


_BYTES: Final = {"schema": {"type": "string", "format": "binary"}}


def file_responses(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """Describe an answer that is a file."""
    return {
        200: {"description": "文件。 The file.", "content": dict.fromkeys(media_types, _BYTES)},
        304: {"description": "您已有这个文件。 You have it already."},
    }
