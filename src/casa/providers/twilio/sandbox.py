"""A pretend Twilio over the pretend world: messages, media, phone numbers, accounts, messaging services.

Mounted under ``/twilio``; its paths begin with the vendor's host. ``open_account`` makes an account. The
world's shelf ``twilio`` takes ``delays`` (seconds to queued, sent, delivered), ``unreachable`` (number to
error code), ``retry_scale`` and ``concurrency``. Faults: see :mod:`casa.lib.pretend`.
"""

from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from casa.lib.pretend import World
from casa.providers.twilio import sandbox_messages as messages
from casa.providers.twilio import sandbox_numbers as numbers
from casa.providers.twilio import sandbox_registration as trust
from casa.providers.twilio import sandbox_registration_sms as carriers
from casa.providers.twilio.sandbox_http import Call, endpoint, not_found, with_bad_days
from casa.providers.twilio.sandbox_phones import listen
from casa.providers.twilio.sandbox_state import VERSION, accounts, open_account

__all__ = ["SANDBOX_ROUTES", "build", "open_account"]

SANDBOX_ROUTES = (
    "api.twilio.com",
    "messaging.twilio.com",
    "trusthub.twilio.com",
    "media.twiliocdn.com",
    "s3-external-1.amazonaws.com",
)


def build(world: World) -> Any:
    """The ASGI application."""
    listen(world)
    account = f"/api.twilio.com/{VERSION}/Accounts/{{account}}"
    message, service = f"{account}/Messages/{{message}}", "/messaging.twilio.com/v1/Services/{service}"

    def route(path: str, method: str, action: Callable[[Call], Response], **options: bool) -> Route:
        return Route(path, endpoint(world, action, **options), methods=[method])

    routes = [
        route(f"{account}.json", "GET", fetch_account, main_only=True),
        route(f"{account}/Messages.json", "POST", messages.create_message),
        route(f"{account}/Messages.json", "GET", messages.list_messages),
        route(f"{message}.json", "GET", messages.fetch_message),
        route(f"{message}.json", "POST", messages.update_message),
        route(f"{message}.json", "DELETE", messages.delete_message),
        route(f"{message}/Media.json", "GET", messages.list_media),
        route(f"{message}/Media/{{media}}.json", "GET", messages.fetch_media),
        route(f"{message}/Media/{{media}}.json", "DELETE", messages.delete_media),
        route(f"{message}/Media/{{media}}", "GET", messages.redirect_media),
        route(f"{account}/IncomingPhoneNumbers.json", "GET", numbers.list_numbers),
        route(f"{account}/IncomingPhoneNumbers/{{number}}.json", "GET", numbers.fetch_number),
        route(f"{account}/IncomingPhoneNumbers/{{number}}.json", "POST", numbers.update_number),
        route(service, "GET", numbers.fetch_service),
        route(service, "POST", numbers.update_service),
        route(f"{service}/PhoneNumbers", "GET", numbers.list_service_numbers),
        *_registration(route, account, service),
        Route("/media.twiliocdn.com/{account}/{media}", messages.content(world), methods=["GET"]),
        Route("/_casa/accounts", _admin(world, _open), methods=["POST"]),
        Route("/_casa/accounts/{account}", _admin(world, _change), methods=["POST"]),
    ]
    return with_bad_days(Starlette(routes=routes), world)


def _registration(route: Callable[..., Route], account: str, service: str) -> list[Route]:
    """Trust Hub, A2P and toll-free: who the business is and what the carriers say."""
    services, sms = service.removesuffix("/{service}"), "/messaging.twilio.com/v1"
    hub, campaigns = "/trusthub.twilio.com/v1", f"{service}/Compliance/Usa2p"
    brands, toll_free = f"{sms}/a2p/BrandRegistrations", f"{sms}/Tollfree/Verifications"
    found = [
        route(f"{account}/Addresses.json", "POST", trust.make_address),
        route(f"{account}/Addresses.json", "GET", trust.list_addresses),
        route(f"{account}/Addresses/{{sid}}.json", "POST", trust.update_address),
        route(brands, "POST", carriers.make_brand),
        route(brands, "GET", trust.list_of("brands", "data")),
        route(f"{brands}/{{sid}}", "GET", carriers.fetch_brand),
        route(f"{brands}/{{sid}}", "POST", carriers.update_brand),
        route(services, "GET", carriers.list_services),
        route(services, "POST", carriers.make_service),
        route(f"{service}/PhoneNumbers", "POST", carriers.add_number),
        route(campaigns, "GET", carriers.list_campaigns),
        route(campaigns, "POST", carriers.make_campaign),
        route(f"{campaigns}/{{sid}}", "GET", carriers.fetch_campaign),
        route(f"{campaigns}/{{sid}}", "POST", carriers.update_campaign),
        route(toll_free, "POST", carriers.make_verification),
        route(toll_free, "GET", carriers.list_verifications),
        route(f"{toll_free}/{{sid}}", "GET", carriers.fetch_verification),
        route(f"{toll_free}/{{sid}}", "POST", carriers.update_verification),
    ]
    for kind in trust.PARTS:
        found += [
            route(f"{hub}/{kind}", "POST", trust.make_part(kind)),
            route(f"{hub}/{kind}", "GET", trust.list_of(kind)),
            route(f"{hub}/{kind}/{{sid}}", "POST", trust.update_part(kind)),
        ]
    for kind in trust.BUNDLES:
        one = f"{hub}/{kind}/{{sid}}"
        found += [
            route(f"{hub}/{kind}", "POST", trust.make_bundle(kind)),
            route(f"{hub}/{kind}", "GET", trust.list_of(kind)),
            route(one, "GET", trust.fetch(kind)),
            route(one, "POST", trust.update_bundle(kind)),
            route(f"{one}/EntityAssignments", "POST", trust.assign(kind)),
            route(f"{one}/EntityAssignments", "GET", trust.assignments(kind)),
            route(f"{one}/Evaluations", "POST", trust.evaluate(kind)),
        ]
    return found


def fetch_account(call: Call) -> Response:
    return JSONResponse(call.account.resource())


async def _json(request: Request) -> dict[str, Any]:
    found = await request.json() if await request.body() else {}
    return found if isinstance(found, dict) else {}


def _admin(world: World, action: Callable[[World, dict[str, str], dict[str, Any]], Response]) -> Any:
    """What Twilio offers in its console only."""

    async def handle(request: Request) -> Response:
        return action(world, request.path_params, await _json(request))

    return handle


def _open(world: World, path: dict[str, str], wish: dict[str, Any]) -> Response:
    return JSONResponse(open_account(world, **wish), 201)


def _change(world: World, path: dict[str, str], wish: dict[str, Any]) -> Response:
    """Turn a new auth token in, switch advanced opt-out, suspend, sign with a shared key."""
    account = accounts(world).get(path["account"])
    if account is None:
        return not_found(path["account"]).response()
    with world.lock:
        for name in ("auth_token", "advanced_opt_out", "status", "trial"):
            setattr(account, name, wish.get(name, getattr(account, name)))
        if "shared_key_secret" in wish:
            account.shared_key = (f"webhooks_sharedkey_{account.sid[2:]}", wish["shared_key_secret"])
        account.verified |= set(wish.get("verified", ()))
    return JSONResponse(account.resource())
