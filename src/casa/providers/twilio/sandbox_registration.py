"""The pretend Twilio's registration: Trust Hub bundles, A2P brands and campaigns, toll-free verifications.

Reviews end at once when they are read again: ``shelf["reviews"]`` = "hold" leaves them pending, a dict
``{"brand" | "campaign" | "toll_free": error}`` turns that kind down with Twilio's own form of error.
"""

import json
from collections.abc import Callable
from typing import Any

from starlette.responses import JSONResponse, Response

from casa.lib.pretend import World
from casa.providers.twilio.sandbox_http import Call, Problem, not_found
from casa.providers.twilio.sandbox_registered import PRIMARY_POLICY, add_row, shelf, stamp
from casa.providers.twilio.sandbox_state import KEY, PretendAccount, Resource, new_sid

Action = Callable[[Call], Response]
# What a bundle of each policy must hold before it is compliant, by the kind of what hangs on it.
NEEDS = {
    "RNdfbf3fae0e1107f8aded0e7cead80bf5": {
        "customer_profile_business_information",
        "authorized_representative_1",
        "customer_profile_address",
        PRIMARY_POLICY,
    },
    "RNb0d4771c2c98518d916a3d4cd70a8f8b": {
        "us_a2p_messaging_profile_information",
        "RNdfbf3fae0e1107f8aded0e7cead80bf5",
    },
}
BUNDLES = {"CustomerProfiles": "BU", "TrustProducts": "BU"}
PARTS = {"EndUsers": "IT", "SupportingDocuments": "RD"}


def listing(call: Call, name: str, rows: list[Resource]) -> Response:
    """One page of a listing of the newer APIs."""
    size, page = int(call.filter("PageSize") or 50), int(call.filter("Page") or 0)
    part, more = rows[page * size : (page + 1) * size], len(rows) > (page + 1) * size
    url = "https://" + call.url_path.lstrip("/")
    onward = f"{url}?PageSize={size}&Page={page + 1}" if more else None
    meta = {"page": page, "page_size": size, "url": url, "key": name, "next_page_url": onward}
    shown = {"first_page_url": f"{url}?PageSize={size}&Page=0", "previous_page_url": None}
    return JSONResponse({name: part, "meta": {**meta, **shown}})


def found(call: Call, kind: str, name: str = "sid") -> Resource:
    row = shelf(call.account, kind).get(call.path[name])
    if row is None:
        raise not_found(call.url_path)
    return row


def needed(call: Call, *names: str) -> dict[str, str]:
    """These fields of the form. A missing one is Twilio's 20001."""
    for name in names:
        if not call.field(name):
            raise Problem(400, 20001, f"Missing required parameter {name} in the post body")
    return {name: call.field(name) for name in names}


def make_bundle(kind: str) -> Action:
    def make(call: Call) -> Response:
        given = needed(call, "FriendlyName", "Email", "PolicySid")
        row = add_row(
            call.account,
            kind,
            BUNDLES[kind],
            call.world.clock(),
            friendly_name=given["FriendlyName"],
            email=given["Email"],
            policy_sid=given["PolicySid"],
            status="draft",
        )
        return JSONResponse(row, 201)

    return make


def make_part(kind: str) -> Action:
    def make(call: Call) -> Response:
        given = needed(call, "FriendlyName", "Type")
        row = add_row(
            call.account,
            kind,
            PARTS[kind],
            call.world.clock(),
            friendly_name=given["FriendlyName"],
            type=given["Type"],
            attributes=_attributes(call),
        )
        return JSONResponse(row, 201)

    return make


def update_part(kind: str) -> Action:
    def update(call: Call) -> Response:
        row = found(call, kind)
        row.update(attributes=_attributes(call), date_updated=stamp(call.world.clock()))
        return JSONResponse(row)

    return update


def _attributes(call: Call) -> dict[str, Any]:
    try:
        given = json.loads(call.field("Attributes") or "{}")
    except ValueError as error:
        raise Problem(400, 20001, "Attributes is not JSON") from error
    return given if isinstance(given, dict) else {}


def list_of(kind: str, name: str = "results") -> Action:
    def rows(call: Call) -> Response:
        wanted = {"policy_sid": call.filter("PolicySid"), "status": call.filter("Status")}
        kept = [
            row
            for row in shelf(call.account, kind).values()
            if all(not value or row.get(field) == value for field, value in wanted.items())
        ]
        return listing(call, name, kept)

    return rows


def fetch(kind: str) -> Action:
    return lambda call: JSONResponse(found(call, kind))


def assign(kind: str) -> Action:
    def hang(call: Call) -> Response:
        bundle = found(call, kind)
        wish = needed(call, "ObjectSid")["ObjectSid"]
        if _kind_of(call.account, wish) is None:
            raise not_found(wish)
        rows = bundle.setdefault("_holds", [])
        if wish in rows:
            raise Problem(400, 22002, "Entity Assignment already exists")
        rows.append(wish)
        return JSONResponse(_assignment(call, wish), 201)

    return hang


def assignments(kind: str) -> Action:
    def rows(call: Call) -> Response:
        return listing(call, "results", [_assignment(call, sid) for sid in found(call, kind).get("_holds", [])])

    return rows


def _assignment(call: Call, sid: str) -> Resource:
    return {"sid": "BV" + sid[2:], "account_sid": call.account.sid, "object_sid": sid, "bundle_sid": call.path["sid"]}


def _kind_of(account: PretendAccount, sid: str) -> str | None:
    """What a part is called in a policy: its type, or the policy of a bundle."""
    for kind in (*PARTS, *BUNDLES):
        row = shelf(account, kind).get(sid)
        if row is not None:
            return str(row.get("type") or row.get("policy_sid"))
    return None


def evaluate(kind: str) -> Action:
    def judge(call: Call) -> Response:
        bundle, policy = found(call, kind), needed(call, "PolicySid")["PolicySid"]
        held = {_kind_of(call.account, sid) for sid in bundle.get("_holds", [])}
        whole = NEEDS.get(policy, set()) <= held
        return JSONResponse({"sid": new_sid("EL"), "status": "compliant" if whole else "noncompliant"}, 201)

    return judge


def update_bundle(kind: str) -> Action:
    def update(call: Call) -> Response:
        row = found(call, kind)
        row["status"] = needed(call, "Status")["Status"]
        return JSONResponse(row)

    return update


def make_address(call: Call) -> Response:
    given = needed(call, "CustomerName", "Street", "City", "Region", "PostalCode", "IsoCountry")
    row = add_row(call.account, "addresses", "AD", call.world.clock(), friendly_name=call.field("FriendlyName"))
    row.update(customer_name=given["CustomerName"], street=given["Street"], city=given["City"])
    return JSONResponse(row, 201)


def update_address(call: Call) -> Response:
    row = found(call, "addresses")
    row.update(customer_name=call.field("CustomerName"), street=call.field("Street"), city=call.field("City"))
    return JSONResponse(row)


def list_addresses(call: Call) -> Response:
    return JSONResponse({"addresses": list(shelf(call.account, "addresses").values()), "next_page_uri": None})


def verdict(world: World, kind: str) -> tuple[str, dict[str, Any] | None]:
    """How a review of this kind ends: "approve", "hold", or "reject" with the error."""
    wish = world.shelf(KEY).get("reviews")
    if wish == "hold":
        return "hold", None
    error = wish.get(kind) if isinstance(wish, dict) else None
    return ("reject", error) if error else ("approve", None)
