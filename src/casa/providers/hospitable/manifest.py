"""Hospitable's passport."""

from casa.core.connections.contract import Ability, AuthKind, Field, Manifest, OAuth2, Processor

MANIFEST = Manifest(
    key="hospitable",
    name="Hospitable",
    tagline="Homes, reservations, guest messages and reviews from Airbnb, Vrbo and Booking.com",
    group="Bookings and prices",
    initials="Ho",
    hue=5,
    auth=AuthKind.KEY,
    abilities=frozenset({Ability.CONNECT, Ability.SEND, Ability.WEBHOOKS, Ability.SYNC}),
    processor=Processor(
        legal_name="Hospitable, Inc.",
        country="United States",
        purpose="Holds the host's reservations and carries messages to and from the booking platforms",
        data=("guest names", "guest phones and e-mail addresses", "stay dates", "amounts", "messages", "reviews"),
        terms_url="https://hospitable.com/terms",
    ),
    hosts=("public.api.hospitable.com", "auth.hospitable.com"),
    fields=(
        Field(
            name="token",
            label="Personal access token",
            help="In Hospitable open Apps, then API keys, and make a token. Give it read access to properties, "
            "reservations, financials, messages and reviews, and write access to messages.",
            secret=True,
            required=False,  # not with the vendor's sign-in; trying an empty one says so
        ),
        Field(
            name="owner_email",
            label="E-mail of the Hospitable account's owner",
            help="Hospitable signs its notices with this address, unless it gave you a signing secret of your own. "
            "It must be exactly the address the owner signs in with.",
            required=False,
            pattern=r"[^@\s]+@[^@\s]+",
            example="owner@example.com",
        ),
        Field(
            name="webhook_secret",
            label="Signing secret",
            help="Only if Hospitable's Partner Portal shows one. Otherwise leave it empty: Casa then uses "
            "the owner's e-mail (written in base64), as Hospitable does.",
            secret=True,
            required=False,
        ),
        Field(
            name="client_id",
            label="Vendor's client id",
            help="Only for companies in Hospitable's vendor programme, to sign in instead of pasting a token.",
            required=False,
        ),
        Field(
            name="client_secret",
            label="Vendor's client secret",
            help="From the Partner Portal, beside the client id.",
            secret=True,
            required=False,
        ),
    ),
    oauth=OAuth2(
        authorize_url="https://auth.hospitable.com/oauth/authorize",
        token_url="https://auth.hospitable.com/oauth/token",  # noqa: S106 - an address, not a password
        json_body=True,
        pkce=False,
        rotates_refresh=True,
        redirect_in_url=False,  # the redirect address and the scopes are set in the Partner Portal
    ),
    channels=("airbnb", "vrbo", "booking", "direct", "agoda"),
    may_do=(
        "Read your homes with their house manuals and Wi-Fi",
        "Read reservations, guests and amounts",
        "Read and write guest messages",
        "Read reviews",
    ),
    holds=("Homes", "Reservations", "Guests", "Messages", "Reviews"),
    idempotent_send=False,
    sends_per_second=0.16,  # documented: 50 messages in five minutes for a token
    sweep_seconds=300,
    webhook_help="In Hospitable's settings add this address as a webhook for reservations, properties, messages "
    "and reviews. With a vendor account, paste it in the Partner Portal.",
    exempt={
        "set_up": "Hospitable has no way to register a webhook address by program: the host pastes it.",
        "tear_down": "Hospitable has no way to revoke a token by program: the host deletes it under API keys.",
        "erase": "Hospitable has no way to erase a guest by program: the host asks its support.",
        "media": "Pictures lie on the booking platforms' public hosts and need no credentials of Hospitable.",
    },
)
