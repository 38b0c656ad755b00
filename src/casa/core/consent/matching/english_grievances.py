"""What English speakers write instead of a request: wrong number, complaint, threat, refusal, abuse (R14, R47, R48).

Spoken form and word groups as in `english.py`.
"""

from .lexicon import listed

WRONG_NUMBERS = (
    r"(?:[.,?]|sorry|its|it is|is|this is|have|has|hav|got|gotten|had|think|texted|texting|text|messaged|messaging|"
    r"called|calling|dialed|reached|a|you|the|contacted|contacting|to|believe|hi|hello|hey|ok|no|um|uh|lol|bro|dude) "
    r"(?:you )?(?:(?:have|got|texted|texting|called|a|the|have the|at the) )?(?:a |the )?wrong (?:number|person|phone "
    r"number|phone|guy|girl|lady|contact|party|recipient|man|woman|peron|dude)(?= (?:[.,?]|please|sorry|for|bro|dude|"
    r"man|buddy|pal|friend|sir|maam|lol|haha|here|again|i|im|this|stop|remove|take|lady|my|and|dont|thanks|thank|no|"
    r"but|so|she|he|there is no|nobody|anymore|honey|mate|ma|hun|love|delete|lose|guys|try|who|you|it|because|not|the "
    r"name|is|whoever|we|as|take)(?!\w))",
    r"\b(?:not|isnt|no longer|never was|was never|aint|not even|wasnt) (?!my |the |our |a |your )(?:\w+s|his|her|their|"
    r"\w+ \w+s) (?:number|phone|cell|phone number|cell phone|line)\b",
    r"\b(?:doesnt|no longer|hasnt|has not|dont|does nt) (?:have|has|had|use|uses|own|owns|had) (?:this|that) (?:number|"
    r"phone|cell|phone number)(?: anymore| any more)?\b(?! (?:saved|in my|stored))",
    r"\b(?:no one|nobody|noone|no) (?:here |at this number |with that name |by that name |by the name|with the name|"
    r"named \w+|called \w+|by this name|of that name)(?:here|at this|of \w+|has|lives|on this|[.,])",
    r"\b(?:this) (?:number|phone|phone number) (?:isnt|is not|was|has been|used to|is no longer|doesnt belong|doesnt "
    r"belong|no longer belongs|got|is new|is now mine|changed|just got|was re) ?(?:belong|belonged|to be|reassigned|"
    r"assigned|to|recycled|hers|his|re|the right|who|somebody|someone)",
    r"\b(?:doesnt|no longer|hasnt) (?:lives?|reside|resides|lived) (?:here|at this|there)(?: anymore| any more| "
    r"now)?(?= [.,])|\b(?:moved away|moved out) (?:years|months|long|a while) ago\b",
    r"\bno (?:one |person )?(?:named |called |by the name of )?\w+ (?:here )?at this (?:number|phone)\b",
    r"^ \. (?!i |we |you )\w+ (?:has )?changed (?:his|her|their) (?:number|phone)(?: number)? [.,]",
    r"\b(?:just|recently) got (?:this|a new|my new|assigned this) (?:number|phone number)\b",
    r"\b(?:im|i am|this is|this isnt|isnt|thats) not (?:the person|who you think|who youre looking|who you are looking|"
    r"your (?:guest|customer|client|contact|tenant))\b",
    r"\bi(?:m| am) not (?:who (?:you|u)|the (?:one you|right|person|owner|guest you|customer|property owner|"
    r"homeowner))\b",
    r"\bdont know (?:any|a|anyone|anybody|an)(?: \w+)? (?:named|called|by that name|with that name)\b",
    r"\b(?:this|that|it) (?:aint|isnt|is not|is nt|s not) (?:him|her|them)\b",
    r"\b(?:wrong number|wrong person) [.,?] \. $|^ \. wrong (?:number|person)\b(?= (?:[.,?]|\w+ [.,?]))",
)

