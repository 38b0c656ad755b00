"""What the page of the pretend world reads and does: play a guest, book, cancel, and break things on purpose."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from casa.lib import phones
from casa.lib.ids import new_id
from casa.lib.pretend import Booking, Fault, File, Guest, Text, ThreadMessage, World
from casa.sandbox import stays
from casa.sandbox.behaviour import Behaviour
from casa.sandbox.guests import HOST_PHONE

MOST_GUESTS = 40
MOST_LINES = 200
LONGEST_BODY = 1600
LARGEST_PICTURE = 5 * 1024 * 1024
PICTURES: dict[str, bytes] = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG", "image/gif": b"GIF8"}
HEARTBEAT = 15.0
HUSH = 30.0  # seconds
TROUBLE: dict[str, tuple[str, str, Fault]] = {
    "send_fails": ("twilio", "The next text the host sends is turned down", Fault("", "status", "/Messages", 400)),
    "send_unsure": ("twilio", "The next text goes out, but no answer comes", Fault("", "after_hang", "/Messages")),
    "text_twice": ("twilio", "News of the next text arrives twice", Fault("", "duplicate")),
    "text_slow": ("twilio", "Twilio answers 8 seconds late, once", Fault("", "slow", seconds=8.0)),
    "write_fails": ("hospitable", "The next platform message is turned down", Fault("", "status", "/messages", 422)),
    "write_twice": ("hospitable", "News of the next platform message arrives twice", Fault("", "duplicate")),
    "busy": ("hospitable", "Hospitable asks Casa to slow down, once", Fault("", "status", status=429)),
    "model_busy": ("anthropic", "The model is overloaded, once", Fault("", "status", status=529)),
}

Json = dict[str, Any]


class Refusal(Exception):
    """What the page may not do, in a sentence that says what to do instead."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.words, self.status = words, status


