"""An upload of which only the fingerprint is kept: each piece is hashed as it arrives and forgotten."""

import hashlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class HashedFile(UploadedFile):
    """A file that was read and not stored: its name, its size and its SHA-256."""

    def __init__(self, name: str, size: int, sha256: str):
        super().__init__(file=BytesIO(), name=name, size=size)
        self.sha256 = sha256


class HashingHandler(FileUploadHandler):
    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.total = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.total.update(raw_data)

    def file_complete(self, file_size: int) -> HashedFile:
        return HashedFile(self.file_name or "", file_size, self.total.hexdigest())
