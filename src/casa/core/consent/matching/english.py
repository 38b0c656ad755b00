"""How English speakers end or narrow consent in free text: phrases over the spoken form (R14, R21, R47, R48).

`<NAME>` stands for a word group of `WORDS`. A phrase is searched anywhere in the message; ordinary meanings of the
same words are held off by the phrase itself where a grammar rule can do it, and by `false_friends.py` elsewhere.
"""

WORDS = {
    # Any word but one that turns the verb to another object ("stop by the store", "stop the bus and text").
    "ANY": r"(?:(?!(?:by|at|in|on|for|near|before|after|when|while|and|or|until|till|if|is|are|was|were|it|because|so|but|we|they|he|she|"
    r"i|whether|the code|code|codes)(?!\w))\w+ )",
    "FILL": r"(?:(?:all|with|the|this|that|of|your|these|those|any|please|just|already|fucking|damn|goddamn|bloody|freaking|stupid|constantly|"
    r"always|continually|trying to|attempting to|from|further|future|getting|even|ever|keep|repeatedly|continuously|using|unsolicited|"
    r"unwanted|annoying|constant|or) )",
    "STOP": r"(?:stop|stopping|stops|quit|quitting|cease|ceasing|halt|discontinue|discontinuing|end|desist|refrain from|knock off|cut out|terminate|"
    r"give up|lay off|layoff|enough|pause|suspend|block|cancel|kill|drop|disable|turn off|shut off|cut|cut off|remove)",
    "STOP_DOING": r"(?:stop|quit|cease|halt|discontinue|desist from|desist|refrain from|knock off|give up|lay off|enough|pls stop|cease and desist|"
    r"cease and desist from|end|cut out)",
    "TEXTING": r"(?:texting|messaging|contacting|calling|phoning|ringing|dialing|emailing|mailing|writing to|writing|bothering|spamming|harassing|"
    r"bugging|pestering|annoying|pinging|notifying|reminding|soliciting|hounding|stalking|blasting|reaching out to|reaching out|robocalling|"
    r"hitting up|hitting|blowing up|blowin up|blowing|whatsapping|dming|communicating with|communicating|marketing to|advertising to|soliciting|"
    r"communication with|contact with|messing with|nagging|badgering|hassling)",
    "TEXT": r"(?:text|message|contact|call|phone|ring|dial|email|write to|write|bother|spam|harass|bug|pester|annoy|ping|notify|remind|solicit|"
    r"reach out to|reach out|communicate with|communicate|hit up|hit|disturb|robocall|market to|whatsapp|dm|mail|try to contact|try to reach|"
    r"keep texting|keep messaging|keep calling|keep contacting|keep bothering|bother texting|bother messaging|bother calling|bother contacting)",
    "MSG": r"(?:texts|text messages|text message|text msgs|texting|messages|messaging|sms|sms messages|mms|reminders|notifications|alerts|updates|"
    r"promos|promotions|promo|promotional|ads|adverts|advertisements|advertising|ad|offers|deals|coupons|discounts|sales|specials|spam|calls|"
    r"phone calls|robocalls|emails|newsletters|newsletter|blasts|marketing|solicitations|solicitation|soliciting|surveys|communications|"
    r"communication|correspondence|contact|mailings|group texts|group messages|notices|commercials|"
    r"robotexts|follow ups|broadcasts|subscription to (?:this|these|your)|text|message)",
    "JUNK": r"(?:this|these|those|stuff|things|anything|junk|crap|shit|bs|bullshit|nonsense|garbage|rubbish|trash|this stuff|this crap|this shit|it)",
    "ME": r"(?:(?:to )?(?:me|us|him|her|them|my (?!back|crazy)\w+|our \w+|this (?:number|phone|line|cell|device|person)|here|anyone here|with me|"
    r"with us|at this number|on this number|at all|from this number))",
    "END": r"(?:[.,?]|please|anymore|again|ever|now|immediately|already|thanks|thank you|asap|at once|right away|altogether|completely|entirely|"
    r"forever|permanently|at all|period|ok|okay|any further|further|today please|and i mean it|for good|this instant|or else|sir|guys|people|"
    r"bro|dude|man)",
    "DONT": r"(?:dont|never|no longer|please not|wouldnt|shouldnt|must not|mustnt|not to|cant you not|can you not|could you not|didnt i say not to|"
    r"would you not|may not|should never|need to not|rather you not|rather you didnt|prefer you not|prefer you didnt|want you not to)",
    "NEG_WANT": r"(?:(?:dont|do nt|no longer|never|didnt|not|wouldnt|really dont|dont even|neither)(?: \w+ly)?(?: (?:really|even|ever|at all|anymore|any))?"
    r"(?: (?:want|wanna|wish|wanting|wanted|need|care|like|asked|ask|desire|wishing|interested in|would like|care for|care about|looking))"
    r"(?: (?:to|for|in))?)",
    "LIST": r"(?:list|database|data base|system|contacts|contact|records|distribution|campaign|campaigns|program|texts|text|messages|message|"
    r"messaging|sms|alerts|blast|blasts|rotation|directory|notifications|mailing|mailings|marketing|phonebook|promotions|newsletter|emails|"
    r"communications|updates|subscription|everything|reminders|calls|call|group text|spam|robocalls|crm|dialer|files)",
    "NUMBER": r"(?:(?:my|this|our|that|the|his|her|moms|dads)(?: (?:cell|phone|mobile|telephone|work|home|old|wifes|husbands|moms|dads|mothers|"
    r"fathers|sons|daughters))*(?: number| phone number| phone| cell| contact info| contact information| contact| name and number| digits))",
    "STAY": r"(?:reservation|stay|booking|check ?in|check ?out|trip|appointment|visit|door code|access code|arrival|rental|service|job|order)",
}  # fmt: skip

