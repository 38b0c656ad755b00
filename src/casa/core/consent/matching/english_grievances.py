"""What English speakers write instead of a request: wrong number, complaint, threat, refusal, abuse (R14, R47, R48).

Spoken form and word groups as in `english.py`.
"""

WRONG_NUMBERS = (
    r"(?:[.,?]|sorry|its|it is|is|this is|have|has|hav|got|gotten|had|think|texted|texting|text|messaged|"
    r"messaging|called|calling|dialed|reached|a|you|the|contacted|contacting|to|believe|hi|hello|hey|ok|"
    r"no|um|uh|lol|bro|dude) (?:you )?(?:(?:have|got|texted|texting|called|a|the|have the|"
    r"at the) )?(?:a |the )?wrong (?:number|person|phone number|phone|guy|girl|lady|contact|party|"
    r"recipient|man|woman|peron|dude)(?= (?:[.,?]|please|sorry|for|bro|dude|man|buddy|pal|friend|"
    r"sir|maam|lol|haha|here|again|i|im|this|stop|remove|take|lady|my|and|dont|thanks|thank|no|but|so|"
    r"she|he|there is no|nobody|anymore|honey|mate|ma|hun|love|delete|lose|guys|try|who|you|it|because|"
    r"not|the name|is|whoever|we|as|take)(?!\w))",
    r"\b(?:not|isnt|no longer|never was|was never|aint|not even|wasnt) (?!my |the |our |a |your )(?:\w+s|"
    r"his|her|their|\w+ \w+s) (?:number|phone|cell|phone number|cell phone|line)\b",
    r"\b(?:doesnt|no longer|hasnt|has not|dont|does nt) (?:have|has|had|use|uses|own|owns|had) (?:this|"
    r"that) (?:number|phone|cell|phone number)(?: anymore| any more)?\b(?! (?:saved|in my|stored))",
    r"\b(?:no one|nobody|noone|no) (?:here |at this number |with that name |by that name |by the name|"
    r"with the name|named \w+|called \w+|by this name|of that name)(?:here|at this|of \w+|has|lives|"
    r"on this|[.,])",
    r"\b(?:this) (?:number|phone|phone number) (?:isnt|is not|was|has been|used to|is no longer|"
    r"doesnt belong|doesnt belong|no longer belongs|got|is new|is now mine|changed|just got|"
    r"was re) ?(?:belong|belonged|to be|reassigned|assigned|to|recycled|hers|his|re|the right|who|"
    r"somebody|someone)",
    r"\b(?:doesnt|no longer|hasnt) (?:lives?|reside|resides|lived) (?:here|at this|"
    r"there)(?: anymore| any more| now)?(?= [.,])|\b(?:moved away|moved out) (?:years|months|long|"
    r"a while) ago\b",
    r"\bno (?:one |person )?(?:named |called |by the name of )?\w+ (?:here )?at this (?:number|phone)\b",
    r"\b(?:just|recently) got (?:this|a new|my new|assigned this) (?:number|phone number)\b",
    r"\b(?:im|i am|this is|this isnt|isnt|thats) not (?:the person|who you think|who youre looking|"
    r"who you are looking|your (?:guest|customer|client|contact|tenant))\b",
    r"\bi(?:m| am) not (?:who (?:you|u)|the (?:one you|right|person|owner|guest you|customer|property owner|"
    r"homeowner))\b",
    r"\bdont know (?:any|a|anyone|anybody|an)(?: \w+)? (?:named|called|by that name|with that name)\b",
    r"\b(?:this|that|it) (?:aint|isnt|is not|is nt|s not) (?:him|her|them)\b",
    r"\b(?:wrong number|wrong person) [.,?] \. $|^ \. wrong (?:number|person)\b(?= (?:[.,?]|\w+ [.,?]))",
)

