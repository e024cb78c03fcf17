"""Departments of an organisation, and who works in them."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from assess.accounts.models import Account, Organisation
from assess.db import Base


class Department(Base):
    """A department (科室, 部门) of an organisation; one that was closed keeps its row, for what it was given before."""

    __tablename__ = "department"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="named"),
        Index(None, "organisation_id", "name", unique=True),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class DepartmentMember(Base):
    """A person of a department; somebody may work in several."""

    __tablename__ = "department_member"

    department_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Department.id), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id), primary_key=True, index=True)