class Page:
    """The page's reads and deeds over one world."""

    def __init__(self, world: World, behaviour: Behaviour) -> None:
        self.world = world
        self.behaviour = behaviour
        self._listeners: set[Callable[[str], None]] = set()
        world.on("text", lambda news, text: self._tell(self._guest_of(text)))
        world.on("thread_message", lambda news, line: self._tell(self._guest_id(line.booking_id)))
        world.on("booking", lambda news, booking: self._tell(booking.guest_id))

    def routes(self) -> list[Route]:
        return [
            Route("/_casa/guests", self._answer(self.guests)),
            Route("/_casa/guests/{guest}", self._answer(self.guest)),
            Route("/_casa/guests/{guest}/texts", self._answer(self.send_text), methods=["POST"]),
            Route("/_casa/guests/{guest}/bookings", self._answer(self.book), methods=["POST"]),
            Route("/_casa/bookings/{booking}/lines", self._answer(self.write), methods=["POST"]),
            Route("/_casa/bookings/{booking}/cancel", self._answer(self.cancel), methods=["POST"]),
            Route("/_casa/trouble", self._answer(self.trouble)),
            Route("/_casa/trouble", self._answer(self.make_trouble), methods=["POST"]),
            Route("/_casa/hush", self._answer(self.hush), methods=["POST"]),
            Route("/_casa/files/{file}", self.file),
            Route("/_casa/live", self.live),
        ]

    def _answer(self, deed: Callable[[Request], Awaitable[Json]]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            # Another site open in the same browser must not play guests here.
            if request.method == "POST" and request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
                return JSONResponse({"words": "Open the pretend world's own page for this."}, 403)
            try:
                return JSONResponse(await deed(request))
            except Refusal as refusal:
                return JSONResponse({"words": refusal.words}, refusal.status)

        return endpoint

    # ------------------------------------------------------------------------------------------ reading

    async def guests(self, request: Request) -> Json:
        """The guests whose name, phone or home holds the words; without words those of these days first."""
        asked = request.query_params.get("q", "").casefold().split()
        today = self._today()
        with self.world.lock:
            nearest = self._nearest(today)
            rows = [(nearest.get(guest.id), guest) for guest in self.world.guests.values()]
        found = [row for row in rows if all(part in self._told(row[1], row[0]) for part in asked)]
        found.sort(key=lambda row: _distance(row[0], today))
        shown = [self._row(guest, booking) for booking, guest in found[:MOST_GUESTS]]
        homes = [{"id": home.id, "name": home.name} for home in self.world.homes.values()]
        return {"guests": shown, "total": len(found), "homes": homes, "today": today.isoformat()}

    async def guest(self, request: Request) -> Json:
        """One guest: their stays, the texts on their phone, and the lines of each platform thread."""
        guest = self._found(request)
        with self.world.lock:
            bookings = sorted(self._bookings(guest.id), key=lambda one: one.arrival, reverse=True)
            texts = [text for text in self.world.texts if guest.phone and guest.phone in (text.sender, text.recipient)]
            threads = {one.id: [_line(line) for line in self.world.thread.get(one.id, [])] for one in bookings}
        return {
            **self._row(guest, self._current(guest.id, self._today())),
            "manner": guest.manner,
            "language": guest.language,
            "location": guest.location,
            "texts": [_text(text, guest) for text in texts[-MOST_LINES:]],
            "bookings": [self._stay(one) | {"lines": threads[one.id][-MOST_LINES:]} for one in bookings],
        }

    async def trouble(self, request: Request) -> Json:
        """What can be broken, and what is still waiting to happen."""
        with self.world.lock:
            waiting = [(fault.provider, fault.kind, fault.status) for fault in self.world.faults if fault.times > 0]
        rows = [
            {"name": name, "words": words, "waiting": (provider, fault.kind, fault.status) in waiting}
            for name, (provider, words, fault) in TROUBLE.items()
        ]
        return {"trouble": rows}

    async def file(self, request: Request) -> Response:
        file = self.world.files.get(request.path_params["file"])
        if file is None or file.content_type not in PICTURES:
            return Response("", 404)
        return Response(file.body, media_type=file.content_type)

    # ------------------------------------------------------------------------------------------ doing

    async def send_text(self, request: Request) -> Json:
        """The guest texts the host, with or without a picture."""
        guest = self._found(request)
        if not guest.phone:
            raise Refusal("This guest has no phone number yet. Write on the booking platform instead.")
        async with request.form(max_files=1, max_fields=4, max_part_size=64 * 1024) as form:
            body = str(form.get("body") or "").strip()
            upload = form.get("picture")
            media = (await self._picture(upload),) if isinstance(upload, UploadFile) and upload.filename else ()
        if len(body) > LONGEST_BODY or not (body or media):
            raise Refusal(f"Write something, at most {LONGEST_BODY} characters.")
        self.behaviour.leave(guest.id)
        text = Text(str(new_id()), guest.phone, HOST_PHONE, body, self.world.clock(), media)
        await asyncio.to_thread(self.world.text, text)
        return {"id": text.id}

    async def _picture(self, upload: UploadFile) -> str:
        content = await upload.read(LARGEST_PICTURE + 1)
        kind = next((kind for kind, start in PICTURES.items() if content.startswith(start)), "")
        if not kind or len(content) > LARGEST_PICTURE:
            raise Refusal("Choose a JPEG, PNG or GIF picture of at most 5 MB.")
        file = File(str(new_id()), kind, content)
        with self.world.lock:
            self.world.files[file.id] = file
        return file.id

    async def write(self, request: Request) -> Json:
        """The guest writes in a booking's platform thread."""
        booking = self._booking(request)
        body = str((await _json(request)).get("body") or "").strip()
        if not body or len(body) > LONGEST_BODY:
            raise Refusal(f"Write something, at most {LONGEST_BODY} characters.")
        self.behaviour.leave(booking.guest_id)
        line = ThreadMessage(str(new_id()), booking.id, "guest", body, self.world.clock())
        await asyncio.to_thread(self.world.write, line)
        return {"id": line.id}

    async def book(self, request: Request) -> Json:
        """The guest books a home, if it is free."""
        guest, wish = self._found(request), await _json(request)
        home = self.world.homes.get(str(wish.get("home")))
        arrival, nights = _day(wish.get("arrival")), wish.get("nights")
        if home is None or arrival is None or not isinstance(nights, int) or not 1 <= nights <= 30:
            raise Refusal("Choose a home, the day of arrival, and 1 to 30 nights.")
        departure = arrival + timedelta(days=nights)
        if arrival < self._today() or self._is_taken(home.id, arrival, departure):
            raise Refusal(f"{home.name} is not free then. Choose other days.", 409)
        payout, total = stays.money(home, arrival, nights, "airbnb")
        key, now = str(new_id()), self.world.clock()
        code = "HM" + key.replace("-", "")[-8:].upper()
        made = Booking(key, home.id, guest.id, "airbnb", code, arrival, departure, now, payout=payout, total=total)
        await asyncio.to_thread(self.world.book, replace(made, thread_id=f"t-{key}"))
        return {"id": key}

    async def cancel(self, request: Request) -> Json:
        booking = self._booking(request)
        if booking.status == "cancelled" or booking.departure <= self._today():
            raise Refusal("This stay can no longer be cancelled.", 409)
        await asyncio.to_thread(self.world.book, replace(booking, status="cancelled"))
        return {"id": booking.id}

    async def make_trouble(self, request: Request) -> Json:
        chosen = TROUBLE.get(str((await _json(request)).get("name")))
        if chosen is None:
            raise Refusal("Choose one of the troubles on the list.")
        self.world.break_next(replace(chosen[2], provider=chosen[0], headers=dict(chosen[2].headers)))
        return {"words": chosen[1]}

    async def hush(self, request: Request) -> Json:
        """For half a minute no guest answers by itself: a new demo is told its past."""
        self.behaviour.hush(HUSH)
        return {"seconds": HUSH}

    # ------------------------------------------------------------------------------------------ live

    async def live(self, request: Request) -> Response:
        """An event for each guest something happens to; the page then reads that guest again."""
        loop, queue = asyncio.get_running_loop(), asyncio.Queue[str](maxsize=200)

        def put(guest_id: str) -> None:
            if not queue.full():
                queue.put_nowait(guest_id)

        def listener(guest_id: str) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(put, guest_id)

        self._listeners.add(listener)

        async def events() -> AsyncIterator[str]:
            try:
                yield "retry: 2000\n\n"
                while True:
                    try:
                        yield f"data: {json.dumps(await asyncio.wait_for(queue.get(), HEARTBEAT))}\n\n"
                    except TimeoutError:
                        yield ": still here\n\n"
            finally:
                self._listeners.discard(listener)

        return StreamingResponse(events(), media_type="text/event-stream", headers={"cache-control": "no-store"})

    def _tell(self, guest_id: str) -> None:
        for listener in list(self._listeners) if guest_id else ():
            listener(guest_id)

    # ------------------------------------------------------------------------------------------ finding

    def _today(self) -> date:
        return self.world.clock().astimezone(stays.zone()).date()

    def _found(self, request: Request) -> Guest:
        guest = self.world.guests.get(request.path_params["guest"])
        if guest is None:
            raise Refusal("This guest is not in the pretend world. Search again.", 404)
        return guest

    def _booking(self, request: Request) -> Booking:
        booking = self.world.bookings.get(request.path_params["booking"])
        if booking is None:
            raise Refusal("This stay is not in the pretend world. Open the guest again.", 404)
        return booking

    def _bookings(self, guest_id: str) -> list[Booking]:
        return [one for one in self.world.bookings.values() if one.guest_id == guest_id]

    def _current(self, guest_id: str, today: date) -> Booking | None:
        """The stay nearest to today."""
        return min(self._bookings(guest_id), key=lambda one: _distance(one, today), default=None)

    def _nearest(self, today: date) -> dict[str, Booking]:
        """For every guest the stay nearest to today."""
        found: dict[str, Booking] = {}
        for booking in self.world.bookings.values():
            other = found.get(booking.guest_id)
            if other is None or _distance(booking, today) < _distance(other, today):
                found[booking.guest_id] = booking
        return found

    def _is_taken(self, home_id: str, arrival: date, departure: date) -> bool:
        with self.world.lock:
            stays_there = [one for one in self.world.bookings.values() if one.home_id == home_id]
        return any(
            one.status == "accepted" and one.arrival < departure and arrival < one.departure for one in stays_there
        )

    def _guest_of(self, text: Text) -> str:
        ends = {text.sender, text.recipient}
        return next((guest.id for guest in list(self.world.guests.values()) if guest.phone in ends), "")

    def _guest_id(self, booking_id: str) -> str:
        booking = self.world.bookings.get(booking_id)
        return booking.guest_id if booking else ""

    def _told(self, guest: Guest, booking: Booking | None) -> str:
        home = self.world.homes[booking.home_id].name if booking else ""
        numbers = f"{guest.phone} {phones.shown(guest.phone)}" if guest.phone else ""
        return f"{guest.first_name} {guest.last_name} {numbers} {home}".casefold()

    def _row(self, guest: Guest, booking: Booking | None) -> Json:
        return {
            "id": guest.id,
            "name": f"{guest.first_name} {guest.last_name}",
            "phone": phones.shown(guest.phone) if guest.phone else "",
            "stay": self._stay(booking) if booking else None,
        }

    def _stay(self, booking: Booking) -> Json:
        today = self._today()
        return {
            "id": booking.id,
            "home": self.world.homes[booking.home_id].name,
            "arrival": booking.arrival.isoformat(),
            "departure": booking.departure.isoformat(),
            "platform": booking.platform,
            "status": booking.status,
            "ahead": booking.departure > today and booking.status not in ("cancelled", "not accepted"),
            "in_house": booking.status == "accepted" and booking.arrival <= today < booking.departure,
        }


def _distance(booking: Booking | None, today: date) -> tuple[int, int]:
    """How far a stay is from today, in days; stays that fell through come last, and of the others the coming first."""
    if booking is None:
        return 10_000, 0
    lost = 5_000 if booking.status in ("cancelled", "not accepted") else 0
    if booking.arrival <= today <= booking.departure:
        return lost, (today - booking.arrival).days
    ahead = (booking.arrival - today).days
    return lost + (ahead if ahead > 0 else 2 * (today - booking.departure).days + 3), 0


def _text(text: Text, guest: Guest) -> Json:
    by_guest = text.sender == guest.phone
    return {"id": text.id, "guest": by_guest, "body": text.body, "at": text.at.isoformat(), "media": list(text.media)}


def _line(line: ThreadMessage) -> Json:
    by_guest = line.sender == "guest"
    return {"id": line.id, "guest": by_guest, "body": line.body, "at": line.at.isoformat(), "media": []}


async def _json(request: Request) -> Json:
    try:
        found = await request.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _day(value: object) -> date | None:
    try:
        return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