# "I'm not Dave", as written: only the capital says that it is a name.
NOT_THIS_PERSON = (
    r"^(?:(?:[Ss]orry|[Hh]i|[Hh]ello|[Nn]o|[Uu]m|[Hh]ey)[,.]? )*(?:I['’]?m not|I am not|[Tt]his is not|[Tt]his (?:isn|"
    r"ain)['’]?t|[Ee]quivocado,? no soy|[Yy]o no soy|[Tt]hats? not|[Tt]here(?: is|['’]s) no|[Nn]o) "
    r"(?P<name>[A-Z][a-z]{2,})(?: here| any ?more| and never (?:was|have been))?[.!]*$"
)

NOT_A_PERSON = listed(
    """
    airbnb alexa amazon american british canadian christmas denver english facebook french friday german google hulu
    italian mexican miami monday netflix roku saturday spanish sunday tahoe thursday tuesday uber vegas vrbo
    wednesday wifi
    """
)

# Naming the law of calls and texts is a threat about messages whatever else is said; R47.
MESSAGING_COMPLAINTS = (
    r"\b(?:complaint|complain|police report)\b[^.?]{0,40}\b(?:texts|messages|texting me|messaging me|text me|message "
    r"me|contact me)\b",
    r"\b(?:tcpa|telephone consumer protection|telemarketing (?:law|laws|rules|act)|can spam|canspam|anti spam (?:law|"
    r"laws|act)|casl|spam laws?|dont call (?:law|laws|registry|list|rules))\b",
    r"\b(?:report|reporting|reported|complain|complaint|complaints|complaining|file|filed|filing|forward|forwarded|"
    r"forwarding|goes|going|sent|contact|contacting|sue|notify|notifying|tell|call|calling|violation|violating|"
    r"violations)\b[^.?]{0,50}\b(?:fcc|ftc|federal communications|federal trade|attorney general|the ag office|"
    r"consumer protection|cfpb|ico|cnil|aepd|bundesnetzagentur)\b",
    r"\b(?:fcc|ftc)\b[^.?]{0,40}\b(?:complaint|report|violation|fine|rules|regulations|law|hear|notified|next|will)\b",
    r"\b(?:this|it|that|these|you|youre|your|constant|continued|further|any more|its) (?:\w+ ){0,4}?(?:harassment|"
    r"harassing me|harassing us|stalking me)\b",
    r"\b(?:illegal|unlawful|against the law|illegally|unlawfully) (?:(?:to|for you to|for anyone to|that you) "
    r")?(?:keep )?(?:text|contact|call|message|spam|send|solicit|market|robocall)",
    r"\b(?:texts|messages|texting|spam|messaging)\b[^.?]{0,40}\b(?:illegal|unlawful|against the law|violation|legal "
    r"action|lawsuit|sue|lawyer|attorney|small claims|police)\b",
    r"\b(?:cease and desist|c and d letter)\b(?!.{0,40}\b(?:neighbor|hoa)(?!\w))",
)

LEGAL_THREATS = (
    r"\b(?:i|ill|im|we|well|were|weve|ive|will|going to|shall) (?:be |will |am |are |going to |gonna |have to |forced "
    r"to |already |now |to )*(?:(?:sue|suing)(?! (?:the|our|my) (?!company|owner))|sued|pursue legal action|pursuing "
    r"legal action|take legal action|taking legal action|seek legal|seeking legal|press charges|pressing charges|take "
    r"you to court|taking you to court|go to court)\b",
    r"\b(?:hear|hearing|call|letter|email|word|something) from (?:my|our|his|her) (?:lawyer|attorney|lawyers|attorneys|"
    r"solicitor|counsel|legal team)\b",
    r"\b(?:contact|contacting|call|calling|talking to|talk to|speak with|speaking with|speaking to|hired|retained|"
    r"getting|get|calling|consulted|consulting|forwarded this to|sent this to|sending this to|turning this over to|"
    r"have) (?:my|our|an|a) (?:lawyer|attorney|solicitor|legal team|counsel)(?! friend)\b",
    r"\bmy (?:lawyer|attorney|solicitor|counsel|legal team) (?:will|is going to|has been|is|shall|advised|says|would) "
    r"(?:be |contact|contacting|reach|hear|get|in touch|handling|sue|suing|notified|informed|involved|me|you)",
    r"\bsee you in (?:small claims )?court\b|\b(?:legal action|lawsuit|class action)\b(?= (?:[.,]|will|against|is|if|"
    r"next|unless))",
)

