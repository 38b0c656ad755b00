"""How English speakers end or narrow consent in free text: phrases over the spoken form (R14, R21, R47, R48).

`<NAME>` stands for a word group of `word_groups.WORDS`. A phrase is searched anywhere in the message; ordinary meanings
of the same words are held off by the phrase itself where a grammar rule can do it, and by `false_friends.py`
elsewhere.
"""

# name, pattern. All end consent for what they name (R21); the scope is narrowed afterwards.
REVOCATIONS = (
    (
        "asks to stop contacting",
        r"\b<STOP_DOING> <FILL>{0,3}<TEXTING>(?= (?:<ME>|<END>|and|or|about|with|so|every|all|the (?:house|"
        r"phone|number|family|office)|this|"
        r"because|these|those|your|from|my|people|as|since|until|a|such|any|over|phone|for|when|if|like|"
        r"messages|texts|unless|except|regarding)(?!\w))(?! the door\b)",
    ),
    ("asks to stop contacting", r"\b<STOP_DOING> <FILL>{0,3}<TEXTING> [.,?]"),
    (
        "asks to stop sending",
        r"\b<STOP_DOING> <FILL>{0,3}(?:sending|send|giving|forwarding|shooting|pushing|w) (?:(?:to )?(?:me|"
        r"us|him|her|my \w+) )?(?:(?!the |towels|clean)<ANY>{0,4}?"
        r"<MSG>|<FILL>{0,2}<JUNK>(?= (?:<END>|to|i|from|every|all|and)))\b",
    ),
    (
        "asks to stop sending",
        r"\b<STOP_DOING> <FILL>{0,2}sending(?: (?:me|us|to me|to us|to this number|here|"
        r"to my \w+))? [.,?]",
    ),
    (
        "asks to end the messages",
        r"\b<STOP> (?:<FILL>|receiving |getting |sending |me |the |of ){0,4}(?:(?!text\b|"
        r"message\b)<ANY>){0,2}<MSG>\b(?! (?:by|at the|when you|me when|me the|you)(?!\w))",
    ),
    (
        "asks to stop getting messages",
        r"\b(?:stop|quit) (?:getting|receiving) (?:this|these|those|them|all this|all these|anything|"
        r"any of)\b",
    ),
    (
        "asks how to make the messages stop",
        r"\b(?:make|get|have|want|wish|need|like) (?:these|the|your|those|all|this|all these|"
        r"all the) (?:\w+ ){0,2}?(?:<MSG> |stuff |to )?(?:to )?(?:stop|end|quit|go away)(?= (?:<END>|coming|"
        r"from|sending|texting))",
    ),
    (
        "asks how to make the messages stop",
        r"\b(?:these|your|the) (?:\w+ ){0,2}?<MSG> (?:need to|must|have to|has to|should|better|gotta|"
        r"wont|never|keep coming and wont) (?:stop|end|quit)\b",
    ),
    (
        "asks not to be contacted",
        r"(?<!\bi )(?<!\bwe )(?<!\bthey )(?<!\bhe )(?<!\bshe )\b<DONT> (?:(?:ever|please|you|want you to|"
        r"again|even|dare|keep|be|go|try to|need to|you dare|either) ){0,3}<TEXT> "
        r"(?:<ME>(?= (?:<END>|or|and|about|with|for|at|on|in|i|to|this|any|no|unless|because|over|using|via|"
        r"by|we|since|never|as|regarding|through|either|like|he|she|it|you|im)(?!\w))"
        r"|(?:(?:me|us) )?(?:<END>)|(?:or|and) (?:text|call|message|email|contact|write|"
        r"phone))(?! (?:and )?(?:back|yet))",
    ),
    (
        "asks not to be contacted",
        r"\b(?:i (?:really )?(?:dont|never|no longer|wouldnt|didnt) (?:ever )?(?:want|wish|need|like|"
        r"appreciate|ask|asked|give you permission|care)"
        r"(?: for)?) (?:you|you guys|you people|anyone|anybody|your company|your \w+|this company|to be|"
        r"being|them) (?:(?:to|ever|keep|be|from) ){0,2}(?:<TEXT>|<TEXTING>|contacted|texted|messaged|"
        r"called|bothered|reminded|"
        r"notified|emailed|disturbed|spammed|solicited|send|sending|on (?:your|this|the|"
        r"any) (?:\w+ )?list)\b(?! (?:the|a|an|back|when|if) )",
    ),
    (
        "asks not to be contacted",
        r"\b(?:dont|no|please dont|please dont|never) (?:contact|text|call|solicit|message)(?: me| us|"
        r" list| or \w+)* (?:<END>)",
    ),
    (
        "doesnt want to be sent anything",
        r"(?<!\bi )(?<!\bwe )(?<!\byou )\b<DONT> (?:(?:ever|please|you|want you to|even|keep) ){0,2}(?:send|"
        r"sending|give|forward|shoot) (?:me |us |my \w+ |out |to me )?(?:<FILL>|more |anymore |another |a |"
        r"single |such |other |sort of |kind of |kinds of ){0,5}"
        r"(?:<MSG>|anything|nothing|stuff|junk|crap|shit|this|these)(?: else)?(?= (?:<END>|to|i|about|from|"
        r"like|for|over|on|at|via|or|and|of|unless|no|because|in)(?!\w))",
    ),
    (
        "doesnt want the messages",
        r"\b<NEG_WANT> (?:(?:to|you to|be|get|getting|receive|receiving|see|hear|have|be sent|keep|any|"
        r"anything|more|all|these|those|this|your|the|of|further|another|a|single|such|other|"
        r"continue|sort|kind|anymore|continue to|stupid|fucking|damn|dumb|daily|weekly|monthly|constant|"
        r"unsolicited|random|automated|automatic|crappy|on getting|part of|from|additional|future|so many|"
        r"that many) ){0,7}(?:<MSG>)\b(?! (?:me|us) (?:when|if|the|at|before))",
    ),
    (
        "doesnt want the messages",
        r"\b(?:dont|no longer|never) (?:want|wish|care|need) to (?:hear|be hearing|"
        r"hearing) (?:(?:anything|any more|anymore|nothing) )?(?:else )?from (?:you|this|your)\b",
    ),
    (
        "doesnt want the messages",
        r"\b(?:dont|no longer) (?:want|wish|like) to be (?:\w+ ){0,2}?(?:contacted|texted|messaged|"
        r"called|bothered|reminded|notified|emailed|included|subscribed|part of this|on (?:your|this|the|"
        r"any) (?:\w+ ){0,2}list)\b",
    ),
    (
        "doesnt want the messages",
        r"\b(?:dont|no longer) (?:want|need) (?:any of )?(?:these|them|this)(?: (?:things|stuff|crap|"
        r"shit|junk))?(?: sent| coming)? (?:to my phone|on my phone|anymore|sent to me|coming to my)\b",
    ),
    (
        "never agreed to the messages",
        r"\b(?:never|didnt|dont|have not|havent|not) (?:\w+ly )?(?:signed? up|sign(?:ed)? on|ask(?:ed)?|"
        r"consent(?:ed)?|agreed?|opt(?:ed)? in|subscribed?|authoriz?s?ed?|gave|give|given|requested?|"
        r"register(?:ed)?|permission|recall)"
        r" (?:(?:you|for|to|any|my|our|your|these|this|the|get|getting|receive|receiving|be|you to|"
        r"permission|consent|signing up|giving|number|ever|a|single|of|or) ){0,6}?"
        r"(?:<MSG>|texted|contacted|messaged|called|on (?:this|your|the|any) (?:\w+ )?list|(?:this|"
        r"your) (?:text |mailing |sms )?list)\b",
    ),
    (
        "wants no more messages",
        r"\b(?:no more|no further|no additional|no future|enough|enough with|enough of|enough with all|"
        r"done with|done getting|done receiving|over getting|sick of|sick and tired of|tired of|fed up with|"
        r"had it with|over with|annoyed (?:by|with)|had enough of) (?:<FILL>|getting |receiving |me |my |"
        r"stupid |you |more |so many ){0,4}(?:(?!questions|towels)\w+ )?"
        r"(?<!see )<MSG>(?= (?:<END>|to|from|about|i|or|and|for|on|every|via|thank|all|we|coming|like|w|no|"
        r"at|over|just|only|my|but|because)(?!\w))",
    ),
    (
        "wants no messages",
        r"(?:[.,?]|please|just|want|and|but|absolutely|again|said|"
        r"u) (?:absolutely )?no (?:<FILL>)?(?:promotional |promo |marketing |sales |spam |unsolicited |"
        r"phone |robo |automated )?<MSG>(?: (?:or|and) <MSG>)? (?:<END>|to (?:this|my)|for me|from you|"
        r"at this|on this|only|just|call|email|i|sent)(?! (?:yet|came|here))",
    ),
    (
        "asks to be taken off the list",
        r"\b(?:remove|removed|removing|delete|deleted|deleting|take|taken|taking|get|drop|erase|erased|"
        r"strike|scrub|pull|scratch|cut|exclude|excluded|clear|unlist|keep|leave|scrap|purge|wipe|"
        r"eliminate) (?:please )?(?:me|us|him|her|them|myself|ourselves|\d[\d ]{6,14}\d|(?:my|our|this|his|"
        r"her) (?:\w+ ){0,2}?(?:number|name|phone|info|information|contact|cell|mom|mother|dad|father|wife|"
        r"husband|son|daughter|email)|<NUMBER>)(?: \w+ ?(?:number|phone))? (?:off|from|out|out of|off of|"
        r"of) "
        r"(?:of |from )?(?:all |your |ur |the |this |that |any |these |those |whatever |every |further |"
        r"future |receiving |getting |being )*(?:(?!wait|waiting|waitlist|guest|reservation|booking|"
        r"cleaning|calendar|lease|rental|lock|bill|invoice|door|guests|check|"
        r"group chat)\w+ ){0,2}?<LIST>\b(?! (?:app|door|lock|tub|chair|price)(?!\w))",
    ),
    (
        "asks to be taken off the list",
        r"\b(?:remove|take|get|drop) (?:me|us|my (?:phone )?number|this (?:phone )?number|my name|"
        r"<NUMBER>)(?: off| from)?(?: of)?(?: (?:this|it|here|these|there|this thing|all this|"
        r"now))? (?:<END>)",
    ),
    (
        "asks to be taken off the list",
        r"\b(?:please|pls|to be|be|get|want|wants|like to be|im) (?:me )?(?:removed|deleted|taken off|"
        r"dropped)(?: (?:off|from))? (?:<END>|(?:from|off) (?:of )?(?:your|this|the|all|any|these|"
        r"ur) (?:\w+ ){0,2}?<LIST>)",
    ),
    (
        "asks to be taken off the list",
        r"\b(?:delete|erase|forget|lose|remove|toss|strike|scrub|drop|unlist|burn|discard|dispose of|"
        r"scratch|purge) (?:please )?<NUMBER>(?= (?:<END>|from (?:your|ur|the|this|all|"
        r"any) (?:\w+ ){0,2}?(?:<LIST>|phone|cell|contacts)|i|and|or|you|immediately|as|because|it|we|"
        r"this|at)(?!\w))",
    ),
    (
        "asks to be taken off the list",
        r"\b(?:want|off|out|outta|get) (?:off |out |me off |us off |my number off |out of |"
        r"off of )?(?:of )?(?:your|ur|this|the) (?:(?:text|texting|mailing|sms|email|contact|marketing|"
        r"message|messaging|phone|call|calling|spam|stupid|damn|fucking|group|robo|promo) ){0,3}(?:list|"
        r"text list|thread list|distribution)\b(?<!guest list)(?<!wait list)",
    ),
    (
        "asks for the do-not-contact list",
        r"\b(?:on|to|onto) (?:your|ur|the|a|my|an) (?:internal |national |federal |company )?(?:dont|no|"
        r"dnc|never) ?(?:call|contact|text|dnc|solicit)? ?(?:list|registry|register|dnc)\b",
    ),
    ("asks for the do-not-contact list", r"\bdont (?:call|contact|text) (?:list|registry|register)\b"),
    (
        "unsubscribes",
        r"\b(?:unsubscribe|unsubscribing|unsubscribed)(?! (?:from|to) (?:netflix|hulu|the streaming|"
        r"disney|cable|spotify|the tv|your youtube))(?= (?:me|us|this|my|now|from|to|these|<END>|right|"
        r"immediately|i|or|and|by|here|before|via|number|asap|all|everything|at|because|him|her|it|the|"
        r"please|texts|messages|does|so|link|option|button|is|was|didnt|then|\w+ times|several|many|"
        r"multiple|for|when|weeks|days|last|twice|yesterday|but|a|as|already|again)(?!\w))",
    ),
    (
        "opts out",
        r"\b(?:opt|opts|opting|opted|optin) (?:me |us |my number |this number |my phone |him |"
        r"her )?out(?= (?:<END>|of (?:<FILL>|receiving |being |my |sms |future |further |marketing |"
        r"promotional |promo |ur |everything |this |it |here |sales ){0,4}(?:<MSG>|<LIST>|this|these|"
        r"everything|it|here|contacted|all)|i|now|before|and|or|from|because|via|please|on|my|as|at|"
        r"already|so|but|last|yesterday|twice|weeks|a|for|then|option|link|is|again|by)(?!\w))",
    ),
    (
        "cancels the message subscription",
        r"\b(?:cancel|end|stop|terminate) (?:my|this|our|the) (?:text |sms |message |messaging |"
        r"text message |alert |email |marketing )(?:subscription|service|alerts|program|membership|"
        r"list)\b",
    ),
    (
        "complains of spam",
        r"\b(?:you|you guys|you people|why are you|youre|you are) (?:are |keep |re |have been |been |"
        r"all |still |constantly )*(?:spamming|harassing|bothering|bugging|pestering) (?:me|us|my \w+|"
        r"this)\b",
    ),
    (
        "complains of spam",
        r"\b(?:stop|quit|enough of|enough with|end|cut|cut out|knock off) (?:this|the|all this|all the|"
        r"your|with the|with this|with all the|that) (?:\w+ )?(?:nonsense|spam|spamming|shit|crap|bs|"
        r"bullshit|junk|garbage|harassment|harassing|solicitation|messaging|texting)\b|^ \. (?:please |"
        r"pls )?(?:(?:no|stop|enough) spam|spam ,?\.? ?stop)(?: please)? \. $",
    ),
    (
        "says knock it off",
        r"\b(?:knock|cut) (?:it|this|that|this shit|this crap) (?:off|out) (?:[,.] )?(?:with|already|"
        r"please|now|and stop|or)\b|^ \. (?:please )?(?:knock it off|cut it out|cease|halt|desist|"
        r"cease and desist|end|quit|stop) ?(?:it|this|these|this please|these please|"
        r"them)?(?: already| now| please)* \. $|\b(?:quit|stop) (?:it|this) with (?:the|these|your|all)\b",
    ),
    (
        "asks to be taken off the list",
        r"\b(?:remove|removed|delete|deleted|take|taken) (?:me |us )?(?:off|from) (?:the |your |this |"
        r"ur |mailing |text |sms |all |contact |calling )*(?:list|database|system|contacts|"
        r"distribution)\b",
    ),
    (
        "asks to be taken off the list",
        r"\b(?:asked|told|ask|want|need|like|expect|begged|demand|requested|request) (?:you |you guys |"
        r"you all |them |that you )?(?:\w+ )?(?:to )?(?:be )?(?:remove|unsubscribe|delete|take off|"
        r"removed|unsubscribed) (?:me|us|my number|my phone number|this number|my name)(?! (?:from the|"
        r"off the|as)\b)",
    ),
    (
        "wants out",
        r"^ \. (?:i |we )?(?:just |really )?want out(?: of (?:this|it|here))?(?: please| now)? \. $",
    ),
    (
        "says stop",
        r"[.,?] stop (?:i (?:have |ve |already |just |really )*(?:told|asked|said|mean|dont|never|"
        r"already|am not|didnt|hate)|im not|ive (?:told|asked|said)|this is (?:harass|spam|annoying)|"
        r"or (?:ill|i will|else|im)|and (?:remove|delete|unsubscribe|never|lose|leave|dont|take)|"
        r"you (?:idiots?|assholes?|fucking|spam)|dont (?:text|contact|message|call|send))\b",
    ),
    (
        "says stop",
        r"\b(?:didnt|havent|did) i (?:\w+ )?(?:tell|told|ask|asked|say|said|make it clear)(?: (?:you|to|"
        r"already|guys|people))* (?:stop|quit|not to|unsubscribe|remove)\b",
    ),
    (
        "withdraws consent",
        r"\b(?:revoke|revoked|revoking|withdraw|withdrew|withdrawn|withdrawing|rescind|rescinding|"
        r"rescinded|retract|retracting|take back|taking back|pull|cancel|canceling|remove|terminate|"
        r"removing|deny|denying|object to|pulling) (?:(?:my|any|all|the|this|prior|previous|express|"
        r"written|our|his|her|and|every|of|implied|sms|texting|text|marketing|messaging|whatever|you|"
        r"your) ){0,5}(?:consent|consents|permission|permissions|authorization|authorisation|"
        r"opt in)(?! (?:for|of) the\b)\b",
    ),
    (
        "withdraws consent",
        r"\b(?:consent|permission|authorization)(?: to \w+(?: me)?)? (?:is |has been |was |hereby |"
        r"is hereby )*(?:withdrawn|revoked|rescinded|retracted|terminated|denied|gone|cancelled|canceled|"
        r"removed)\b",
    ),
    (
        "withdraws consent",
        r"\b(?:dont|no longer|never|didnt|not) (?:have|had|has|give|gave|given|got|grant|"
        r"granted)(?: (?:you|them|my|our|any|the|ever|anyone|your company|to))* (?:consent|permission|"
        r"authorization|authorisation)(?= (?:<END>|to (?:text|contact|message|call|email|send|use (?:my|this|our)|"
        r"share|have my|reach|do this|be (?:contacted|texted|messaged|called|emailed|on)|keep))(?!\w))",
    ),
    (
        "withdraws consent",
        r"\b(?:object|objecting|opposed) to (?:the |my |any |all |your |further |you |direct |receiving |"
        r"being )*(?:processing|marketing|messages|texts|texting|contact|contacted|contacting|"
        r"messaging)\b",
    ),
    (
        "sends the sender away",
        r"(?<!wont )(?<!doesnt )(?<!didnt )(?<!not )(?<!never )\bleave (?:me|us|my family|"
        r"this number) (?:the (?:fuck|hell) |tf )?(?:alone|be)\b(?! (?:with|in|on) )",
    ),
    ("sends the sender away", r"\b(?:lose|forget) (?:my|this|the) (?:\w+ )?(?:number|digits)\b"),
    (
        "sends the sender away",
        r"(?:[.,?]|please|just|to) (?:(?:go|get) (?:the (?:fuck|hell) )?away|get lost|"
        r"fuck (?:right )?off|f off|eff off|piss off|bugger off|buzz off|back off|sod off|take a hike|"
        r"hit the road|fuck outta here|get bent|begone|shoo)(?= (?:<END>|with|you|and|stop|or|spammers?|"
        r"scammers?|from|me|idiots?|assholes?|forever|leave|i)(?!\w))",
    ),
    (
        "is blocking us",
        r"(?:\bi|\bim|\bill|\bam|\bi will|\bi am|\band|[.,?]) (?:be |going to |just |now |am |about to |"
        r"have |already |will )*(?:block|blocking|blocked) (?:you|your number|this number|ur number|"
        r"you all|this sender|the number|and report\w*)\b",
    ),
    (
        "is blocking us",
        r"(?:[.,?] |now |and |so )?\b(?:youre|you are|your number is|this number is|number|consider yourself|"
        r"youve been|you have been|youre being) (?:now |being |getting |hereby )?blocked\b|"
        r"[.,?] (?:now )?blocked(?: and (?:reported|deleted))? [.,]",
    ),
    (
        "is blocking us",
        r"(?<!was )(?<!were )(?<!got )(?<!is )(?<!being )(?<!gets )\b(?:reported|reporting|report|marked|"
        r"marking|flagged|flagging) (?:(?:this|you|it|your|these|your number|this number|the number|them|"
        r"and|messages|texts|all) ){0,4}(?:as|for|to my carrier as) (?:spam|junk|harassment|spamming|"
        r"harassing)\b",
    ),
    (
        "says stop",
        r"\b(?:i|ive|we|weve|already|i have|i had) (?:\w+ )?(?:said|texted|sent|replied|typed|wrote|"
        r"told you|told you all|asked you|asked you guys|told you people|told you guys|ask you|asked|"
        r"answered|responded)(?: (?:with|to|you|already|please|nicely|politely|multiple times|"
        r"several times|many times|twice|before|repeatedly|the word))* (?:stop|unsubscribe|to stop|quit|"
        r"end)(?: (?:<END>|twice|three|several|multiple|many|and|but|yesterday|last|so|why|to (?:this|"
        r"these|your)|this|these|it|before|\d))",
    ),
    (
        "says stop",
        r"[.,?] (?:please |just |pls |now |again |ok |okay |look |seriously |for the last time |"
        r"i beg you |i said |omfg |ffs |hey |yo |hello |and |so |i mean |jesus |enough |dude |bro |no |"
        r"god |i need you to |you need to |u need to |i want you to |i would like you to |will you |"
        r"would you |can you |could you |kindly |you guys |you have to |you must )+(?:stop|quit) (?:it |"
        r"this |that |already |now |please |immediately |the (?:shit|bs|crap|madness|insanity) )*[.,?]",
    ),
    (
        "says stop",
        r"^ \. (?:please |just |enough |ok |seriously )?(?:stop|quit) (?:it|this|that|now|already|"
        r"immediately|all this|this shit|this crap|this now|it now|right now|asap|doing this|this please|"
        r"it please)(?: please| thanks| already| now)* \. $",
    ),
    (
        "says no more",
        r"^ \. (?:please |pls |ok |enough |, )*(?:no more|enough|no mas|that is enough|thats enough|"
        r"enough is enough)(?: please| already| now| thank you)? \. $",
    ),
    (
        "says it must end",
        r"\b(?:no more|cut|end) (?:all )?(?:contact|communication|communications|contacting)\b",
    ),
    (
        "wants out",
        r"\b(?:want|wanna|let|get|count|leave|im|like|i m) (?:me |us |to get |to be |to |"
        r"my number )*(?:out of|outta|out from|off of|off|out) (?:this|these|your|the|all|"
        r"receiving) (?:\w+ )?(?:<MSG>|thread|list|texting|group text|mailing|promo list|text chain|"
        r"chain)(?! (?:lock|door|tub)(?!\w))",
    ),
    (
        "wants out",
        r"\bcount me out of (?:this|these|your|the|all|future|any)\b|\bnot your (?:customer|client|guest|"
        r"tenant|contact)(?: anymore)? [.,]",
    ),
    (
        "forbids further contact",
        r"\b(?:unwanted|unsolicited) (?:<MSG>|communication|texting|contact)\b(?= (?:[.,]|and|to|from|"
        r"must|need|is|are|you|i|this|that|i never|are illegal|stop))",
    ),
    (
        "forbids further contact",
        r"\b(?:nobody|no one|noone|no body) (?:here |at this number |in this house )?(?:wants|asked for|"
        r"signed up for|needs) (?:your|these|this|the) (?:<MSG>|crap|shit|junk|spam|messages)\b",
    ),
    ("asks to turn the messages off", r"\b(?:turn|shut|switch) (?:<FILL>){0,3}<MSG> off\b(?! the\b)"),
    (
        "asks to be taken off the list",
        r"\b(?:get|have|want|need|like|am|be) (?:my|this|our|his|her|the) (?:\w+ )?number (?:be |"
        r"to be )?(?:removed|taken off|deleted|"
        r"off|erased|out)(?= (?:<END>|from (?:this|your|the|all|any|these)|of))|\b(?:be|get|getting) (?:removed|"
        r"deleted|taken off|off) "
        r"(?:from |off |of )?(?:this|these|here)\b(?! (?:reservation|booking|lease|listing|unit|house)\b)|"
        r"\b(?:delete|erase|unlist|scratch) (?:me|us) (?:<END>)",
    ),
    (
        "asks to stop using the number",
        r"\b(?:<STOP_DOING>|dont|never) us(?:e|ing) (?:my|this|our) (?:\w+ )?(?:number|phone|cell)\b",
    ),
    (
        "asks to stop contacting",
        r"\b(?:spam|bother|text|harass|annoy|message|call|bug|pester) (?:someone|somebody|anyone) else\b",
    ),
    (
        "says stop",
        r"\bput (?:a stop|an end) to (?:all |these |this |the |your |it)|\b(?:stop|prevent|"
        r"keep) me from (?:getting|receiving|being)\b",
    ),
    (
        "wants no more messages",
        r"\bnot (?:another|one more) <MSG>\b|^ \. (?:please )?dont send (?:me |us )?(?:any |anything )?(?:more|"
        r"anymore)(?: please)? \. $",
    ),
    (
        "says stop",
        r"^ \. (?:i |id |we |please |just |really |would |do ){0,4}(?:want|wish|need|like|demand) (?:it |this |"
        r"them |all this |all of this |you )?to "
        r"(?:stop|end|quit|opt out|be removed|be left alone)(?: please| now| this| these| it)* \. $|"
        r"^ \. enough (?:already |now |please )*(?:stop|quit)\b",
    ),
    ("is reporting us", r"\b(?:report|reporting|reported) (?:this|your|ur) (?:number|texts|messages|spam|company)\b"),
)
