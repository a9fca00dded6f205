"""What the outreach room asks people to do, or to know, by a date: declared where the things are (duties_of)."""

from outreach.duties_of import campaigns as campaigns
from outreach.duties_of import dates as dates
from outreach.duties_of import drafts as drafts
from outreach.duties_of import needs as needs
from outreach.duties_of import partners as partners
from outreach.duties_of import registrations as registrations
