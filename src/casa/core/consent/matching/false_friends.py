"""Sentences that use the words of revocation for something else, and preferences about how to be reached
(R36, R46).

What matches here is taken out before the revocation phrases are searched, so the rest of the message still
counts: "don't stop the reminders, but stop the ads" loses its first half only. Word groups are those of
`word_groups.WORDS`.
"""

FALSE_FRIENDS = (
    r"\bnot the owner (?:, )?but\b",
    r"\b(?:veux|voudrais|voulais|voulons|quiero|queria|quise|queremos) (?:pas |plus )?(?:vous |le )?"
    r"(?:deranger|molestar)\b",
    r"\bwrong (?:number|person) [,.] (?:i )?(?:was )?(?:meant|meaning|trying|that was) (?:to|for|it)\b",
    # Polarity: asks to go on, or says that stopping was an error.
    r"\b(?:dont|never|please dont|pls dont|didnt mean to|no need to|not|wouldnt want you to|no reason to|"
    r"without|shouldnt|(?:didnt|never) (?:want|ask|tell|mean)(?: you| this| it)? to|dont (?:want|need|have)(?: you| them|"
    r" it)? to|rather you not|hate to|hope you dont) (?:you )?(?:ever |please )?(?:stop|quit|unsubscribe|"
    r"remove|opt|delete|take (?:me|us) off|cancel|end|block|stopping|pause|cut)\b[^.?]*",
    r"(?<!\byou )(?<!\bu )(?<!\bthese )(?<!\byour )(?<!\bthis )(?<!\bthose )(?<!\bguys )(?<!\bpeople "
    r")(?<!\bmessages )(?<!\btexts )(?<!\bcompany )\b(?:wont|cant|cannot|couldnt|doesnt|didnt|wouldnt|"
    r"never|hasnt|havent|isnt|barely|hard to) (?:(?:ever|seem to|even|really|help but) )?(?:stop|quit|"
    r"stopped|stops|leave|stopping)\b[^.?,]*",
    r"\b(?:i|we|ive|my \w+|our \w+|he|she|the kids?|who|someone|somebody|they|"
    r"kids)(?: \w+)? (?:\w+ )?(?:accidentally|mistakenly|unintentionally|unknowingly|"
    r"inadvertently)[^.?]*?\b(?:stop|stopped|unsubscribed?|opt(?:ed)? out|cancel(?:led|ed)?|end|removed|"
    r"blocked)\b[^.?]*",
    r"\b(?:did|have|am|was|were|are|is) (?:i|we|my \w+|you|they) (?:\w+ )?(?:get |been |being |"
    r"already )?(?:unsubscribed?|opted out|removed|blocked|opt out|taken off|deleted|kicked off)\b[^.?]*",
    r"\b(?:didnt|dont|never|havent|not|wasnt|have not|hadnt|nor did i) (?:\w+ )?(?:want to |mean to |"
    r"been |get |trying to )?(?:unsubscribed?|opt(?:ed|ing)? out|unsubscribing)\b[^.?]*",
    # Asks what a word would do.
    r"\b(?:if|when|what happens if|what if|does|will|would|do|should|can|after) (?:i|we|it|you|"
    r"they) (?:\w+ ){0,2}?(?:reply|text|say|send|type|respond|replied|texted|said|unsubscribe|opt out|"
    r"texting|press|hit|write|opted out|unsubscribed|tell you to|told you to)(?: (?:with|the word|you|"
    r"back|to))* ?(?:stop|end|cancel|quit|unsubscribe|,|\?|will|does|do|would|am)[^.?]*",
    # Somebody else is to stop, or stopped.
    r"\b(?:tell|telling|told|ask|asks|asking|asked|have|get|make|remind|beg|begged|want|wants|need|needs|"
    r"force|getting|had)(?: \w+){0,2} (?!(?:your|ur|you|u|me|us|whoever|this|these|those|them|system|"
    r"team|company|office|bot|boss|manager|people|everyone|computer|staff|all|messages|texts|it|"
    r"the)(?!\w))\w+ (?:to )(?:please )?(?:stop|quit)\b[^.?,]*",
    r"\b(?:he|she|they|it|the \w+|my \w+|our \w+|host|owner|everyone|airbnb|vrbo|booking|nobody|"
    r"the \w+ \w+|someone|somebody|dogs?|kids?|neighbou?rs?) (?:has |have |had |finally |just |already |"
    r"should |to |might |may |will )?(?:stopped|quit|stops|quits|keeps? (?:stopping|quitting))\b[^.?]*",
    r"\b(?:you|u|youve|you guys|why did you|why have you|you have) (?:\w+ )?(?:stopped) (?!(?:and|"
    r"or)(?!\w))[^.?]*",
    r"\bwhy (?:did|have|dont|do|didnt|arent|havent|isnt|am i|am|cant|do i|are|is)\b(?! you (?:keep|still|"
    r"continue|not stop))(?! i still)(?! i keep)(?! you text)(?! you send)(?! you "
    r"messag)[^.?]*?\b(?:stop|stopped|stopping|quit|text|texts|message|messages|reply|getting|answer|"
    r"call|unsubscribed|contact)\b[^.?]*",
    r"(?<!so )(?<!that )(?<!can )\b(?:i|we|im|we re|they|i am|ive|weve) (?:am |are |have |still |also |just |really |"
    r"actually )*(?:not|dont|didnt|havent|wasnt|werent|never|no longer|isnt|arent|cant|couldnt|wont|"
    r"hasnt|have not) (?:\w+ly |even |been |been able to )?(?:get|getting|receive|receiving|received|got|"
    r"gotten|see|seeing|seen|saw|hear|heard|hearing|find|open|read|miss|missed|missing|checked|check|"
    r"able to)\b(?! (?:to )?stop)[^.?]*",
    # Remove, delete, cancel, end and opt out of things that are not messages.
    r"\b(?:remove|take|delete|cancel|drop|pull|scratch|leave|cut|get) (?:\w+ ){0,5}?(?:off|from|out of|"
    r"on|for) (?:\w+ ){0,3}?(?:wait ?list|waiting list|guest list|reservations?|bookings?|calendar|"
    r"rental agreement|agreement|lease|lock|locks|bill|invoice|airbnb|vrbo|app|listing|porch|door|file|"
    r"counter|fridge|check ?in|registration|cleaning list|grocery list|shopping list|packing list|"
    r"to do list|list of guests|list of|schedule|group chat|camera|wifi|wish ?list|house|cabin|property|"
    r"parking|gate|account|profile|balance|bed|stay|dates?|order|itinerary|deposit|insurance|co ?host\w*|"
    r"guest \w+|grill|table|wall|oven|smart \w+|keypad|tv|thermostat|alarm|intercom|call ?box|chore list|"
    r"vip list|tour|dinner|breakfast|birthday|cart|menu)\b[^.?,]*",
    r"\b(?:bus|train|tram|metro|subway|pit|next|last|first|shuttle|rest|door|non|one|our|nearest|closest|"
    r"full|truck|dead|short|quick|every|each|final|gas|taxi|trolley|ferry|food|hard|photo|lunch|coffee|"
    r"grocery|potty|bathroom|wine|beer|emergency|a|the|long|main|only|good|great|favorite|sudden|"
    r"complete) (?:stops?|stopping)\b(?! (?:texting|sending|messaging|to (?:all|these|your)))",
    r"\bno (?:texts?|messages?|calls?|emails?|alerts?|reminders?|updates?|notifications?|contact|"
    r"communication|promo code|discounts?|specials?|sales) (?:yet|have|has|came|from|received|showed|"
    r"coming|so far|about|since|when|were|for the|needed|necessary|required|available|in|or missed|with|"
    r"problem)\b",
    r"\b(?:deliver\w*|went|goes) (?:\w+ )?to the wrong \w+",
    r"\b(?:other|another|different) (?:company|place|guy|people|business|dentist|office)[^.?,]*",
    r"\b(?:told|asked|asks|tells|telling|wants|reminded) (?:me|us|him|her|them) to (?:stop|quit|leave)\b[^.?,]*",
    r"\b(?:does|did|will|would|is) (?:the word )?(?:stop|unsubscrib\w+|end|cancel)\b[^.?]*",
    r"\b(?:love|loved|loving|enjoy|like|appreciate) (?:these|the|your|all the|getting) (?:\w+ )?<MSG>\b(?! but)[^.?,]*",
    r"\bdont have (?:texting|text|sms|messaging)\b[^.?]*",
    r"\b(?:didnt|dont|never|not|havent) (?:ask(?:ed)? for|agreed? to|ordered?|request(?:ed)?|want(?:ed)?|need(?:ed)?) "
    r"(?:this|that|the|an?|his|her|another) (?!<MSG>|number|list|more|contact|further|part|kind|sort|single|anymore|"
    r"again|please|and|stop|from|sent|coming|nonsense|harassment|to|on|at|in|stupid|damn|fucking|type)\w{3,}[^.?,]*",
    r"\b(?:will|should|would) i (?:still )?(?:get|have|receive|lose)\b[^.?]*",
    r"\bdidnt mean (?:to|for)\b[^.?]*",
    r"\btexting (?:you )?(?:from|on) (?:my|the|a)\b[^.?,]*",
    r"\bwhy no \w+",
    r"\bcharged the wrong \w+",
    r"\b(?:wasnt|isnt|arent|not|werent) (?:trying|asking|looking|planning|meaning) to [^.?]*",
    r"\bbaja por \w+",
    r"\b(?:unsubscribe|opt out) \? what\b[^.?]*",
    # Wrong number that is theirs to mend, or of things.
    r"\b(?:i|we|ive|weve|may have|might have|must have|they|he|she|my \w+|airbnb|vrbo|google|"
    r"the \w+) (?:(?!you\b)\w+ ){0,3}?(?:gave|put|typed|entered|dialed|wrote|sent|used|call|called|"
    r"texted|calling|texting|listed|had|pressed|punched|hit|got|given|input|shows?|showed|has|have|lists|"
    r"says|left|saved|provided|messaged|reached) (?:\w+ ){0,3}?(?:the |a )?wrong (?:number|person|phone|"
    r"code|guy|address|house|chat|thread)\b[^.?,]*",
    r"\b(?:did|do|is|was|have|are|could) (?:i|we|this|it|that|you) (?:\w+ ){0,4}?wrong (?:number|person|"
    r"guy|address)\b(?! (?:stop|please stop|remove))[^.?,]*",
    r"\bhow (?:did|do|have) (?:you|u|they|yall) (?:get|got|have|find|obtain|know)\b[^.?,]*",
    r"\bdont <TEXT> (?:my \w+|him|her|them) about (?:it|this|that)\b[^.?]*",
    r"\bno (?:signal|service|reception|bars|wifi|internet|coverage|cell)\b[^.?]*",
    # Consent, permission, contact, alone, away in their other senses.
    r"\b(?:make|making|get|getting|let) (?:it|him|her|that|the \w+|the \w+ \w+|this thing|"
    r"them) (?:to )?stop\b[^.?,]*",
    r"\b(?:is|are) (?:this|it|these|that|you) (?:a |an )?(?:spam|scam|junk|real|legit|fake|"
    r"automated)\b[^.?]*",
    r"\b(?:not|isnt|aint) (?:a )?(?:spam|scam|junk)\b|\b(?:to|in|into) (?:my |your |the )?(?:spam|junk)\b",
)