# "I'm not Dave", as written: only the capital says that it is a name.
NOT_THIS_PERSON = (
    r"^(?:(?:[Ss]orry|[Hh]i|[Hh]ello|[Nn]o|[Uu]m|[Hh]ey)[,.]? )*(?:I['’]?m not|I am not|[Tt]his is not|"
    r"[Tt]his isn['’]?t|[Tt]hats? not|"
    r"[Tt]here(?: is|['’]s) no|[Nn]o) (?P<name>[A-Z][a-z]{2,})(?: here)?[.!]*$"
)
NOT_A_PERSON = frozenset({
    "airbnb", "vrbo", "netflix", "google", "english", "spanish", "american", "italian", "french", "german",
    "mexican", "canadian", "british", "hulu", "wifi", "uber", "amazon", "facebook", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "christmas", "denver", "tahoe", "vegas", "miami",
    "roku", "alexa",
})  # fmt: skip

# Naming the law of calls and texts is a threat about messages whatever else is said; R47.
MESSAGING_COMPLAINTS = (
    r"\b(?:complaint|complain|police report)\b[^.?]{0,40}\b(?:texts|messages|texting me|messaging me|text me|"
    r"message me|contact me)\b",
    r"\b(?:tcpa|telephone consumer protection|telemarketing (?:law|laws|rules|act)|can spam|canspam|"
    r"anti spam (?:law|laws|act)|casl|spam laws?|dont call (?:law|laws|registry|list|rules))\b",
    r"\b(?:report|reporting|reported|complain|complaint|complaints|complaining|file|filed|filing|forward|"
    r"forwarded|forwarding|goes|going|sent|contact|contacting|sue|notify|notifying|tell|call|calling|violation|violating|"
    r"violations)\b[^.?]{0,50}\b(?:fcc|ftc|federal communications|federal trade|attorney general|"
    r"the ag office|consumer protection|cfpb|ico|cnil|aepd|bundesnetzagentur)\b",
    r"\b(?:fcc|ftc)\b[^.?]{0,40}\b(?:complaint|report|violation|fine|rules|regulations|law|hear|notified|"
    r"next|will)\b",
    r"\b(?:this|it|that|these|you|youre|your|constant|continued|further|any more|"
    r"its) (?:\w+ ){0,4}?(?:harassment|harassing me|harassing us|stalking me)\b",
    r"\b(?:illegal|unlawful|against the law|illegally|unlawfully) (?:(?:to|for you to|for anyone to|"
    r"that you) )?(?:keep )?(?:text|contact|call|message|spam|send|solicit|market|robocall)",
    r"\b(?:texts|messages|texting|spam|messaging)\b[^.?]{0,40}\b(?:illegal|unlawful|against the law|"
    r"violation|legal action|lawsuit|sue|lawyer|attorney|small claims|police)\b",
    r"\b(?:cease and desist|c and d letter)\b(?!.{0,40}\b(?:neighbor|hoa)(?!\w))",
)
LEGAL_THREATS = (
    r"\b(?:i|ill|im|we|well|were|weve|ive|will|going to|shall) (?:be |will |am |are |going to |gonna |"
    r"have to |forced to |already |now |to )*(?:(?:sue|suing)"
    r"(?! (?:the|our|my) (?!company|owner))|sued|pursue legal action|pursuing legal action|"
    r"take legal action|taking legal action|seek legal|seeking legal|press charges|pressing charges|"
    r"take you to court|taking you to court|go to court)\b",
    r"\b(?:hear|hearing|call|letter|email|word|something) from (?:my|our|his|her) (?:lawyer|attorney|lawyers|"
    r"attorneys|solicitor|counsel|"
    r"legal team)\b",
    r"\b(?:contact|contacting|call|calling|talking to|talk to|speak with|speaking with|speaking to|hired|"
    r"retained|getting|get|calling|consulted|consulting|forwarded this to|sent this to|sending this to|"
    r"turning this over to|have) (?:my|our|an|a) (?:lawyer|attorney|solicitor|legal team|"
    r"counsel)(?! friend)\b",
    r"\bmy (?:lawyer|attorney|solicitor|counsel|legal team) (?:will|is going to|has been|is|shall|"
    r"advised|says|would) (?:be |contact|contacting|reach|hear|get|in touch|handling|sue|suing|notified|"
    r"informed|involved|me|you)",
    r"\bsee you in (?:small claims )?court\b|\b(?:legal action|lawsuit|class action)\b(?= (?:[.,]|will|"
    r"against|is|if|next|unless))",
)
# A legal threat about the stay itself is for the owner, and the guest still needs the door code.
STAY_MATTERS = (
    r"\b(?:deposit|refund|refunds|bed ?bugs|bugs|mold|mould|injur\w*|fell|slipped|damage|damages|broken|"
    r"cleaning fee|fee|fees|charge|charged|"
    r"charges|chargeback|booking|reservation|cancellation|dirty|unsafe|leak|stairs|pool|roaches|mice|"
    r"accommodation|property|house|cabin|unit|"
    r"apartment|rental|landlord|rent|eviction|neighbor|neighbors|hoa|noise|parking|towed|car|listing|"
    r"photos|misleading|dog|bite|bit)\b"
)