# name, pattern. All end consent for what they name (R21); the scope is narrowed afterwards.
REVOCATIONS = (
    ("asks to stop contacting",
     r"\b<STOP_DOING> <FILL>{0,3}<TEXTING>(?= (?:<ME>|<END>|and|or|about|with|so|every|all|the (?:house|phone|number|family|office)|this|"
     r"because|these|those|your|from|my|people|as|since|until|a|such|any|over|phone|for|when|if|like|messages|texts|unless|except|regarding)(?!\w))(?! the door\b)"),
    ("asks to stop contacting", r"\b<STOP_DOING> <FILL>{0,3}<TEXTING> [.,?]"),
    ("asks to stop sending",
     r"\b<STOP_DOING> <FILL>{0,3}(?:sending|send|giving|forwarding|shooting|pushing|w) (?:(?:to )?(?:me|us|him|her|my \w+) )?(?:(?!the |towels|clean)<ANY>{0,4}?"
     r"<MSG>|<FILL>{0,2}<JUNK>(?= (?:<END>|to|i|from|every|all|and)))\b"),
    ("asks to stop sending", r"\b<STOP_DOING> <FILL>{0,2}sending(?: (?:me|us|to me|to us|to this number|here|to my \w+))? [.,?]"),
    ("asks to end the messages",
     r"\b<STOP> (?:<FILL>|receiving |getting |sending |me |the |of ){0,4}(?:(?!text\b|message\b)<ANY>){0,2}<MSG>\b(?! (?:by|at the|when you|me when|me the|you)(?!\w))"),
    ("asks to stop getting messages", r"\b(?:stop|quit) (?:getting|receiving) (?:this|these|those|them|all this|all these|anything|any of)\b"),
    ("asks how to make the messages stop",
     r"\b(?:make|get|have|want|wish|need) (?:these|the|your|those|all|this|all these|all the) (?:\w+ ){0,2}?(?:<MSG> |stuff |to )?(?:to )?(?:stop|end|quit|go away)(?= (?:<END>|coming|from|sending|texting))"),
    ("asks how to make the messages stop", r"\b(?:these|your|the) (?:\w+ ){0,2}?<MSG> (?:need to|must|have to|has to|should|better|gotta|wont|never|keep coming and wont) (?:stop|end|quit)\b"),
    ("asks not to be contacted",
     r"(?<!\bi )(?<!\bwe )(?<!\bthey )(?<!\bhe )(?<!\bshe )\b<DONT> (?:(?:ever|please|you|want you to|again|even|dare|keep|be|go|try to|need to|you dare|either) ){0,3}<TEXT> "
     r"(?:<ME>(?= (?:<END>|or|and|about|with|for|at|on|in|i|to|this|any|no|unless|because|over|using|via|by|we|since|never|as|regarding|through|either|like|he|she|it|you|im)(?!\w))"
     r"|(?:(?:me|us) )?(?:<END>)|(?:or|and) (?:text|call|message|email|contact|write|phone))(?! (?:and )?(?:back|yet))"),
    ("asks not to be contacted",
     r"\b(?:i (?:really )?(?:dont|never|no longer|wouldnt|didnt) (?:ever )?(?:want|wish|need|like|appreciate|ask|asked|give you permission|care)"
     r"(?: for)?) (?:you|you guys|you people|anyone|anybody|your company|your \w+|this company|to be|being|them) (?:(?:to|ever|keep|be|from) ){0,2}(?:<TEXT>|<TEXTING>|contacted|texted|messaged|called|bothered|reminded|"
     r"notified|emailed|disturbed|spammed|solicited|send|sending|on (?:your|this|the|any) (?:\w+ )?list)\b(?! (?:the|a|an|back|when|if) )"),
    ("asks not to be contacted", r"\b(?:do not|dont|no|please do not|please dont|never) (?:contact|text|call|solicit|message)(?: me| us| list| or \w+)* (?:<END>)"),
    ("does not want to be sent anything",
     r"(?<!\bi )(?<!\bwe )(?<!\byou )\b<DONT> (?:(?:ever|please|you|want you to|even|keep) ){0,2}(?:send|sending|give|forward|shoot) (?:me |us |my \w+ |out |to me )?(?:<FILL>|more |anymore |another |a |single |such |other |sort of |kind of |kinds of ){0,5}"
     r"(?:<MSG>|anything|nothing|stuff|junk|crap|shit|this|these)(?: else)?(?= (?:<END>|to|i|about|from|like|for|over|on|at|via|or|and|of|unless|no|because|in)(?!\w))"),
    ("does not want the messages",
     r"\b<NEG_WANT> (?:(?:to|you to|be|get|getting|receive|receiving|see|hear|have|be sent|keep|any|anything|more|all|these|those|this|your|the|of|further|another|a|single|such|other|"
     r"continue|sort|kind|anymore|continue to|stupid|fucking|damn|dumb|daily|weekly|monthly|constant|unsolicited|random|automated|automatic|crappy|on getting|part of|from|additional|future|so many|that many) ){0,7}(?:<MSG>)\b(?! (?:me|us) (?:when|if|the|at|before))"),
    ("does not want the messages", r"\b(?:dont|no longer|never) (?:want|wish|care|need) to (?:hear|be hearing|hearing) (?:(?:anything|any more|anymore|nothing) )?(?:else )?from (?:you|this|your)\b"),
    ("does not want the messages", r"\b(?:dont|no longer) (?:want|wish|like) to be (?:\w+ ){0,2}?(?:contacted|texted|messaged|called|bothered|reminded|notified|emailed|included|subscribed|part of this|on (?:your|this|the|any) (?:\w+ ){0,2}list)\b"),
    ("does not want the messages", r"\b(?:dont|no longer) (?:want|need) (?:any of )?(?:these|them|this)(?: (?:things|stuff|crap|shit|junk))?(?: sent| coming)? (?:to my phone|on my phone|anymore|sent to me|coming to my)\b"),
    ("never agreed to the messages",
     r"\b(?:never|didnt|dont|have not|havent|not) (?:\w+ly )?(?:signed? up|sign(?:ed)? on|ask(?:ed)?|consent(?:ed)?|agreed?|opt(?:ed)? in|subscribed?|authoriz?s?ed?|gave|give|given|requested?|register(?:ed)?|permission|recall)"
     r" (?:(?:you|for|to|any|my|our|your|these|this|the|get|getting|receive|receiving|be|you to|permission|consent|signing up|giving|number|ever|a|single|of|or) ){0,6}?"
     r"(?:<MSG>|texted|contacted|messaged|called|on (?:this|your|the|any) (?:\w+ )?list|(?:this|your) (?:text |mailing |sms )?list)\b"),
    ("wants no more messages",
     r"\b(?:no more|no further|no additional|no future|enough|enough with|enough of|enough with all|done with|sick of|sick and tired of|tired of|fed up with|had it with|over with|annoyed (?:by|with)|had enough of) (?:<FILL>|getting |receiving |me |my |stupid |you |more |so many ){0,4}(?:(?!questions|towels)\w+ )?"
     r"(?<!see )<MSG>(?= (?:<END>|to|from|about|i|or|and|for|on|every|via|thank|all|we|coming|like|w|no|at|over|just|only|my|but|because)(?!\w))"),
    ("wants no messages", r"(?:[.,?]|please|just|want|and|but|absolutely|again|said|u) (?:absolutely )?no (?:<FILL>)?(?:promotional |promo |marketing |sales |spam |unsolicited |phone |robo |automated )?<MSG>(?: (?:or|and) <MSG>)? (?:<END>|to (?:this|my)|for me|from you|at this|on this|only|just|call|email|i|sent)(?! (?:yet|came|here))"),
    ("asks to be taken off the list",
     r"\b(?:remove|removed|removing|delete|deleted|deleting|take|taken|taking|get|drop|erase|erased|strike|scrub|pull|scratch|cut|exclude|excluded|clear|unlist|keep|leave|scrap|purge|wipe|eliminate) (?:please )?(?:me|us|him|her|them|myself|ourselves|(?:my|our|this|his|her) (?:\w+ ){0,2}?(?:number|name|phone|info|information|contact|cell|mom|mother|dad|father|wife|husband|son|daughter|email)|<NUMBER>)(?: \w+ ?(?:number|phone))? (?:off|from|out|out of|off of|of) "
     r"(?:of |from )?(?:all |your |ur |the |this |that |any |these |those |whatever |every |further |future |receiving |getting |being )*(?:(?!wait|waiting|waitlist|guest|reservation|booking|cleaning|calendar|lease|rental|lock|bill|invoice|door|guests|check|group chat)\w+ ){0,2}?<LIST>\b(?! (?:app|door|lock|tub|chair|price)(?!\w))"),
    ("asks to be taken off the list", r"\b(?:remove|take|get|drop) (?:me|us|my (?:phone )?number|this (?:phone )?number|my name|<NUMBER>)(?: off| from)?(?: of)?(?: (?:this|it|here|these|there|this thing|all this|now))? (?:<END>)"),
    ("asks to be taken off the list", r"\b(?:please|pls|to be|be|get|want|wants|like to be|im) (?:me )?(?:removed|deleted|taken off|dropped)(?: (?:off|from))? (?:<END>|(?:from|off) (?:of )?(?:your|this|the|all|any|these|ur) (?:\w+ ){0,2}?<LIST>)"),
    ("asks to be taken off the list", r"\b(?:delete|erase|forget|lose|remove|toss|burn|discard|dispose of|scratch|purge) (?:please )?<NUMBER>(?= (?:<END>|from (?:your|ur|the|this|all|any) (?:\w+ ){0,2}?(?:<LIST>|phone|cell|contacts)|i|and|or|you|immediately|as|because|it|we|this|at)(?!\w))"),
    ("asks to be taken off the list", r"\b(?:want|off|out|outta|get) (?:off |out |me off |us off |my number off |out of |off of )?(?:of )?(?:your|ur|this|the) (?:(?:text|texting|mailing|sms|email|contact|marketing|message|messaging|phone|call|calling|spam|stupid|damn|fucking|group|robo|promo) ){0,3}(?:list|text list|thread list|distribution)\b(?<!guest list)(?<!wait list)"),
    ("asks for the do-not-contact list", r"\b(?:on|to|onto) (?:your|ur|the|a|my|an) (?:internal |national |federal |company )?(?:do not|dont|no|dnc|never) ?(?:call|contact|text|dnc|solicit)? ?(?:list|registry|register|dnc)\b"),
    ("asks for the do-not-contact list", r"\b(?:do not|dont) (?:call|contact|text) (?:list|registry|register)\b"),
    ("unsubscribes", r"\b(?:unsubscribe|unsubscribing|unsubscribed)(?! (?:from|to) (?:netflix|hulu|the streaming|disney|cable|spotify|the tv|your youtube))(?= (?:me|us|this|my|now|from|to|these|<END>|right|immediately|i|or|and|by|here|before|via|number|asap|all|everything|at|because|him|her|it|the|please|texts|messages|does|so|link|option|button|is|was|didnt|then|for|when|weeks|days|last|twice|yesterday|but|a|as|already|again)(?!\w))"),
    ("opts out", r"\b(?:opt|opts|opting|opted|optin) (?:me |us |my number |this number |my phone |him |her )?out(?= (?:<END>|of (?:<FILL>|receiving |being |my |sms |future |further |marketing |promotional |promo |ur |everything |this |it |here |sales ){0,4}(?:<MSG>|<LIST>|this|these|everything|it|here|contacted|all)|i|now|before|and|or|from|because|via|please|on|my|as|at|already|so|but|last|yesterday|twice|weeks|a|for|then|option|link|is|again|by)(?!\w))"),
    ("cancels the message subscription", r"\b(?:cancel|end|stop|terminate) (?:my|this|our|the) (?:text |sms |message |messaging |text message |alert |email |marketing )(?:subscription|service|alerts|program|membership|list)\b"),
    ("withdraws consent", r"\b(?:revoke|revoked|revoking|withdraw|withdrew|withdrawn|withdrawing|rescind|rescinding|rescinded|retract|retracting|take back|taking back|pull|cancel|canceling|remove|terminate|removing|deny|denying|object to|pulling) (?:(?:my|any|all|the|this|prior|previous|express|written|our|his|her|and|every|of|implied|sms|texting|text|marketing|messaging|whatever|you|your) ){0,5}(?:consent|consents|permission|permissions|authorization|authorisation|opt in)(?! (?:for|of) the\b)\b"),
    ("withdraws consent", r"\b(?:consent|permission|authorization)(?: to \w+(?: me)?)? (?:is |has been |was |hereby |is hereby )*(?:withdrawn|revoked|rescinded|retracted|terminated|denied|gone|cancelled|canceled|removed)\b"),
    ("withdraws consent", r"\b(?:dont|no longer|never|didnt|not) (?:have|had|has|give|gave|given|got|grant|granted)(?: (?:you|them|my|our|any|the|ever|anyone|your company|to))* (?:consent|permission|authorization|authorisation)(?= (?:<END>|to (?:text|contact|message|call|email|send|use|share|have|reach|do this|be|keep))(?!\w))"),
    ("withdraws consent", r"\b(?:object|objecting|opposed) to (?:the |my |any |all |your |further |you |direct |receiving |being )*(?:processing|marketing|messages|texts|texting|contact|contacted|contacting|messaging)\b"),
    ("sends the sender away", r"(?<!wont )(?<!doesnt )(?<!didnt )(?<!not )(?<!never )\bleave (?:me|us|my family|this number) (?:the (?:fuck|hell) |tf )?(?:alone|be)\b(?! (?:with|in|on) )"),
    ("sends the sender away", r"\b(?:lose|forget) (?:my|this|the) (?:\w+ )?(?:number|digits)\b"),
    ("sends the sender away", r"(?:[.,?]|please|just|to) (?:(?:go|get) (?:the (?:fuck|hell) )?away|get lost|fuck (?:right )?off|f off|eff off|piss off|bugger off|buzz off|back off|sod off|take a hike|hit the road|fuck outta here|get bent|begone|shoo)(?= (?:<END>|with|you|and|stop|or|spammers?|scammers?|from|me|idiots?|assholes?|forever|leave|i)(?!\w))"),
    ("is blocking us", r"(?:\bi|\bim|\bill|\bam|\bi will|\bi am|\band|[.,?]) (?:be |going to |just |now |am |about to |have |already |will )*(?:block|blocking|blocked) (?:you|your number|this number|ur number|you all|this sender|the number|and report\w*)\b"),
    ("is blocking us", r"(?:[.,?]|now|and|been|were|are|is|being|so) (?:youre |you are |your |this number is |number |consider yourself |is )?(?:blocked)(?: and (?:reported|deleted))? [.,]"),
    ("is blocking us", r"\b(?:reported|reporting|report|marked|marking|flagged|flagging) (?:(?:this|you|it|your|these|your number|this number|the number|them|and|messages|texts|all) ){0,4}(?:as|for|to my carrier as) (?:spam|junk|harassment|spamming|harassing)\b"),
    ("says stop", r"\b(?:i|ive|we|weve|already|i have|i had) (?:\w+ )?(?:said|texted|sent|replied|typed|wrote|told you|told you all|asked you|asked you guys|told you people|told you guys|ask you|asked|answered|responded)(?: (?:with|to|you|already|please|nicely|politely|multiple times|several times|many times|twice|before|repeatedly|the word))* (?:stop|unsubscribe|to stop|quit|end)(?: (?:<END>|twice|three|several|multiple|many|and|but|yesterday|last|so|why|to (?:this|these|your)|this|these|it|before|\d))"),
    ("says stop", r"[.,?] (?:please |just |pls |now |again |ok |okay |look |seriously |for the last time |i beg you |i said |omfg |ffs |hey |yo |hello |and |so |i mean |jesus |enough |dude |bro |no |god |i need you to |you need to |u need to |i want you to |i would like you to |will you |would you |can you |could you |kindly |you guys |you have to |you must )+(?:stop|quit) (?:it |this |that |already |now |please |immediately |the (?:shit|bs|crap|madness|insanity) )*[.,?]"),
    ("says stop", r"^ \. (?:please |just |enough |ok |seriously )?(?:stop|quit) (?:it|this|that|now|already|immediately|all this|this shit|this crap|this now|it now|right now|asap|doing this|this please|it please)(?: please| thanks| already| now)* \. $"),
    ("says no more", r"^ \. (?:please |pls |ok |enough )?(?:no more|enough|no mas|that is enough|thats enough|enough is enough)(?: please| already| now| thank you)? \. $"),
    ("says it must end", r"\b(?:no more|cut|end) (?:all )?(?:contact|communication|communications|contacting)\b"),
    ("wants out", r"\b(?:want|wanna|let|get|count|leave|im|like|i m) (?:me |us |to get |to be |to |my number )*(?:out of|outta|out from|off of|off|out) (?:this|these|your|the|all|receiving) (?:\w+ )?(?:<MSG>|thread|list|texting|group text|mailing|promo list|text chain|chain)(?! (?:lock|door|tub)(?!\w))"),
    ("wants out", r"\bcount me out of (?:this|these|your|the|all|future|any)\b|\bnot your (?:customer|client|guest|tenant|contact)(?: anymore)? [.,]"),
    ("forbids further contact", r"\b(?:unwanted|unsolicited) (?:<MSG>|communication|texting|contact)\b(?= (?:[.,]|and|to|from|must|need|is|are|you|i|this|that|i never|are illegal|stop))"),
    ("forbids further contact", r"\b(?:nobody|no one|noone|no body) (?:here |at this number |in this house )?(?:wants|asked for|signed up for|needs) (?:your|these|this|the) (?:<MSG>|crap|shit|junk|spam|messages)\b"),
)  # fmt: skip

