"""Sentences that use the words of revocation for something else, and preferences about how to be reached
(R36, R46).

What matches here is taken out before the revocation phrases are searched, so the rest of the message still
counts: "don't stop the reminders, but stop the ads" loses its first half only. Word groups are those of
`word_groups.WORDS`.
"""

FALSE_FRIENDS = (
    r"\bnot the owner (?:, )?but\b",
    r"\b(?:veux|voudrais|voulais|voulons|quiero|queria|quise|queremos) (?:pas |plus )?(?:vous |le )?(?:deranger|"
    r"molestar)\b",
    r"\bwrong (?:number|person) [,.] (?:i )?(?:was )?(?:meant|meaning|trying|that was) (?:to|for|it)\b",
    r"^ \. (?:got|received|have|had) no (?:texts?|messages?|code|reply|answer)\b[^.?]*",
    r"^ \. (?:still |also |just )?not (?:getting|receiving|seeing)\b[^.?]*",
    r"^ \. (?:sorry |oops |, )*(?:sent|typed|wrote|texted|meant)(?: \w+){0,2} to (?:the )?wrong "
    r"(?:number|person)\b[^.?,]*",
    r"\b(?:does|do|can|will) this (?:number|phone) (?:take|accept|get|receive|work|text)\b[^.?]*",
    # Polarity: asks to go on, or says that stopping was an error.
    r"\b(?:dont|never|please dont|pls dont|didnt mean to|no need to|not|wouldnt want you to|no reason to|without|"
    r"shouldnt|(?:didnt|never) (?:want|ask|tell|mean)(?: you| this| it)? to|dont (?:want|need|have)(?: you| them| it)? "
    r"to|rather you not|hate to|hope you dont) (?:you )?(?:ever |please )?(?:stop|quit|unsubscribe|remove|opt|delete|"
    r"take (?:me|us) off|cancel|end|block|stopping|pause|cut)\b[^.?]*",
    r"(?<!\byou )(?<!\bu )(?<!\bthese )(?<!\byour )(?<!\bthis )(?<!\bthose )(?<!\bguys )(?<!\bpeople )(?<!\bmessages "
    r")(?<!\btexts )(?<!\bcompany )\b(?:wont|cant|cannot|couldnt|doesnt|didnt|wouldnt|never|hasnt|havent|isnt|barely|"
    r"hard to) (?:(?:ever|seem to|even|really|help but) )?(?:stop|quit|stopped|stops|leave|stopping)\b[^.?,]*",
    r"\b(?:i|we|ive|my \w+|our \w+|he|she|the kids?|who|someone|somebody|they|kids)(?: \w+)? (?:\w+ )?(?:accidentally|"
    r"mistakenly|unintentionally|unknowingly|inadvertently)[^.?]*?\b(?:stop|stopped|unsubscribed?|opt(?:ed)? out|"
    r"cancel(?:led|ed)?|end|removed|blocked)\b[^.?]*",
    r"\b(?:did|have|am|was|were|are|is) (?:i|we|my \w+|you|they) (?:\w+ )?(?:get |been |being |already "
    r")?(?:unsubscribed?|opted out|removed|blocked|opt out|taken off|deleted|kicked off)\b[^.?]*",
    r"\b(?:i|we) (?:didnt|never|havent|dont remember) (?:\w+ly |ever |even )?(?:say|said|write|wrote|text|texted|"
    r"type|typed|send|sent|reply|replied) (?:the word )?(?:stop|unsubscribe|cancel|end|quit)\b(?! to| \w+ing)[^.?]*",
    r"\bno (?:paren|pares|pare|canceles|cancelen)\b(?! de (?:molest|fastid|escrib|mand|envi))[^.?]*",
    r"\b(?:didnt|dont|never|havent|not|wasnt|have not|hadnt|nor did i) (?:\w+ )?(?:want to |mean to |been |get |trying "
    r"to )?(?:unsubscribed?|opt(?:ed|ing)? out|unsubscribing)\b[^.?]*",
    # Asks what a word would do.
    r"\b(?:if|when|what happens if|what if|does|will|would|do|should|can|after) (?:i|we|it|you|they) (?:\w+ "
    r"){0,2}?(?:reply|text|say|send|type|respond|replied|texted|said|unsubscribe|opt out|texting|press|hit|write|opted "
    r"out|unsubscribed|tell you to|told you to)(?: (?:with|the word|you|back|to))* ?(?:stop|end|cancel|quit|"
    r"unsubscribe|,|\?|will|does|do|would|am)[^.?]*",
    # Somebody else is to stop, or stopped.
    r"\b(?:tell|telling|told|ask|asks|asking|asked|have|get|make|remind|beg|begged|want|wants|need|needs|force|getting|"
    r"had)(?: \w+){0,2} (?!(?:your|ur|you|u|me|us|whoever|this|these|those|them|system|team|company|office|bot|boss|"
    r"manager|people|everyone|computer|staff|all|messages|texts|it|the)(?!\w))\w+ (?:to )(?:please )?(?:stop|"
    r"quit)\b[^.?,]*",
    r"\b(?:he|she|they|it|the \w+|my \w+|our \w+|host|owner|everyone|airbnb|vrbo|booking|nobody|the \w+ \w+|someone|"
    r"somebody|dogs?|kids?|neighbou?rs?) (?:has |have |had |finally |just |already |should |to |might |may |will "
    r")?(?:stopped|quit|stops|quits|keeps? (?:stopping|quitting))\b[^.?]*",
    r"\b(?:you|u|youve|you guys|why did you|why have you|you have) (?:\w+ )?(?:stopped) (?!(?:and|or)(?!\w))[^.?]*",
    r"\bwhy (?:did|have|dont|do|didnt|arent|havent|isnt|am i|am|cant|do i|are|is)\b(?! you (?:keep|still|continue|not "
    r"stop))(?! i still)(?! i keep)(?! you text)(?! you send)(?! you messag)[^.?]*?\b(?:stop|stopped|stopping|quit|"
    r"text|texts|message|messages|reply|getting|answer|call|unsubscribed|contact)\b[^.?]*",
    r"(?<!so )(?<!that )(?<!can )\b(?:i|we|im|we re|they|i am|ive|weve) (?:am |are |have |still |also |just |really |"
    r"actually )*(?:not|dont|didnt|havent|wasnt|werent|never|no longer|isnt|arent|cant|couldnt|wont|hasnt|have not) "
    r"(?:\w+ly |even |been |been able to )?(?:get|getting|receive|receiving|received|got|gotten|see|seeing|seen|saw|"
    r"hear|heard|hearing|find|open|read|miss|missed|missing|checked|check|able to)\b(?! (?:to )?stop)[^.?]*",
    # Remove, delete, cancel, end and opt out of things that are not messages.
    r"\b(?:remove|take|delete|cancel|drop|pull|scratch|leave|cut|get) (?:\w+ ){0,5}?(?:off|from|out of|on|for) (?:\w+ "
    r"){0,3}?(?:wait ?list|waiting list|guest list|reservations?|bookings?|calendar|rental agreement|agreement|lease|"
    r"lock|locks|bill|invoice|airbnb|vrbo|app|listing|porch|door|file|counter|fridge|check ?in|registration|cleaning "
    r"list|grocery list|shopping list|packing list|to do list|list of guests|list of|schedule|group chat|camera|wifi|"
    r"wish ?list|house|cabin|property|parking|gate|account|profile|balance|bed|stay|dates?|order|itinerary|deposit|"
    r"insurance|co ?host\w*|guest \w+|grill|table|wall|oven|smart \w+|keypad|tv|thermostat|alarm|intercom|call ?box|"
    r"hold|speaker|mute|chore list|vip list|tour|dinner|breakfast|birthday|cart|menu)\b[^.?,]*",
    r"\b(?:bus|train|tram|metro|subway|pit|next|last|first|shuttle|rest|door|non|one|our|nearest|closest|full|truck|"
    r"dead|short|quick|every|each|final|gas|taxi|trolley|ferry|food|hard|photo|lunch|coffee|grocery|potty|bathroom|"
    r"wine|beer|emergency|more|another|two|three|which|what|a|the|long|main|only|good|great|favorite|sudden|complete) "
    r"(?:stops?|stopping)\b(?! (?:texting|sending|messaging|to (?:all|these|your)))",
    r"\bno (?:texts?|messages?|calls?|emails?|alerts?|reminders?|updates?|notifications?|contact|communication|promo "
    r"code|discounts?|specials?|sales) (?:yet|have|has|came|from|received|showed|coming|so far|about|since|when|were|"
    r"for the|needed|necessary|required|available|in|or missed|with|problem)\b",
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
    r"\bwant to (?:miss|lose) (?:\w+ ){0,2}(?:texts?|messages?|reminders|updates|alerts)\b",
    r"\bcharged the wrong \w+",
    r"\b(?:wasnt|isnt|arent|not|werent) (?:trying|asking|looking|planning|meaning) to [^.?]*",
    r"\bbaja por \w+",
    r"\b(?:stop|unsubscribe|opt out|quit) \? (?:what|why|no|nope|never|i never|dont|keep|please keep)\b[^.?]*",
    r"\b(?:does|did|will|would) it (?:ever )?stop\b[^.?]*",
    r"\b(?:change|update|correct|fix) my (?:\w+ )?(?:number|info|name|email)\b",
    r"(?<!dont )(?<!not )(?<!never )\buse this (?:number|one|phone) (?:for|instead|from now)\b[^.?]*",
    r"\bwrong (?:number|code|address) for (?:the|a|an|my|our) (?!last|love|\w+ (?:time|and))\w+",
    r"\bend of (?:\w+ )?\w+",
    r"\b(?:stop|quit) (?!<TEXTING>|sending|getting|receiving|asking|selling|sharing|using|doing|trying|wasting|giving|"
    r"pushing|following|bombarding|telling|filling)\w+ing\b[^.?,]*",
    r"\bwithdraw(?:ing)? my (?:request|offer|application|bid|complaint)\b[^.?]*",
    # Wrong number that is theirs to mend, or of things.
    r"\b(?:i|we|ive|weve|may have|might have|must have|they|he|she|my \w+|airbnb|vrbo|google|the \w+) (?:(?!you\b)\w+ "
    r"){0,3}?(?:gave|put|typed|entered|dialed|wrote|sent|used|call|called|texted|calling|texting|listed|had|pressed|"
    r"punched|hit|got|given|input|shows?|showed|has|have|lists|says|left|saved|provided|messaged|reached) (?:\w+ "
    r"){0,3}?(?:the |a )?wrong (?:number|person|phone|code|guy|address|house|chat|thread)\b[^.?,]*",
    r"\b(?:did|do|is|was|have|are|could) (?:i|we|this|it|that|you) (?:\w+ ){0,4}?wrong (?:number|person|guy|"
    r"address)\b(?! (?:stop|please stop|remove))[^.?,]*",
    r"\bhow (?:did|do|have) (?:you|u|they|yall) (?:get|got|have|find|obtain|know)\b[^.?,]*",
    r"\bdont <TEXT> (?:my \w+|him|her|them) about (?:it|this|that)\b[^.?]*",
    r"\bno (?:signal|service|reception|bars|wifi|internet|coverage|cell)\b[^.?]*",
    # Consent, permission, contact, alone, away in their other senses.
    r"\b(?:make|making|get|getting|let) (?:it|him|her|that|the \w+|the \w+ \w+|this thing|them) (?:to )?stop\b[^.?,]*",
    r"\b(?:is|are) (?:this|it|these|that|you) (?:a |an )?(?:spam|scam|junk|real|legit|fake|automated)\b[^.?]*",
    r"\b(?:not|isnt|aint) (?:a )?(?:spam|scam|junk)\b|\b(?:to|in|into) (?:my |your |the )?(?:spam|junk)\b",
)

