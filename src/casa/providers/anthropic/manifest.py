"""Anthropic's passport."""

from casa.core.connections.contract import Ability, AuthKind, Field, Manifest, Processor

MANIFEST = Manifest(
    key="anthropic",
    name="Anthropic",
    tagline="Claude writes drafts from your own facts",
    group="Assistant",
    initials="An",
    hue=2,
    auth=AuthKind.KEY,
    abilities=frozenset({Ability.CONNECT, Ability.LLM}),
    processor=Processor(
        legal_name="Anthropic, PBC",
        country="United States",
        purpose="Writes draft replies from the facts Casa gives it",
        data=("The guest's question, with phone numbers, e-mails, codes and card numbers masked", "Your house facts"),
        terms_url="https://www.anthropic.com/legal/commercial-terms",
    ),
    hosts=("api.anthropic.com",),
    fields=(
        Field(
            name="api_key",
            label="API key",
            help="Make one under Settings, API keys, in Anthropic's console. It starts with sk-ant-.",
            secret=True,
            pattern=r"sk-ant-\S+",
            example="sk-ant-api03-…",
        ),
        Field(
            name="model",
            label="Model",
            help="Leave it empty and Casa takes a current one. You can change it after connecting.",
            required=False,
        ),
        Field(
            name="retention",
            label="Zero data retention",
            help="Anthropic turns this on by contract, not by a setting. Ask their sales team for it.",
            required=False,
            choices=(
                ("standard", "Not arranged: Anthropic keeps requests for a limited time"),
                ("zero", "Arranged: Anthropic keeps nothing after the answer"),
            ),
        ),
    ),
    may_do=("Read masked questions and your house facts when a draft is written",),
    holds=(),
    exempt={
        "webhooks": "Anthropic sends nothing by itself.",
        "sync": "There is nothing of yours there to read.",
        "erase": "The messages endpoint has no way to erase; what is kept, and how long, is your contract with them.",
    },
)