WRONG_NUMBERS = (
    r"(?:[.,?]|sorry|its|it is|is|this is|have|has|hav|got|gotten|had|think|texted|texting|text|messaged|messaging|called|calling|dialed|reached|a|you|the|contacted|contacting|to|believe|hi|hello|hey|ok|no|um|uh|lol|bro|dude) (?:you )?(?:(?:have|got|texted|texting|called|a|the|have the|at the) )?(?:a |the )?wrong (?:number|person|phone number|phone|guy|girl|lady|contact|party|recipient|man|woman|peron|dude|address)(?= (?:[.,?]|please|sorry|for|bro|dude|man|buddy|pal|friend|sir|maam|lol|haha|here|again|i|im|this|stop|remove|take|lady|my|and|dont|thanks|thank|no|but|so|she|he|there is no|nobody|honey|mate|ma|hun|love|delete|lose|guys|try|who|you|it|because|not|the name|is|whoever|we|as|take)(?!\w))",
    r"\b(?:not|isnt|no longer|never was|was never|aint|not even|wasnt) (?!my |the |our |a |your )(?:\w+s|his|her|their|\w+ \w+s) (?:number|phone|cell|phone number|cell phone|line)\b",
    r"\b(?:doesnt|no longer|does not|hasnt|has not|dont|does nt) (?:have|has|had|use|uses|own|owns|had) (?:this|that) (?:number|phone|cell|phone number)(?: anymore| any more)?\b",
    r"\b(?:no one|nobody|noone|no) (?:here |at this number |with that name |by that name |by the name|with the name|named \w+|called \w+|by this name|of that name)(?:here|at this|of \w+|has|lives|on this|[.,])",
    r"\b(?:this|my) (?:number|phone|phone number) (?:isnt|is not|was|has been|used to|is no longer|does not belong|doesnt belong|no longer belongs|got|is new|is now mine|changed|just got|was re) ?(?:belong|belonged|to be|reassigned|assigned|to|recycled|hers|his|re|the right|who|somebody|someone)",
    r"\b(?:just|recently) got (?:this|a new|my new|assigned this) (?:number|phone number)\b",
    r"\b(?:im|i am|this is|this isnt|isnt|thats) not (?:the person|who you think|who youre looking|who you are looking|your (?:guest|customer|client|contact|tenant))\b",
    r"\bi(?:m| am) not (?:who (?:you|u)|the (?:right|one|person|owner|guest you|customer|property owner|homeowner))\b",
    r"\bdont know (?:any|a|anyone|anybody|an)(?: \w+)? (?:named|called|by that name|with that name)\b",
    r"\b(?:wrong number|wrong person) [.,?] \. $|^ \. wrong (?:number|person)\b(?= (?:[.,?]|\w+ [.,?]))",
)  # fmt: skip

