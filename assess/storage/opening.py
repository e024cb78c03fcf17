"""The storage an operator set up: a bucket where one is named, the folder otherwise."""

from assess.config import Settings
from assess.storage.bucket import Access, Bucket
from assess.storage.folder import Folder
from assess.storage.interface import Storage


def open_storage(settings: Settings) -> Storage:
    """Give the place of files; nothing is asked of it yet."""
    if settings.storage_s3_bucket is None:
        return Folder(settings.storage_path)
    return Bucket(
        Access(
            bucket=settings.storage_s3_bucket,
            endpoint=settings.storage_s3_endpoint,
            region=settings.storage_s3_region,
            prefix=settings.storage_s3_prefix,
            access_key=settings.storage_s3_access_key,
            secret_key=settings.storage_s3_secret_key,
            virtual=settings.storage_s3_addressing == "virtual",
        )
    )