# Whole message; R48.
DECLINES = (
    r"^ \. (?:(?:hi|hello|no|nope|sorry|thanks|thank you|no thanks|no thank you|nah|but|we are|were|im|"
    r"i am|i m|we re|im really|really|just|very|at all|honestly|please|ok|currently|definitely|totally|"
    r"absolutely|at this time|anymore|,|\.) ){0,6}(?:not|no longer|never|so not|uninterested|not at all|"
    r"isnt) ?(?:\w+ly )?(?:interested|intrested)?(?: (?:anymore|at all|at this time|thanks|thank you|"
    r"please|sorry|in (?:this|your|these|any|the|ur) (?:\w+ )?(?:offers?|deals?|promotions?|messages?|"
    r"texts?|service|services|product|products|program|spam|specials?|campaigns?|discounts?|ads)|,|"
    r"\.))* $",
    r"\b(?:not|no longer|never) (?:\w+ )?interested in (?:any |your |these |the |any of your |any more |"
    r"receiving |future |getting |this |hearing )*(?:offers?|deals?|promotions?|promos?|messages?|texts?|"
    r"marketing|discounts?|specials?|from you|about your|sales|ads)\b",
)
NOT_INTERESTED = r"\b(?:not|no longer|never|so not) (?:\w+ )?int(?:e)?rested\b"
ABUSE = (
    r"^ \. (?:(?:you|ur|your|go|oh|hey|just|well|all|u|the|and|i|hope|guys|are|a|bunch|of|such|please|"
    r"can|to|why|dont|youre|what|an|off|so|,|\.) )*(?:fuck (?:you|u|yourself|yourselves|this|off|ya)|"
    r"fuckoff|fu|stfu|gfy|screw (?:you|u|off)|suck (?:it|my \w+)|eat shit|shut (?:up|the fuck up)|"
    r"kiss my ass|go to hell|drop dead|die|kys|bite me|scum\w*|asshole|assholes|scammer|scammers|spammer|"
    r"spammers|bastards?|bitch|bitches|dickheads?|motherfuckers?|idiots?|morons?|wankers?)"
    r"(?: (?:you|u|off|and|your|all|guys|spam|spammer|spammers|scammer|scammers|people|texts?|messages?|"
    r"asshole|assholes|bitch|idiots?|motherfuckers?|bots?|the|horse|rode|in|on|this|company|now|,|\.))* $",
    r"^ \. (?:(?:this|is|just|more|such|pure|its|fucking|total|ugh|wow|great|all|you|are|your|texts|"
    r"messages|look|like|these|a|and|,) )*(?:spam|scam|junk|harassment)(?: (?:spam|scam|[.,]))* $",
)

# R21, the middle: probably a revocation, perhaps another contract or a privacy request. Whole message.
UNCLEAR = (
    r"^ \. (?:please |pls |can you |i want to |i would like to |id like to |kindly |how do i |quiero |je veux )*"
    r"(?:cancel|end|stop|terminate|cancelar|annuler|annulez) (?:my |the |this |our |mi |la |mon |l )?"
    r"(?:subscription|membership|enrollment|suscripcion|abonnement)(?: please| now| thanks| svp)* [.?] $",
    r"^ \. (?:please |pls |can you |i want you to |you must |kindly |and )*(?:delete|erase|remove|"
    r"destroy) (?:all )?(?:of )?"
    r"(?:my |our |any )?(?:personal |contact |private )?(?:data|info|information|account|details|profile|"
    r"records?)(?: please| now| from your \w+| thanks)* [.?] $",
    r"^ \. (?:unfollow|unfriend|deactivate|opt)(?: me| please)* \. $",
)