# Naming the law of calls and texts is a threat about messages whatever else is said; R47.
MESSAGING_COMPLAINTS = (
    r"\b(?:tcpa|telephone consumer protection|telemarketing (?:law|laws|rules|act)|can spam|canspam|anti spam (?:law|laws|act)|casl|spam laws?|do not call (?:law|laws|registry|list|rules))\b",
    r"\b(?:report|reporting|reported|complain|complaint|complaints|complaining|file|filed|filing|forward|forwarding|contact|contacting|sue|notify|notifying|tell|call|calling|violation|violating|violations)\b[^.?]{0,50}\b(?:fcc|ftc|federal communications|federal trade|attorney general|the ag office|consumer protection|cfpb|ico|cnil|aepd|bundesnetzagentur)\b",
    r"\b(?:fcc|ftc)\b[^.?]{0,40}\b(?:complaint|report|violation|fine|rules|regulations|law|hear|notified|next|will)\b",
    r"\b(?:this|it|that|these|you|youre|your|constant|continued|further|any more|its) (?:\w+ ){0,4}?(?:harassment|harassing me|harassing us|stalking me)\b",
    r"\b(?:illegal|unlawful|against the law|unlawfully|illegally) (?:to |for you to |texting|messages|texts|calling|contact|text|spam|solicitation|spamming|you )",
    r"\b(?:texts|messages|texting|calls|spam|calling|messaging|contact|contacting)\b[^.?]{0,40}\b(?:illegal|unlawful|against the law|violation|legal action|lawsuit|sue|lawyer|attorney|small claims|police)\b",
    r"\b(?:cease and desist|c and d letter)\b(?!.{0,40}\b(?:neighbor|hoa)(?!\w))",
)  # fmt: skip
LEGAL_THREATS = (
    r"\b(?:i|ill|im|we|well|were|weve|ive|will|going to|shall) (?:be |will |am |are |going to |gonna |have to |forced to |already |now |to )*(?:sue|suing|sued|pursue legal action|pursuing legal action|take legal action|taking legal action|seek legal|seeking legal|press charges|pressing charges|take you to court|taking you to court|go to court)\b",
    r"\b(?:hear|hearing) from (?:my|our|his|her) (?:lawyer|attorney|lawyers|attorneys|solicitor|counsel|legal team)\b",
    r"\b(?:contact|contacting|call|calling|talking to|talk to|speak with|speaking with|speaking to|hired|retained|getting|get|calling|consulted|consulting|forwarded this to|sent this to|sending this to|turning this over to|have) (?:my|our|an|a) (?:lawyer|attorney|solicitor|legal team|counsel)(?! friend)\b",
    r"\bmy (?:lawyer|attorney|solicitor|counsel|legal team) (?:will|is going to|has been|is|shall|advised|says|would) (?:be |contact|contacting|reach|hear|get|in touch|handling|sue|suing|notified|informed|involved|sending|send|me|you)",
    r"\bsee you in (?:small claims )?court\b|\b(?:legal action|lawsuit|class action)\b(?= (?:[.,]|will|against|is|if|next|unless))",
)  # fmt: skip
# A legal threat about the stay itself is for the owner, and the guest still needs the door code.
STAY_MATTERS = (
    r"\b(?:deposit|refund|refunds|bed ?bugs|bugs|mold|mould|injur\w*|fell|slipped|damage|damages|broken|cleaning fee|fee|fees|charge|charged|"
    r"charges|chargeback|booking|reservation|cancellation|dirty|unsafe|leak|stairs|pool|roaches|mice|accommodation|property|house|cabin|unit|"
    r"apartment|rental|landlord|rent|eviction|neighbor|neighbors|hoa|noise|parking|towed|car|listing|photos|misleading|dog|bite|bit)\b"
)

