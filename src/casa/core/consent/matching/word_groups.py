"""The word groups that the English phrase tables are built from: `<STOP>` in a pattern stands for `WORDS["STOP"]`."""

WORDS = {
    # Any word but one that turns the verb to another object ("stop by the store", "stop the bus and text").
    "ANY": r"(?:(?!(?:by|at|in|on|for|near|before|after|when|while|and|or|until|till|if|is|are|was|were|it|"
    r"because|so|but|we|they|he|she|"
    r"i|whether|the code|code|codes)(?!\w))\w+ )",
    "FILL": r"(?:(?:all|with|the|this|that|of|your|these|those|any|please|just|already|fucking|damn|goddamn|"
    r"bloody|freaking|stupid|constantly|"
    r"always|continually|trying to|attempting to|from|further|future|getting|even|ever|keep|repeatedly|"
    r"continuously|using|unsolicited|"
    r"unwanted|annoying|constant|or) )",
    "STOP": r"(?:stop|stopping|stops|quit|quitting|cease|ceasing|halt|discontinue|discontinuing|end|desist|"
    r"refrain from|knock off|cut out|terminate|"
    r"give up|lay off|layoff|enough|pause|suspend|block|cancel|kill|drop|disable|deactivate|turn off|shut off|cut|"
    r"cut off|remove)",
    "STOP_DOING": r"(?:stop|quit|cease|halt|discontinue|desist from|desist|refrain from|knock off|give up|lay off|"
    r"enough|pls stop|cease and desist|"
    r"cease and desist from|end|cut out)",
    "TEXTING": r"(?:texting|messaging|contacting|calling|phoning|ringing|dialing|emailing|mailing|writing to|"
    r"writing|bothering|spamming|harassing|"
    r"bugging|pestering|annoying|pinging|notifying|reminding|soliciting|hounding|stalking|blasting|"
    r"reaching out to|reaching out|robocalling|"
    r"hitting up|hitting|blowing up|blowin up|blowing|whatsapping|dming|communicating with|communicating|"
    r"marketing to|advertising to|soliciting|"
    r"communication with|contact with|messing with|nagging|badgering|hassling)",
    "TEXT": r"(?:text|message|contact|call|phone|ring|dial|email|write to|write|bother|spam|harass|bug|pester|"
    r"annoy|ping|notify|remind|solicit|"
    r"reach out to|reach out|reply to|communicate with|communicate|hit up|hit|disturb|robocall|market to|"
    r"whatsapp|dm|mail|try to contact|try to reach|"
    r"keep texting|keep messaging|keep calling|keep contacting|keep bothering|bother texting|"
    r"bother messaging|bother calling|bother contacting)",
    "MSG": r"(?:texts|text messages|text message|text msgs|texting|messages|messaging|sms|sms messages|mms|"
    r"reminders|notifications|alerts|updates|"
    r"promos|promotions|promo|promotional|ads|adverts|advertisements|advertising|ad|offers|deals|coupons|"
    r"discounts|sales|specials|spam|calls|"
    r"phone calls|robocalls|emails|newsletters|newsletter|blasts|marketing|solicitations|solicitation|"
    r"soliciting|surveys|communications|"
    r"communication|correspondence|contact|mailings|group texts|group messages|notices|commercials|"
    r"robotexts|follow ups|broadcasts|subscription to (?:this|these|your)|text|message)",
    "JUNK": r"(?:this|these|those|stuff|things|anything|junk|crap|shit|bs|bullshit|nonsense|garbage|rubbish|"
    r"trash|this stuff|this crap|this shit|it|them|em)",
    "ME": r"(?:(?:to )?(?:me|us|him|her|(?:my|our) (?:phone|cell|number|mom|mother|dad|father|wife|"
    r"husband|son|daughter|kids?|family|line|mobile|house|home|grandma|inbox|work|business|office|parents)|"
    r"this (?:number|phone|line|cell|"
    r"device|person)|here|anyone here|with me|"
    r"with us|at this number|on this number|at all|from this number))",
    "END": r"(?:[.,?]|please|anymore|again|ever|now|immediately|already|thanks|thank you|asap|at once|"
    r"right away|altogether|completely|entirely|"
    r"forever|permanently|at all|period|ok|okay|any further|further|today please|and i mean it|for good|"
    r"this instant|or else|sir|guys|people|"
    r"bro|dude|man)",
    "DONT": r"(?:dont|never|no longer|please not|wouldnt|shouldnt|must not|mustnt|not to|cant you not|"
    r"can you not|could you not|didnt i say not to|"
    r"would you not|may not|should never|need to not|rather you not|rather you didnt|prefer you not|"
    r"prefer you didnt|want you not to)",
    "NEG_WANT": r"(?:(?:dont|no longer|never|didnt|not|wouldnt|really dont|dont even|"
    r"neither)(?: \w+ly)?(?: (?:really|even|ever|at all|anymore|any))?"
    r"(?: (?:want|wanna|wish|require|wanting|wanted|need|care|like|asked|ask|desire|wishing|interested in|"
    r"would like|care for|care about|looking))"
    r"(?: (?:to|for|in))?|(?:rather|prefer|like|choose|wish|asked|ask|"
    r"request) not(?: to)?(?: continue)?(?: to)?(?: (?:receive|get|be sent|have|receiving|see))?)",
    "LIST": r"(?:list|database|data base|system|contacts|contact|records|distribution|campaign|campaigns|program|"
    r"texts|text|messages|message|"
    r"messaging|sms|alerts|blast|blasts|rotation|directory|notifications|mailing|mailings|marketing|"
    r"phonebook|promotions|newsletter|emails|"
    r"communications|updates|subscription|everything|reminders|calls|call|group text|spam|robocalls|crm|"
    r"dialer|files)",
    "NUMBER": r"(?:(?:my|this|our|that|the|his|her|moms|dads)(?: (?:cell|phone|mobile|telephone|work|home|old|"
    r"wifes|husbands|moms|dads|mothers|"
    r"fathers|sons|daughters))*(?: number| phone number| phone| cell| contact info| contact information|"
    r" contact| name and number| digits))",
    # Whoever sends on our behalf: to tell them to stop is to tell us.
    "THEIRS": r"(?:system|team|people|company|office|bot|boss|manager|computer|staff|messages|texts|automated|"
    r"marketing|text|person|robot|"
    r"reminders|notifications|spam|sales|number|phone)",
    "STAY": r"(?:reservation|stay|booking|check ?in|check ?out|trip|appointment|visit|door code|access code|"
    r"arrival|rental|service|job|order)",
}
