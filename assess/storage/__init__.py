from assess.storage.bucket import Bucket
from assess.storage.folder import Folder
from assess.storage.interface import Listed, Storage, Stored
from assess.storage.opening import open_storage

__all__ = ["Bucket", "Folder", "Listed", "Storage", "Stored", "open_storage"]