# Effect, and the wordings that ask for it. Taken out like the false friends; reported when nothing else is found.
PREFERENCES = {
    "preference:hours": (
        r"\b(?:stop|quit) (?:<FILL>)?(?:<TEXTING>|sending)(?: \w+){0,4}? <WHEN>(?! (?:all|these years|i told|i said|i "
        r"asked|asking|you))\b(?<!today please)[^.?]*",
        r"\b(?:dont|never|not|no|cant|please not|no more|shouldnt|wouldnt|rather you not|rather you didnt|prefer you "
        r"didnt) (?:(?:ever|please|you|be|so many|any|more|me|us|to|want|want to|want any|receive|get|send|have|like|"
        r"being) ){0,3}?(?:<TEXT>|<MSG>|<TEXTING>|texted|called|disturbed|contacted|disturb)(?: \w+){0,4}? "
        r"<WHEN>\b[^.?]*",
        r"\b(?:dont|please dont) (?:<TEXT>)(?: me| us| my \w+| this number)? (?:now|right now|at work|here at work|at "
        r"this time)\b[^.?]*",
        r"\b(?:dont|no need to|cant|please dont) (?:<TEXT>)(?: me| us)?(?: please)? ,? ?(?:because |cause |as |since "
        r")?(?:im|i am|were|we are|the baby|baby|kids?|my (?:\w+ )?|everyone|hes|shes)(?: is| are)? ?(?:driving|in a "
        r"meeting|in meetings|at work|working|busy|sleeping|asleep|napping|in class|in church|on a flight|flying|on a "
        r"plane|in surgery|on a call|in bed|resting|at dinner)\b[^.?]*",
        r"^ \. (?:please )?(?:not|cant) (?:now|talk|right now|text|at the moment|today|tonight)\b[^.?]*",
        r"\b(?:not|only|nothing) (?:text |message |call |contact |texts |calls |messages )?(?:me |us )?(?:<WHEN>)(?: "
        r"\w+){0,3} \d[^.?]*",
        r"\b(?:<MSG>|<TEXT>) (?:me |us )?(?:only |just )?(?:between|after|before|later|tomorrow|during) [^.?]*",
        r"\bleave (?:me|us) alone (?:until|till|for (?:now|a|the|an)|tonight|today|this|while|before|after|"
        r"during)\b[^.?]*",
        r"\b(?:dont|please dont|not be|not to be) disturb(?:ed)?\b(?! (?:me|us) (?:again|anymore|ever))[^.?]*",
    ),
    "preference:number": (
        r"(?<!dont )(?<!stop )(?<!not )(?<!never )\b(?:text|call|message|use|contact|reach|try|send (?:it|them|texts|"
        r"messages) to)(?: \w+){0,3}? (?:my|his|her|our|the|a|this) (?:other|new|work|cell|wifes|husbands|partners|us|"
        r"sons|daughters|different|second|mobile|personal|wife|husband|partner|son|daughter|assistant)(?: (?:number|"
        r"phone|cell|line|instead))?\b[^.?]*",
        r"\bthis is my (?:\w+ )?(?:wifes|husbands|partners|sons|daughters|moms|dads|work|old|friends|assistants|bosss|"
        r"kids) (?:number|phone|cell|line)\b[^.?]*",
        r"\b(?:my|the) (?:new|correct|right|real|actual|best) (?:number|phone|cell)(?: number)? is\b[^.?]*",
        r"\b(?:wrong number|wrong phone)[^.?]{0,40}\b(?:mine is|use|correct (?:one|number) is|right one is|should be|"
        r"its actually|its|try) (?:\d|my)[^.?]*",
        r"\bdont (?:text|call|message) (?:my|him|her|the) (?:wife|husband|partner|son|daughter|mom|dad|office|him|her|"
        r"kids)? ?,? ?(?:text|call|message|use) (?:me|mine|my)\b[^.?]*",
    ),
}
FOREIGN_HOURS = (
    r"\bno (?:me|nos) (?:llam|escrib|mand|text|envi|contact)\w*(?: \w+){0,3} (?:antes|despues|en la noche|de noche|los "
    r"domingos|tan)\b[^.?]*|\bne (?:m|me|nous) (?:appel|ecriv|text|envoy|contact)\w* pas (?:\w+ )?(?:avant|apres|le|la "
    r"nuit|le soir|si)\b[^.?]*"
)

