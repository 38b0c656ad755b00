"""Trying a host's Twilio credentials, and telling Twilio where Casa listens."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from casa.core.connections.contract import Account, AccountFacts, AuthFailed, Refused
from casa.lib.http import Door
from casa.providers.twilio import client, mapping


def test(account: Account, door: Door) -> AccountFacts:
    """Check the auth token, that the account is open, and that the number or service belongs to it.

    The facts' settings keep where incoming texts went before Casa, so that disconnecting can put it back.
    Raises AuthFailed, Refused or NotReady.
    """
    found = client.fetch_account(account, door)
    if mapping.word(found, "status") not in ("active", ""):
        raise AuthFailed(mapping.trouble("30002").words, code="30002")
    number, service = _number(account, door), _service(account, door)
    if number is None and service is None:
        raise Refused("Enter a phone number or a messaging service of your Twilio account.")
    label = mapping.word(number or {}, "phone_number") or mapping.word(service or {}, "friendly_name")
    return AccountFacts(
        ref=client.account_sid(account),
        label=" ".join(filter(None, [mapping.word(found, "friendly_name"), label])),
        settings=_before(account, number, service),
        warnings=tuple(_warnings(account, found, number)),
    )


def set_up(account: Account, door: Door) -> None:
    """Let the number, and the messaging service where there is one, deliver texts to Casa. Safe to repeat."""
    _point(account, door, account.hook_url, account.hook_url)


def tear_down(account: Account, door: Door) -> None:
    """Put back where texts went before Casa, unless they were pointed elsewhere since. Safe to repeat."""
    number, service = _number(account, door), _service(account, door)
    if number is not None and number.get("sms_url") == account.hook_url:
        _point_number(account, door, number, account.settings.get("sms_url_before", ""), release=True)
    if service is not None and service.get("inbound_request_url") == account.hook_url:
        _point_service(account, door, account.settings.get("service_url_before", ""), release=True)


def _point(account: Account, door: Door, number_url: str, service_url: str) -> None:
    number, service = _number(account, door), _service(account, door)
    if number is not None:
        _point_number(account, door, number, number_url)
    if service is not None:
        _point_service(account, door, service_url)


def _point_number(account: Account, door: Door, number: Mapping[str, Any], url: str, *, release: bool = False) -> None:
    """A number with an application ignores its own address: the application is taken off and put back."""
    application = account.settings.get("sms_application_before", "") if release else ""
    form = {"SmsUrl": url, "SmsMethod": "POST", "SmsApplicationSid": application}
    client.update_number(account, door, mapping.word(number, "sid"), form)


def _point_service(account: Account, door: Door, url: str, *, release: bool = False) -> None:
    """A service either has an address of its own or leaves it to the numbers in it."""
    to_numbers = release and account.settings.get("service_uses_numbers", "") == "yes"
    form = {
        "InboundRequestUrl": url,
        "InboundMethod": "POST",
        "UseInboundWebhookOnNumber": "true" if to_numbers else "false",
    }
    client.update_service(account, door, account.settings["messaging_service_sid"], form)


def _number(account: Account, door: Door) -> Mapping[str, Any] | None:
    wanted = account.settings.get("from_number", "")
    if not wanted:
        return None
    found = client.find_number(account, door, wanted)
    if found is None:
        raise Refused("This number is not in your Twilio account. Choose one from Phone numbers in Twilio.")
    return found


def _service(account: Account, door: Door) -> Mapping[str, Any] | None:
    wanted = account.settings.get("messaging_service_sid", "")
    if not wanted:
        return None
    found = client.fetch_service(account, door, wanted)
    if not client.service_numbers(account, door, wanted):
        raise Refused(mapping.trouble("21703").words, code="21703")
    return found


def _before(account: Account, number: Mapping[str, Any] | None, service: Mapping[str, Any] | None) -> dict[str, str]:
    """What stood there before Casa. Connecting again finds Casa there and keeps what was noted first."""
    noted: dict[str, str] = {}
    if number is not None and mapping.word(number, "sms_url") != account.hook_url:
        noted["sms_url_before"] = mapping.word(number, "sms_url")
        noted["sms_application_before"] = mapping.word(number, "sms_application_sid")
    if service is not None and mapping.word(service, "inbound_request_url") != account.hook_url:
        noted["service_url_before"] = mapping.word(service, "inbound_request_url")
        noted["service_uses_numbers"] = "yes" if service.get("use_inbound_webhook_on_number") else "no"
    return noted


def _warnings(account: Account, found: Mapping[str, Any], number: Mapping[str, Any] | None) -> list[str]:
    warnings = []
    if mapping.word(found, "type") == "Trial":
        warnings.append("This is a trial account: it texts only numbers you verified in Twilio.")
    abilities = (number or {}).get("capabilities")
    if isinstance(abilities, Mapping) and not abilities.get("sms", True):
        warnings.append("This number cannot send texts. Choose one that can.")
    if number is not None and (elsewhere := _elsewhere(account, number)):
        warnings.append(f"Texts to this number go to {elsewhere} now. They will come to Casa instead.")
    if "_" in (urlsplit(account.hook_url).hostname or ""):
        warnings.append("Casa's public address has an underscore in it, which Twilio refuses. Use another name.")
    return warnings


def _elsewhere(account: Account, number: Mapping[str, Any]) -> str:
    url = mapping.word(number, "sms_url")
    return "" if url == account.hook_url else (urlsplit(url).hostname or "")
