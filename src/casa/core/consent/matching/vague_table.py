"""Frames that say little by themselves: they count only in a message that names no thing which could stop, be turned
off or be removed (R21). How a frame is read: see `frames.py`; how it is written: see `frame_table.py`.
"""

VAGUE = {
    "says stop": """
        MARK (?: please|pls|just|so|and|now|ok|ugh|omg|again|alright )*
            stop|quit|unsubscribe|cease|discontinue|desist|remove|enough (?:
            please|pls|now|already|thanks|it|this|immediately|asap|right|rn|ok|at|once|you|u|is|enough |
            damn|dammit|damnit|ffs|geez|jeez|fucking|assholes|asshole|idiots|idiot|jerks|morons|spammers|scammers )*
            MARK* $
        ^ MARK (?: please|pls|just|omg|ok|hey|ugh )* stop|quit (?: please|pls|now|already )* MARK?
            i|im|ive|we|this|whoever
        please|pls|so|just|god|real|sake|love|fuck|christ|lord|ffs|seriously|kindly
            stop|quit|remove|unsubscribe|discontinue|desist MARK* $
        please|you|just|to|pls CEASE|cancel JUNK MARK|please|now|already|asap
        what|word|how|way|where %5 to CEASE|OPTOUT JUNK|MSG|MARK
        this|these|it|they|you *2 has|needs|need|must|have|gotta|got *1 to stop|end|quit
        can|will|when this|these|it *1 stop|end|quit MARK
        ^ MARK stop|unsubscribe|quit|remove MARK NAME MARK* $
        cut|knock it|that|this out|off
        MARK scram|shoo|begone|beat it? MARK
        sign me|us off|out
        GET *1 MSG for NAME MARK
        ^ MARK i? dont know any|a|no NAME MARK* $
        ^ MARK reported|blocked and? blocked|reported|deleted MARK* $
        ^ MARK stop that MARK* $
        you|youve *1 been told|warned MARK
        better|should be the last *1 MARK|MSG
        plainte|police|avocat *1 si vous continuez
        MARK not interested in selling|buying|renting|refinancing|switching *3 MARK
        you|u *2 are|r|re spammers|scammers|harassers|stalkers
        ^ MARK (?: please|just )* forget about? me MARK|please
        ^ MARK i said|told *1 no *1 MARK* $
        estan|esta|estas acosandome|molestandome|hostigandome MARK
        ^ MARK take|kick|do|jog|push|pack a|on|it|one|rocks|off? hike|in|one? MARK* $
        NOT WANT to talk|speak|deal to|with you people|guys|all|MARK
        ^ MARK se? equivocado|equivocada|equivoco|equivocan MARK* $
        demandar|reportar|denunciar|bloquear|reporto|denuncio|bloqueo|demando *1 si
            siguen|sigue|continuan|vuelven|insisten
        ^ MARK stop|quit %3 or i|ill|im *1 block|report|sue|blocking|reporting|suing
        ^ MARK esto|c|ceci|this|eso es|est|is|de *1 acoso|harcelement|harassment|spam|estafa|arnaque MARK
        ^ MARK larguense|largate|larguese|degagez|degage|dehors MARK* $
        DONT|no SEND any? MARK* $
        si vous continuez %5 plainte|police|avocat
        CONTACTED|texting|calling my|our *1 FAMILY %9 CEASE it? MARK
        no insistan|insista|insistas|insistez MARK
        how *4 turn|shut|switch these|those|them off
        ^ MARK (?: please|can|you )* turn|shut|switch these off MARK* $
        ^ MARK (?: ok|bye|and|now|delete|spam|MARK )* blocked|reported|delete|erase (?: bye|now )? MARK* $
        ^ MARK esta|estan|estas|esto equivocado|equivocada|equivocados (?: MARK? no soy NAME )? MARK* $
        shut *2 up MARK
        ^ MARK (?: please|pls|ok )* no more MARK im|i|seriously|please|enough|last
        ^ MARK (?: please|pls|ok )* no more|end|enough (?: this|it|please|already|now|is|thanks|thank|period|MARK )* $
        no|nope|nah|time stop|quit MARK
        want|like|need (?: it|this|them )? to stop|end MARK
        make|making it|this|these|them stop
        too many|much *3 MSG (?! at|in|on )
        nice|great|appreciate %3 you|u *1 stopped|quit MARK
        you|u CONTACT|SEND *1 too much MARK
        i|im|ive|we|weve|this|my|already|thanks|but|and|then|these %8 (?<! SELF|NOT|BOOKING|THING|to|it|you|reply|say )
            (?<! text|the|a|an|my|your|our|this|that|one|next|last|first|bus|quick|short|door|full|rest|good|have|or )
            (?<! will|would|does|did|should|must|could|can|said|replied|texted|says ) stop MARK* $
        """,
    "is blocking us": """
        blocking|deleting MARK
        """,
    "never agreed to the messages": """
        NOT *2 subscribe|subscribed|consent|consented|agree|agreed|opt|signup|sign|signed|enrolled up? MARK
        """,
    "is reporting us": """
        reported|reporting *1 to my|the? carrier|verizon|tmobile|att|provider
        """,
    "withdraws consent": """
        i *1 revoke|withdraw MARK
        """,
    "asks to be taken off the list": """
        ^ MARK (?: please|request|requesting )* removal|removed (?: please|request|requested|thanks )* MARK* $
        """,
    "looks for the way out": """
        where|wheres is? the|your unsubscribe|optout link|option|button? MARK
        ^ MARK (?: please|just )* count|leave me|us out|off (?: of it|this )? MARK* $
        """,
    "wants out": """
        want|wants out MARK
        """,
    "doesnt want the messages": """
        NOT *2 WANT this|these|those|crap|shit|nonsense|garbage? (?: thanks|thank|please )? MARK
        """,
}