# Wishes about the channel: stored, and the other channel stops (R46).
CHANNEL_WISHES = {
    "preference:email_only": (
        r"^ \. (?:please |just |i prefer |we prefer |id prefer |prefer |by |via |use |only |can you |could you |"
        r"strictly |i would prefer |contact me |reach me |contact us |through |or |my |instead |, )*emails?(?: (?:me|"
        r"us|only|please|is|best|better|instead|preferred|works|for|contact|communication|from|now|on|i|address|over|"
        r"texts|text|texting|to|thanks|thank|you|than|rather|fine|,))* [.,?]",
        r"\b(?:only|strictly|exclusively) (?:contact|reach|communicate with|write|write to|use|message|through|by|"
        r"via)(?: me| us)?(?: by| via| through| over| using)? email\b|\bemail only\b|\bonly (?:by |via |through |use "
        r")?email\b",
    ),
    "preference:text_only": (
        r"\b(?:dont|no) (?:phone |call|calls|calling)(?: me| us)? [,.] (?:please |just |only |but )*(?:text|texts|"
        r"message)\b",
        r"^ \. (?:please |just |i prefer |we prefer |prefer |only |by |via |id rather |rather )*(?:text|texts|texting) "
        r"(?:is |are |than |better |best |only |me |us |instead |of |please |over |calls? |calling |phone |preferred |"
        r",)*(?:\w+ ){0,2}[.,?]",
        r"\b(?:text|texting|texts|message|messaging) (?:me |us )?(?:is |are )?(?:only|better than|best|instead of|"
        r"rather than|over|preferred|works better than|easier than) (?:a )?(?:calls?|calling|phone)?\b",
    ),
    "preference:call_only": (
        r"^ \. (?:please |just |i prefer |only |prefer |id rather |we prefer )+(?:a |phone |get a |to get )*(?:calls?|"
        r"calling|phone|talk)(?: (?:me|us|please|instead|only|over|to|texts?|texting|by|phone|on|the|rather|than|of|"
        r"thanks))* [.,?]",
    ),
}
STOPPED_CHANNEL = {"preference:email_only": "sms", "preference:text_only": "voice", "preference:call_only": "sms"}
