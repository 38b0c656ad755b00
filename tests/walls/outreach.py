"""One of everything that stands in the room of campaigns: a draft, one on its way, a kept choice, a count."""

import io
from datetime import UTC, datetime
from uuid import UUID

from PIL import Image

from casa.core.accounts.models import Brand
from casa.core.campaigns import counting, rules
from casa.core.campaigns.models import Campaign, CampaignState, Recipient, Throttle
from casa.core.connections.models import Connection
from casa.core.people.models import Person
from casa.lib.ids import new_id


def _picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "PNG")
    return made.getvalue()


def reach_out(brand: Brand, connection: Connection, person: Person, word: str) -> dict[str, UUID]:
    """Made by the real rules where there are any; the ids by kind."""
    now = datetime.now(UTC)
    audience = rules.save_audience(f"Friends of {word}", {"stayed": {}})
    draft = rules.draft(f"More {word}", "service", brand)
    rules.word(draft, "A", f"{brand.name}: there is {word}.")
    picture = rules.add_picture(draft, _picture())
    counting.count_campaign(draft)
    going = rules.copy(draft)
    Campaign.objects.filter(id=going.id).update(state=CampaignState.PAUSED, started_at=now, taken_at=now)
    here = {"workspace_id": brand.workspace_id}
    Recipient.objects.create(id=new_id(), **here, campaign=going, person=person, variant="A", not_before=now)
    Throttle.objects.create(id=new_id(), **here, connection=connection, at=now)
    return {"campaign": draft.id, "going": going.id, "audience": audience.id, "campaign_picture": picture.id}