# A legal threat about the stay itself is for the owner, and the guest still needs the door code.
STAY_MATTERS = (
    r"\b(?:deposit|refund|refunds|bed ?bugs|bugs|mold|mould|injur\w*|fell|slipped|damage|damages|broken|cleaning fee|"
    r"fee|fees|charge|charged|charges|chargeback|booking|reservation|cancellation|dirty|unsafe|leak|stairs|pool|"
    r"roaches|mice|accommodation|property|house|cabin|unit|apartment|rental|landlord|rent|eviction|neighbor|neighbors|"
    r"hoa|noise|parking|towed|car|listing|photos|misleading|dog|bite|bit)\b"
)

# Whole message; R48.
DECLINES = (
    r"^ \. (?:(?:hi|hello|no|nope|sorry|thanks|thank you|no thanks|no thank you|nah|but|we are|were|im|i am|i m|we re|"
    r"im really|really|just|very|at all|honestly|please|ok|currently|definitely|totally|absolutely|at this time|"
    r"anymore|,|\.) ){0,6}(?:not|no longer|never|so not|uninterested|not at all|isnt) ?(?:\w+ly )?(?:interested|"
    r"intrested)?(?: (?:anymore|at all|at this time|thanks|thank you|please|sorry|in (?:this|your|these|any|the|ur) "
    r"(?:\w+ )?(?:offers?|deals?|promotions?|messages?|texts?|service|services|product|products|program|spam|specials?|"
    r"campaigns?|discounts?|ads)|,|\.))* $",
    r"\b(?:not|no longer|never) (?:\w+ )?interested in (?:any |your |these |the |any of your |any more |receiving |"
    r"future |getting |this |hearing )*(?:offers?|deals?|promotions?|promos?|messages?|texts?|marketing|discounts?|"
    r"specials?|from you|about your|sales|ads)\b",
)

NOT_INTERESTED = r"\b(?:not|no longer|never|so not) (?:\w+ )?int(?:e)?rested\b"

ABUSE = (
    r"^ \. (?:(?:you|ur|your|go|oh|hey|just|well|all|u|the|and|i|hope|guys|are|a|bunch|of|such|please|can|to|why|dont|"
    r"youre|what|an|off|so|,|\.) )*(?:f(?:uck)? (?:you|u|yourself|yourselves|this|off|ya)|fuckoff|fu|stfu|gfy|"
    r"screw (?:you|u|off)|suck (?:it|my \w+)|eat shit|shut (?:up|the fuck up)|kiss my ass|go to hell|drop dead|die|kys|"
    r"bite me|scum\w*|asshole|assholes|scammer|scammers|spammer|spammers|bastards?|bitch|bitches|dickheads?|"
    r"motherfuckers?|idiots?|morons?|wankers?)(?: (?:you|u|off|and|your|all|guys|spam|spammer|spammers|scammer|"
    r"scammers|people|texts?|messages?|asshole|assholes|bitch|idiots?|motherfuckers?|bots?|the|horse|rode|in|on|this|"
    r"company|now|,|\.))* $",
    r"^ \. (?:(?:this|is|just|more|such|pure|its|fucking|total|ugh|wow|great|all|you|are|your|texts|messages|look|like|"
    r"these|a|and|,) )*(?:spam|scam|junk|harassment)(?: (?:spam|scam|[.,]))* $",
)

# R21, the middle: probably a revocation, perhaps another contract or a privacy request. Whole message.
UNCLEAR = (
    r"^ \. (?:please |pls |can you |i want to |i would like to |id like to |kindly |how do i |quiero |je veux "
    r")*(?:cancel|end|stop|terminate|cancelar|annuler|annulez) (?:my |the |this |our |mi |la |mon |l )?(?:subscription|"
    r"membership|enrollment|suscripcion|abonnement)(?: please| now| thanks| svp)* [.?] $",
    r"^ \. (?:please |pls |can you |i want you to |you must |kindly |and )*(?:delete|erase|remove|destroy) (?:all "
    r")?(?:of )?(?:my |our |any )?(?:personal |contact |private )?(?:data|info|information|account|details|profile|"
    r"records?)(?: please| now| from your \w+| thanks)* [.?] $",
    r"^ \. (?:unfollow|unfriend|deactivate|opt)(?: me| please)* \. $",
)
