"""What the editor of an automatic message sends, as data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from casa.core.accounts.rules import NotPossible
from casa.core.campaigns import filters, sequences
from casa.core.campaigns.models import Sequence, Step, Trigger
from casa.core.campaigns.sequences import Draft, StepDraft
from casa.core.templates.models import Template, TemplateKind

UNITS = {"minutes": 1, "hours": 60, "days": 24 * 60}
BEFORE = sequences.BEFORE
TRIGGERS = tuple(Trigger(key) for key in Trigger.values if key in sequences.PLANNABLE)
STAYED = ("", "first", "again")


@dataclass(frozen=True, slots=True)
class TypedStep:
    """One message as it stands in the form; ``hour`` is "" for the exact time."""

    text: str = ""
    amount: str = "0"
    unit: str = "days"
    hour: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A sequence as it stands in the form, kept or not. ``rest``: conditions that the form does not show, as data."""

    name: str = ""
    trigger: str = Trigger.BEFORE_ARRIVAL
    steps: tuple[TypedStep, ...] = (TypedStep(amount="1", hour="16"),)
    homes: tuple[str, ...] = ()
    stayed: str = ""
    stop_on_reply: bool = False
    stop_on_booking: bool = False

    @property
    def before(self) -> bool:
        return self.trigger in BEFORE


def typed(data: QueryDict) -> Typed:
    """The form's fields; a step is taken out or added where a button asks for it."""
    trigger, stayed = data.get("trigger", ""), data.get("stayed", "")
    return Typed(
        name=data.get("name", "")[:120],
        trigger=trigger if trigger in TRIGGERS else Trigger.BEFORE_ARRIVAL,
        steps=_steps(data),
        homes=tuple(data.getlist("home")),
        stayed=stayed if stayed in STAYED else "",
        stop_on_reply=data.get("stop_on_reply") == "1",
        stop_on_booking=data.get("stop_on_booking") == "1",
    )


def _steps(data: QueryDict) -> tuple[TypedStep, ...]:
    columns = [data.getlist(name)[: sequences.MOST_STEPS] for name in ("text", "amount", "unit", "hour")]
    steps = [TypedStep(*row) for row in zip(*columns, strict=False)]
    do = data.get("do", "")
    if do == "add" and len(steps) < sequences.MOST_STEPS:
        steps.append(TypedStep())
    if do.startswith("drop:") and len(steps) > 1:
        steps = [step for place, step in enumerate(steps) if f"drop:{place}" != do]
    return tuple(steps) or (TypedStep(),)


def kept(row: Sequence, steps: Iterable[Step]) -> Typed:
    """A kept sequence as the form shows it."""
    tree = filters.read(row.filter)
    stays = next((leaf for leaf in tree.of if isinstance(leaf, filters.Stays)), None)
    return Typed(
        name=row.name,
        trigger=row.trigger,
        steps=tuple(_kept_step(step) for step in steps) or (TypedStep(),),
        homes=tuple(str(each) for each in filters.homes(tree)),
        stayed="" if stays is None else "first" if stays.at_most == 0 else "again",
        stop_on_reply=row.stop_on_reply,
        stop_on_booking=row.stop_on_booking,
    )


def _kept_step(step: Step) -> TypedStep:
    size = abs(step.offset_minutes)
    unit = next((name for name in ("days", "hours") if size % UNITS[name] == 0), "minutes")
    hour = "" if step.at_hour is None else str(step.at_hour)
    return TypedStep(str(step.template_id), str(size // UNITS[unit]), unit, hour)


def draft_of(form: Typed, row: Sequence | None, texts: Mapping[str, Template]) -> tuple[Draft, list[StepDraft]]:
    """What the rule is given. Raises NotPossible in words for the form."""
    steps = [_step_of(step, form.before, texts) for step in form.steps]
    offers = any(step.template.kind == TemplateKind.MARKETING for step in steps)
    draft = Draft(
        form.name,
        form.trigger,
        program="marketing" if offers else "service",
        filter=filters.write(_filter_of(form, row)),
        stop_on_reply=form.stop_on_reply,
        stop_on_booking=form.stop_on_booking,
        brand=row.brand if row else None,
        connection=row.connection if row else None,
    )
    return draft, steps


def _step_of(step: TypedStep, before: bool, texts: Mapping[str, Template]) -> StepDraft:
    template = texts.get(step.text)
    if template is None:
        raise NotPossible("Pick a saved text for every message.")
    if not step.amount.strip().isdecimal() or len(step.amount.strip()) > 6 or step.unit not in UNITS:
        raise NotPossible("Write the time as a whole number, such as 3.")
    if step.hour and not (step.hour.isdecimal() and int(step.hour) <= 23):
        raise NotPossible("Pick an hour of the day.")
    if step.hour and step.unit != "days":
        raise NotPossible("An hour of the day goes with whole days. Count in days, or leave the hour out.")
    size = int(step.amount) * UNITS[step.unit]
    return StepDraft(template, -size if before else size, int(step.hour) if step.hour else None)


def _filter_of(form: Typed, row: Sequence | None) -> filters.All:
    """The form's conditions, and those of the row that the form does not show."""
    old = filters.read(row.filter if row else None).of
    tree = filters.All(tuple(leaf for leaf in old if not isinstance(leaf, filters.AtHome | filters.Stays)))
    try:
        homes = tuple(UUID(each) for each in form.homes)
    except ValueError:
        raise NotPossible("Choose the homes again.") from None
    if homes:
        tree = filters.add(tree, filters.AtHome(homes))
    if form.stayed:
        tree = filters.add(tree, filters.Stays(0, 0) if form.stayed == "first" else filters.Stays(1))
    return tree
