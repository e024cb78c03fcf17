"""Files of a batch laid into a folder and into a bucket under names people can read."""

from datetime import datetime

import obstore
import pytest

from assess.db import Database
from assess.errors import NotFoundError
from assess.reports.bulk.models import BatchTarget
from assess.reports.bulk.naming import names, stem_of
from assess.reports.bulk.operations import Wanted
from assess.storage import Folder
from tests.factories.batches import Cycle, Tiny, begin, make_cycle, work
from tests.objectstore import ObjectStore


@pytest.fixture
def cycle(database: Database, now: datetime) -> Cycle:
    return make_cycle(database, now=now)


def test_files_laid_into_the_folder_have_their_names(
    database: Database, cycle: Cycle, storage: Folder, now: datetime
) -> None:
    batch_id = begin(database, cycle, now, Wanted(target=BatchTarget.STORE))
    work(database, storage, Tiny(), now)
    place = storage.root / "exports" / str(cycle.campaign.id) / str(batch_id)
    laid = {path.name: path.read_bytes() for path in place.iterdir()}
    assert {name: content for name, content in laid.items() if not name.startswith("index.")} == cycle.content()
    assert set(laid) - set(cycle.content()) == {"index.csv", "index.xlsx", "index.json"}
    assert len(list(storage.keys())) == 3 + 3


def test_a_name_never_leads_out_of_the_exports(storage: Folder, object_store: ObjectStore) -> None:
    key = storage.put(b"x").key
    bucket = object_store.storage()
    bucket.put(b"x")
    for place in (storage, bucket):
        for name in ("../a", "a//b", "/a", "a/..", "a/ ", "a\\b", ""):
            with pytest.raises(ValueError, match="below exports"):
                place.export(key, name)
        place.export(key, "批次/编号-单位.pdf")
        place.export(key, "批次/编号-单位.pdf")
        with pytest.raises(NotFoundError):
            place.export("0" * 64, "a")
        assert list(place.keys()) == [key]


def test_files_are_laid_into_a_bucket(
    database: Database, cycle: Cycle, object_store: ObjectStore, now: datetime
) -> None:
    bucket = object_store.storage()
    batch_id = begin(database, cycle, now, Wanted(target=BatchTarget.STORE))
    work(database, bucket, Tiny(), now)
    place = f"exports/{cycle.campaign.id}/{batch_id}/"
    laid = {one["path"].removeprefix(place) for page in obstore.list(bucket._store, "exports") for one in page}
    assert laid == {*cycle.content(), "index.csv", "index.xlsx", "index.json"}


def test_names_are_clean_and_unlike_one_another() -> None:
    told = [("ZP-1", "甲/乙:*公司?"), ("ZP-1", "甲/乙:*公司?"), ("zp-1", "甲-乙--公司-"), ("ZP-2", "x" * 300)]
    made = list(names(told, "pdfa"))
    assert made[0] == "ZP-1-甲-乙--公司-.pdf"
    assert len({name.casefold() for name in made}) == 4
    assert all(len(name) < 80 and not set(name) & set('<>:"|?*/\\') for name in made)
    assert stem_of("..\u202e=cmd.") == "=cmd"
    late = next(names([("ZP-3", f"A.{'b' * 300}")], "xlsx"))
    assert (late[:8], late[-6:]) == ("ZP-3-A.b", "b.xlsx"), "a point in a name is no suffix"
