"""Every record type there is; a type that is not listed here is not in the register."""

from sqlmodel import SQLModel

from talentreg.records.benefit import Apartment, Benefit, Payment, Policy, Tenancy
from talentreg.records.campaign import Campaign, Fulfilment, Task
from talentreg.records.changes import AuditEntry, Change, ChangeSet, ImportedFile, Source
from talentreg.records.contact import Contact
from talentreg.records.duty import Assignment, DutyRule
from talentreg.records.entry import Entry, Membership
from talentreg.records.event import Attendance, Event
from talentreg.records.fields import Record
from talentreg.records.history import Affiliation, Intention, Status
from talentreg.records.imports import ImportProblem, RememberedColumn
from talentreg.records.library import Inclusion, Library
from talentreg.records.milestone import Milestone
from talentreg.records.office_figure import OfficeFigure
from talentreg.records.person import Person
from talentreg.records.project import Arrival, Partner, Project
from talentreg.records.request import Request
from talentreg.records.returning import ReturnCase
from talentreg.records.sameness import Conflict, DistinctPair, ErasedPerson, MergedPerson
from talentreg.records.staff import Staff
from talentreg.records.submission import Submission, SubmittedNumber, SubmittedRows
from talentreg.records.unit import Unit
from talentreg.records.word import OpenWord

RECORDS: tuple[type[Record], ...] = (
    *(Unit, Staff, Person, Status, Intention, Affiliation, Contact),
    *(MergedPerson, DistinctPair, Conflict),
    *(Event, Attendance, Assignment, DutyRule, Request, Campaign, Task, Fulfilment),
    *(Entry, Membership, Milestone, ReturnCase, Project, Partner, Arrival),
    *(Library, Inclusion, Policy, Benefit, Payment, Apartment, Tenancy, OfficeFigure),
    *(Submission, SubmittedNumber, SubmittedRows),
)
"""What an office enters: written only inside change sets, undone with them."""

BOOKKEEPING: tuple[type[Record], ...] = (
    ChangeSet,
    Change,
    ImportedFile,
    Source,
    ImportProblem,
    RememberedColumn,
    ErasedPerson,
    AuditEntry,
    OpenWord,
)
"""What the register keeps about itself."""

METADATA = SQLModel.metadata