# Whole message; R48.
DECLINES = (
    r"^ \. (?:(?:hi|hello|no|nope|sorry|thanks|thank you|no thanks|no thank you|nah|but|we are|were|im|i am|i m|we re|im really|really|just|very|at all|honestly|please|ok|currently|definitely|totally|absolutely|at this time|anymore|,|\.) ){0,6}(?:not|no longer|never|so not|uninterested|not at all|isnt) ?(?:\w+ly )?(?:interested|intrested)?(?: (?:anymore|at all|at this time|thanks|thank you|please|sorry|in (?:this|your|these|any|the|ur) (?:\w+ )?(?:offers?|deals?|promotions?|messages?|texts?|service|services|product|products|program|spam|specials?|campaigns?|discounts?|ads)|,|\.))* $",
    r"\b(?:not|no longer|never) (?:\w+ )?interested in (?:any |your |these |the |any of your |any more |receiving |future |getting |this |hearing )*(?:offers?|deals?|promotions?|promos?|messages?|texts?|marketing|discounts?|specials?|from you|about your|sales|ads)\b",
)  # fmt: skip
NOT_INTERESTED = r"\b(?:not|no longer|never|so not) (?:\w+ )?int(?:e)?rested\b"
ABUSE = (
    r"^ \. (?:(?:you|ur|your|go|oh|hey|just|well|all|u|the|and|i|hope|guys|are|a|bunch|of|such|please|can|to|why|dont|youre|what|an|off|so|,|\.) )*(?:fuck (?:you|u|yourself|yourselves|this|off|ya)|fuckoff|fu|stfu|gfy|screw (?:you|u|off)|suck (?:it|my \w+)|eat shit|shut (?:up|the fuck up)|kiss my ass|go to hell|drop dead|die|kys|bite me|scum\w*|asshole|assholes|scammer|scammers|spammer|spammers|bastards?|bitch|bitches|dickheads?|motherfuckers?|idiots?|morons?|wankers?)"
    r"(?: (?:you|u|off|and|your|all|guys|spam|spammer|spammers|scammer|scammers|people|texts?|messages?|asshole|assholes|bitch|idiots?|motherfuckers?|bots?|the|horse|rode|in|on|this|company|now|,|\.))* $",
    r"^ \. (?:(?:this|is|just|more|such|pure|its|fucking|total|ugh|wow|great|all|you|are|your|texts|messages|look|like|these|a|and|,) )*(?:spam|scam|junk|harassment)(?: (?:spam|scam|[.,]))* $",
)  # fmt: skip