_WHEN = (
    r"(?:after|before|past|until|till|til|between|during|while|tonight|tomorrow|today|tonite|later than|"
    r"earlier than|so early|this early|"
    r"so late|this late|too early|too late|late at night|at night|overnight|at \d|around \d|on (?:mon|"
    r"tues|wednes|thurs|fri|satur|sun)\w*|"
    r"on weekends?|weekends|on week ?days|in the (?:morning|mornings|middle|evening|evenings|night|am)|"
    r"at (?:midnight|dawn|dinner|work|"
    r"this hour|that hour|lunch|bedtime|such)|when (?:im|i am|we|were|i|he|she|my|our)|this week|"
    r"this weekend|this morning|this evening|this afternoon|"
    r"for the next|for a few|for now|for an hour|at the moment|just yet|yet|early|late|first thing|"
    r"during the|outside|"
    r"in a meeting|\d+ ?(?:am|pm)|\d{1,2}:\d\d)"
)

# effect, pattern. Taken out like the false friends; reported when nothing else is found.
FOREIGN_HOURS = (
    r"\bno (?:me|nos) (?:llam|escrib|mand|text|envi|contact)\w*(?: \w+){0,3} (?:antes|despues|en la noche|de noche|"
    r"los domingos|tan)\b[^.?]*|\bne (?:m|me|nous) (?:appel|ecriv|text|envoy|contact)\w* pas (?:\w+ )?(?:avant|"
    r"apres|le|la nuit|le soir|si)\b[^.?]*"
)
PREFERENCES = (
    (
        "preference:hours",
        rf"\b(?:stop|quit) (?:<FILL>)?(?:<TEXTING>|sending)(?: \w+){{0,4}}? {_WHEN}(?! (?:all|"
        rf"these years|i told|i said|i asked|asking|you))\b(?<!today please)[^.?]*",
    ),
    (
        "preference:hours",
        rf"\b(?:dont|never|not|no|cant|please not|no more|shouldnt|wouldnt|rather you not|"
        rf"rather you didnt|prefer you didnt) (?:(?:ever|please|you|be|so many|any|more|me|us|to|want|"
        rf"want to|want any|receive|get|send|have|like|being) ){{0,3}}?(?:<TEXT>|<MSG>|<TEXTING>|texted|"
        rf"called|disturbed|contacted|disturb)(?: \w+){{0,4}}? {_WHEN}\b[^.?]*",
    ),
    (
        "preference:hours",
        r"\b(?:dont|please dont) (?:<TEXT>)(?: me| us| my \w+| this number)? (?:now|right now|at work|"
        r"here at work|at this time)\b[^.?]*",
    ),
    (
        "preference:hours",
        r"\b(?:dont|no need to|cant|please dont) (?:<TEXT>)(?: me| us)?(?: please)? ,? ?(?:because |"
        r"cause |as |since )?(?:im|i am|were|we are|the baby|baby|kids?|my (?:\w+ )?|everyone|hes|"
        r"shes)(?: is| are)? ?(?:driving|in a meeting|in meetings|at work|working|busy|sleeping|asleep|"
        r"napping|in class|in church|on a flight|flying|on a plane|in surgery|on a call|in bed|resting|"
        r"at dinner)\b[^.?]*",
    ),
    (
        "preference:hours",
        r"^ \. (?:please )?(?:not|cant) (?:now|talk|right now|text|at the moment|today|tonight)\b[^.?]*",
    ),
    (
        "preference:hours",
        rf"\b(?:not|only|nothing) (?:text |message |call |contact |texts |calls |messages )?(?:me |"
        rf"us )?(?:{_WHEN})(?: \w+){{0,3}} \d[^.?]*",
    ),
    (
        "preference:hours",
        r"\b(?:<MSG>|<TEXT>) (?:me |us )?(?:only |just )?(?:between|after|before|later|tomorrow|"
        r"during) [^.?]*",
    ),
    (
        "preference:hours",
        r"\bleave (?:me|us) alone (?:until|till|for (?:now|a|the|an)|tonight|today|this|while|before|"
        r"after|during)\b[^.?]*",
    ),
    (
        "preference:hours",
        r"\b(?:dont|please dont|not be|not to be) disturb(?:ed)?\b(?! (?:me|us) (?:again|anymore|"
        r"ever))[^.?]*",
    ),
    (
        "preference:number",
        r"(?<!dont )(?<!stop )(?<!not )(?<!never )\b(?:text|call|message|use|contact|reach|try|send (?:it|them|texts|"
        r"messages) to)(?: \w+){0,3}? (?:my|his|her|our|the|a|this) (?:other|new|work|cell|wifes|"
        r"husbands|partners|us|sons|daughters|different|second|mobile|personal|wife|husband|partner|son|"
        r"daughter|assistant)(?: (?:number|phone|cell|line|instead))?\b[^.?]*",
    ),
    (
        "preference:number",
        r"\bthis is my (?:\w+ )?(?:wifes|husbands|partners|sons|daughters|moms|dads|work|old|friends|"
        r"assistants|bosss|kids) (?:number|phone|cell|line)\b[^.?]*",
    ),
    (
        "preference:number",
        r"\b(?:my|the) (?:new|correct|right|real|actual|best) (?:number|phone|"
        r"cell)(?: number)? is\b[^.?]*",
    ),
    (
        "preference:number",
        r"\b(?:wrong number|wrong phone)[^.?]{0,40}\b(?:mine is|use|correct (?:one|number) is|"
        r"right one is|should be|its actually|its|try) (?:\d|my)[^.?]*",
    ),
    (
        "preference:number",
        r"\bdont (?:text|call|message) (?:my|him|her|the) (?:wife|husband|partner|son|daughter|mom|dad|"
        r"office|him|her|kids)? ?,? ?(?:text|call|message|use) (?:me|mine|my)\b[^.?]*",
    ),
)

