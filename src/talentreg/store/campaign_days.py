"""The days of a campaign as a period of counting."""

from datetime import date

from sqlalchemy import Connection

from talentreg.periods import Period, campaign
from talentreg.records.ledgers import CAMPAIGN
from talentreg.records.masking import mask_free_text
from talentreg.store.ledger_finding import read_row


def campaign_period(connection: Connection, text: str, day: date | None = None) -> Period:
    """Return the period of the campaign a number or a name means, `day` taken for today where it is given.

    Raises Unknown with the nearest names, Refused where it has not begun.
    """
    found = read_row(connection, CAMPAIGN, text)
    return campaign(mask_free_text(found["name"]), found["on"], found["until"], day)
