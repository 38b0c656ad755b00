"""The passport of any model server that speaks chat completions."""

from casa.core.connections.contract import Ability, AuthKind, Field, Manifest, Processor

MANIFEST = Manifest(
    key="openai_compatible",
    name="Your own model server",
    tagline="Ollama, llama.cpp, vLLM or LM Studio writes drafts on your machine",
    group="Assistant",
    initials="Ow",
    hue=6,
    auth=AuthKind.KEY,
    abilities=frozenset({Ability.CONNECT, Ability.LLM}),
    processor=Processor(
        legal_name="Whoever runs the server you name; nobody else when it is your own machine",
        country="Where that server stands",
        purpose="Writes draft replies from the facts Casa gives it",
        data=("The guest's question, with phone numbers, e-mails, codes and card numbers masked", "Your house facts"),
    ),
    hosts=(),  # the one host is the owner's own, named in base_url; the core opens the door to that origin only
    fields=(
        Field(
            name="base_url",
            label="Server address",
            help="Where the server listens, usually ending in /v1. A plain http address on your own network is fine.",
            pattern=r"https?://[^\s?#@]+",
            example="http://127.0.0.1:11434/v1",
        ),
        Field(
            name="api_key",
            label="API key",
            help="Only if the server asks for one.",
            secret=True,
            required=False,
        ),
        Field(
            name="model",
            label="Model",
            help="Leave it empty and Casa takes the first one the server lists.",
            required=False,
        ),
    ),
    may_do=("Read masked questions and your house facts when a draft is written",),
    exempt={
        "webhooks": "A model server sends nothing by itself.",
        "sync": "There is nothing of yours there to read.",
        "erase": "Chat completions keep nothing that could be named; what a server logs is up to who runs it.",
    },
)
