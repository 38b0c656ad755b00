"""Twilio's passport."""

from casa.core.connections.contract import Ability, AuthKind, Field, Manifest, Processor

API_HOST = "api.twilio.com"
MESSAGING_HOST = "messaging.twilio.com"
TRUSTHUB_HOST = "trusthub.twilio.com"
# A media address answers with a redirect to one of these.
MEDIA_HOSTS = ("media.twiliocdn.com", "s3-external-1.amazonaws.com")

MANIFEST = Manifest(
    key="twilio",
    name="Twilio",
    tagline="Text your guests from your own Twilio number",
    group="Messages and calls",
    initials="Tw",
    hue=0,
    auth=AuthKind.KEY,
    abilities=frozenset(
        {
            Ability.CONNECT,
            Ability.SEND,
            Ability.WEBHOOKS,
            Ability.SYNC,
            Ability.MEDIA,
            Ability.ERASE,
            Ability.REGISTRATION,
        }
    ),
    processor=Processor(
        legal_name="Twilio Inc.",
        country="United States",
        purpose="Carries text and picture messages between you and your guests",
        data=("Phone numbers", "Texts and pictures", "Delivery times", "What you enter to register your business"),
        terms_url="https://www.twilio.com/en-us/legal/data-protection-addendum",
    ),
    hosts=(API_HOST, MESSAGING_HOST, TRUSTHUB_HOST, *MEDIA_HOSTS),
    fields=(
        Field(
            "account_sid",
            "Account SID",
            "On the first page of the Twilio console, under Account info.",
            pattern="^AC[0-9a-fA-F]{32}$",
            example="AC followed by 32 letters and digits",
        ),
        Field(
            "auth_token",
            "Auth token",
            "Beside the account SID. Casa needs it to check that incoming texts really come from Twilio.",
            secret=True,
            pattern="^[0-9a-fA-F]{32}$",
        ),
        Field(
            "from_number",
            "Phone number",
            "The Twilio number your guests see, with the country code. Leave empty for a messaging service.",
            required=False,
            pattern=r"^\+[1-9][0-9]{6,14}$",
            example="+14155550100",
        ),
        Field(
            "messaging_service_sid",
            "Messaging service SID",
            "Only if your number sits in a Twilio messaging service, which US carriers ask for.",
            required=False,
            pattern="^MG[0-9a-fA-F]{32}$",
            example="MG followed by 32 letters and digits",
        ),
        Field(
            "api_key_sid",
            "API key SID",
            "Optional. With an API key Casa uses the auth token only to check what Twilio sends.",
            secret=True,
            required=False,
            pattern="^SK[0-9a-fA-F]{32}$",
        ),
        Field("api_key_secret", "API key secret", "Shown once, when the key is made.", True, False),
        Field(
            "secondary_auth_token",
            "Secondary auth token",
            "Optional. Fill it in before you promote it in Twilio, so that no text is lost meanwhile.",
            secret=True,
            required=False,
            pattern="^[0-9a-fA-F]{32}$",
        ),
        Field(
            "shared_key_secret",
            "Shared key secret",
            "Only if your Twilio account signs its requests with a shared key.",
            secret=True,
            required=False,
        ),
    ),
    channels=("sms", "mms"),
    may_do=(
        "Send texts and pictures from your number",
        "Receive the texts your guests send to it",
        "Set where your number delivers incoming texts, and put it back when you disconnect",
        "Read whether your numbers are registered, and register your business when you ask for it",
    ),
    holds=("Texts and pictures to and from your number",),
    idempotent_send=False,
    sends_per_second=1.0,
    sweep_seconds=300,
    webhook_help="Casa sets this for you. By hand: Phone numbers, your number, A message comes in.",
)