# Whole-message wishes about the channel: stored, and e-mail only also ends texting (R46).
CHANNEL_WISHES = (
    (
        "preference:email_only",
        "sms",
        r"^ \. (?:please |just |i prefer |we prefer |id prefer |prefer |by |via |use |only |can you |"
        r"could you |strictly |i would prefer |contact me |reach me |contact us |through |or |my |"
        r"instead |, )*emails?(?: (?:me|us|only|please|is|best|better|instead|preferred|works|for|"
        r"contact|communication|from|now|on|i|address|over|texts|text|texting|to|thanks|thank|you|than|"
        r"rather|fine|,))* [.,?]",
    ),
    (
        "preference:email_only",
        "sms",
        r"\b(?:only|strictly|exclusively) (?:contact|reach|communicate with|write|write to|use|message|"
        r"through|by|via)(?: me| us)?(?: by| via| through| over| using)? email\b|\bemail only\b|"
        r"\bonly (?:by |via |through |use )?email\b",
    ),
    (
        "preference:text_only",
        "voice",
        r"\b(?:dont|no) (?:phone |call|calls|calling)(?: me| us)? [,.] (?:please |just |only |but )*"
        r"(?:text|texts|message)\b",
    ),
    (
        "preference:text_only",
        "voice",
        r"^ \. (?:please |just |i prefer |we prefer |prefer |only |by |via |id rather |rather )*(?:text|"
        r"texts|texting) (?:is |are |than |better |best |only |me |us |instead |of |please |over |"
        r"calls? |calling |phone |preferred |,)*(?:\w+ ){0,2}[.,?]",
    ),
    (
        "preference:text_only",
        "voice",
        r"\b(?:text|texting|texts|message|messaging) (?:me |us )?(?:is |are )?(?:only|better than|best|"
        r"instead of|rather than|over|preferred|works better than|easier than) (?:a )?(?:calls?|calling|"
        r"phone)?\b",
    ),
    (
        "preference:call_only",
        "sms",
        r"^ \. (?:please |just |i prefer |only |prefer |id rather |we prefer )+(?:a |phone |get a |"
        r"to get )*(?:calls?|calling|phone|talk)(?: (?:me|us|please|instead|only|over|to|texts?|texting|"
        r"by|phone|on|the|rather|than|of|thanks))* [.,?]",
    ),
)
