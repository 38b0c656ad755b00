"""What else happens when something happens in the inbox: job names, deferred in the same transaction.

The rooms above the inbox (assistant, campaigns …) are named here and never imported. A test checks that each exists.
"""

ON_MESSAGE = ("assistant.draft",)
ON_PROPERTY = ("assistant.take_details",)
ON_STAY_CHANGE = ("assistant.draft",)
