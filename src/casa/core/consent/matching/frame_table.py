"""The sentence frames, by what the person does (R21). How a frame is read: see `frames.py`.

CEASE       a word of that class of `lexicon.CLASSES`        a|b         one of these words, or classes
~CLASS      a word outside it                                item?       may be absent
*2          up to two words that begin nothing new           -2          the same, and no booking
+2          the same as *, prepositions allowed              %9          up to nine of anything but a thing
MARK        the end of a clause: . ? ,                       ^ and $     the ends of the message
NAME        a word of no class at all                        {TO}        a row of PARTS
(?! a b )   not followed by     (?<! a )  not after          (?: a | b )?  groups, as in regular expressions
"""

# They narrow to the advertising, so they are looked for first.
AD_FRAMES = {
    "declines the advertising": """
        not|pas|plus|no interested|interesse|interessee|interesado|interesada in|par|en *3 AD
        only|just|solo|seulement %9 not|no|never|without|pas|nada *2 AD
        but|just|and not|no|without|minus *2 AD
        nada|rien de AD
        only|just want|need|send to? *1 hear|MSG|GET|know +3 BOOKING
        lose|drop|skip|ditch|without|cut|minus the|your *1 AD
        MSG|BOOKING but|and nothing else|more|otherwise (?! to|than )
        no|without|skip *2 AD (?: MARK|please )* only|just
        (?<! the|my|is|was ) only|solo|seulement|uniquement (?: want|need|send|text|me|us|my|the|to|get )* BOOKING
            MSG|info|stuff {ENDING}
        (?<! the|my|is|was|we|i ) only|solo|seulement|uniquement *1 texts|messages|mensajes|textos|sms %3 BOOKING
        BOOKING MSG|info|stuff only MARK|please
        CONTACT me|us only|just about|for|regarding *2 BOOKING
        no AD or|and AD please
        DONT|CEASE *1 market|advertise|marketing|advertising to me|us
        only|just|solo|seulement CONTACT me|us about|for|regarding *2 BOOKING
        nothing promotional|commercial
        CEASE *3 review|feedback|rating|survey|surveys requests|asks
        no need to *1 SEND {TO}? *3 AD
        """
}

# They end consent for what they name; the scope is narrowed afterwards. A deeper line goes on with the one above.
FRAMES = {
    "asks to stop contacting": """
        (?<! SELF ) CEASE (?! of|by|at|in|by ) *3 CONTACT (?! you|BACK ) {THIRD}
        (?<! SELF ) CEASE (?! of|by|at|in ) *6 MSG (?! BACK|when|about|fee|fees )
        CEASE *2 SEND (?: {TO} )? *4 MSG|JUNK (?! DEVICE )
        (?<! SELF ) DONT (?! forget|hesitate ) *3 CONTACT to? {TO} (?! BACK|if|when|about|unless ) (?! the|a|that
            ~MSG|JUNK )
        (?<! SELF ) DONT *3 CONTACT (?: {TO} | JUNK )? AGAIN
        (?<! SELF ) DONT *3 SEND (?: {TO} )? *5 MSG (?! BACK|when|about )
        (?<! SELF ) DONT *1 SEND (?: {TO} )? *1 JUNK|nada {ENDING}
        no|ne|nunca|jamas|ni *2 ME *2 (?! message|text|texts ) CONTACT (?! nadie|el|la|los|las|al|en|sobre|BACK|TIME )
        no|nunca|jamas he|hemos|hice *1 pedido|solicitado|autorizado|dado *2 MSG|JUNK|CONSENT
        no|ne|n|nunca|jamas *1 ME *2 SEND *4 MSG|JUNK|nada|rien
        no|nunca|jamas *1 ME SEND *1 AGAIN {ENDING}
        (?<! SELF ) CEASE *1 PESTER *2 MARK|me|us|my|our|up|if|to
        CEASE hearing *2 from
        neither|nor CONTACT %4 {TO}
        your|these|this *1 MSG %4 CEASE them|these|those MARK|please
        so|rather|prefer|make +4 dont|never|not to? hear|hearing from you|u|this|your
        good|set|okay on|without *2 MSG MARK
        NOT *1 WANT to? GET? anything about|from this|that|it|your|you *1 BOOKING? MARK
        DONT *1 CONTACT me|us about it|this|that|these|any|anything|selling|buying
        siguen|sigue|sigues|continuez|insisten *2 SEND|CONTACT|MSG %6
            demandar|reportar|denunciar|bloquear|abogado|plainte|police|avocat
        (?: this|that|its is? | im|am on ) my|our|a *2 phone|cell|number|line|mobile %6 remove|delete|erase
            it|this|me|them? MARK
        DONT *1 text|message|contact|call me? at all MARK
        MARK no soliciting|solicitors|canvassers MARK
        dont|not|no *1 understand|get|know|comprehend|entienden|comprenez *3 stop|unsubscribe|quit MARK
        droit|derecho d|de opposition|oposicion
        object|opposed|oppose to|a|al *3 MSG|CONTACTED|contact|prospection|demarchage|traitement
        hold|withhold all|any|further *1 MSG
        cuantas|combien *1 veces|fois %9 CEASE
        MARK CONTACT|SEND no more MARK
        (?<! SELF ) DONT *2 follow up
        (?: please|you|u|to|kindly|prefer|rather|me ) not *1 CONTACT {TO}
        (?: please|you|u|to|kindly|prefer|rather|me ) not *1 SEND (?: {TO} )? *3 MSG|JUNK
        (?<! SELF ) DONT *2 include|add|put {WHO} +3 JUNK|MSG|LIST
        why *3 you|u *2 still|keep|keeps *1 CONTACT
        turn|shut|switch it|them|this|these|those off %8 MSG
        voy|vamos a reportar|denunciar|bloquear
        how many *2 times %9 stop|unsubscribe|ask|tell|say|told|asked (?! for|about|if|whether ) (?! you for|about )
        stop|unsubscribe|unsubscribed|removed|no %9 still|keep|keeps *2 GET|CONTACT *4 MSG|JUNK|me
        DONT ask|try *1 AGAIN
        for|asking|want|need|like|tell|asked|told you|u|yall|them to *1 CEASE MARK|now|please|already|and
        if i *1 hear from you|this|u
        one|another more *1 MSG %2 i|ill|im
        get|stay|keep *2 off|out|away of? from? my|our FAMILY|NUMBER
        NUMBER %6 DONT use it
        DONT *1 use my|this|our *1 NUMBER
        WANT|prefer|rather no *2 MSG|contact|communication
        appreciate|great|nice|grateful|thankful|better %3 you|u|yall *1 stopped|ceased|quit *2 CONTACT|SEND
        MARK|please|just|rather|prefer call|phone|email|ring *2 instead of *1 text|texts|texting|messages|messaging
        not to? be CONTACTED
        can|could|may i|we stop|quit|end these|those|the|your|all|getting|receiving *2 MSG
        not|never|no by|via|through text|texts|sms|texting MARK
        use|by|via|through email|phone not text|texts|texting|sms
        DONT do text|texts|texting|sms MARK
        to|will|would|please no longer *1 GET *3 MSG|JUNK
        NOT *2 gave|give *2 {MINE}
        no quiero|queremos saber|nada *2 de|con ustedes|ti|uds
        trop de *1 MSG %4 CEASE
        on|to *3 dnc
        for|like *2 MSG|these|this to stop|end|quit
        no right|business|permission to? *1 CONTACT
        DONT|no *2 attempt|attempts|try|continue|dare to *1 CONTACT|SEND
        no more|further *1 CONTACT
        no more of these|this|it|that
        better|never not? *1 GET another|one *2 MSG
        zero|0 *2 MSG
        CEASE asking|begging %4 review|reviews|feedback|rating|survey|surveys|rate
        (?<! SELF ) DONT *1 SEND (?: {TO} )? *2 more|anymore|another MARK|please
        CEASE s il vous|te plait de *2 CONTACT|SEND
        why|que me siguen|sigues|sigue SEND|CONTACT
        bueno|suficiente de|con *2 MSG
        pas|jamais demande *2 MSG|JUNK
        je bloque|signale
        give it|me|us a rest|break *2 MARK|already|with
        cancel|end|stop|cancelar|cancelen|cancele|annulez|terminate my|mi|mon|la|the *1
            enrollment|subscription|suscripcion|abonnement +3 MSG
        (?<! SELF ) DONT *1 text|message|contact|call|write|solicit MARK|or|please|ever
        (?<! SELF ) DONT *1 SEND (?: {TO} )? *1 JUNK else
        CEASE the|your|these *2 check ins
        CEASE attempting|trying to *1 CONTACT|SEND
        CEASE using my|this|our *1 NUMBER
        put a|an stop|end to %3 MSG|this|these
        MARK|then|so|actually|only (?: please|just|absolutely|and|pls )? no (?:
            AD|unsolicited|robo|phone|text|automated|further )?
            MSG|contact|communication (?= MARK|please|to|thanks|whatsoever|ever | of any )
        no *1 follow ups|up
        ^ MARK stop *1 (?: i am | im ) not
        not another|one more? *1 MSG
        find|try|text|bother someone|somebody|anyone else to CONTACT
        spam|bother|text|harass|annoy|message|call|bug|pester|CONTACT someone|somebody|anyone else
        you|u *3 spamming|harassing|stalking|pestering me|us|my|this|MARK
        unwanted|unsolicited|unwelcome MSG|contact
        MSG *1 are|is|arent|isnt not? unwelcome|welcome|wanted|appreciated (?! thanks )
        let|make this|it|that *1 be? the? my? last *1 MSG
        make|see sure|that *2 my|our NUMBER *1 is|gets|be off|out|removed|deleted
        wont|not|never *1 hear from you|u *1 again|anymore|ever
        harto|harta|hartos|cansado|cansada con *2 MSG
        van|vas|va a seguir *1 SEND|CONTACT
        fini|finis les|vos|de *1 MSG
        MSG ne? *1 m|me|nos interessent|interesse|interesan pas|plus|MARK
        my|our *2 phone|cell|number|line MARK please? stop|quit MARK
        MARK please? no call|text|email or|and|no? %2 text|call|email MARK
        how +3 CEASE|cancel *4 MSG
        asked|told|telling|begged|asking|tell you|u|yall *2 to stop|quit (?! by|at|in )
        mind not *1 CONTACT|SEND {TO}
        suffit *2 MSG
        be left alone (?! by )
        DONT *1 text|message|call it|there MARK
        DONT *1 text|message|call the office|business *1 NUMBER
        DONT reply to me|us
        why *2 i|we keep|still *1 GET *3 MSG|JUNK
        no|nunca volver|vuelvan|vuelva|vuelvas a CONTACT|SEND
        next *1 MSG %7 attorney|lawyer|police|court
        CONTACT me|us *1 again and see|ill|i|im
        CEASE before i|im
        tired|sick|done of|with *1 being|getting CONTACTED
        you|u have|been|are been? reported MARK
        still *1 GET|getting *4 MSG|JUNK %3 opted|asked|told|unsubscribed|replied
        ne|n SEND plus|jamais|pas *1 rien|MSG|MARK
        interdis|interdit|prohibo|forbid|forbidden|prohibited *1 de|to|from? ME? CONTACT|SEND
        no|nothing more|further|else from you|u
        (?<! SELF ) DONT *3 hear from you|u
        than *1 GET another|one *2 MSG
        further|additional|subsequent MSG will|would|shall
        spare me|us|my *3 MSG
        save|keep your|ur MSG for|to
        pack it in with *2 MSG
        NUMBER *1 off limits
        not one|a +4 WANT *2 MSG
        want|wanna off it|this|here? MARK
        wasnt|werent|havent|isnt i|we *2 removed|unsubscribed MARK|from
        police|lawyer|report|sue|block|court|attorney %6 if you|u *1 CONTACT|SEND {TO} AGAIN|more|one
        law|illegal|illegally|unlawful %3 CONTACT me|us|people|this
        vais|va vous|te signaler|bloquer|denoncer|attaquer
        am|im|ill|will +2 block|report you|u MARK
        to CEASE GET *3 JUNK|MSG
        i|ive already|just|even? replied|texted|said|sent|typed|wrote *2 stop|unsubscribe (?! by|at )
        no|ni molestar|molesten|molestes|escriban|escriba|escribas|texteen MARK
        (?<! did|do ) you|youre|u *1 CONTACT|CONTACTED the wrong *1 NUMBER|person
        skip my|our *1 NUMBER
        signed me|us up for JUNK|MSG %3 cancel|remove|stop|unsubscribe
        no|nunca|jamais *2 di|donne mi|mon NUMBER
        no *1 autorizo|autorice|autorizamos
        no|not|dont|doesnt need|have|reason to *1 keep *1 CONTACT|SEND (?! you|the )
        no|not|dont need|have|necessary to *1 CONTACT|SEND {TO} *1 AGAIN|going|moving
        no need for *3 MSG
        no|enough|zero|ya|aucun|basta more|further|future|additional|mas|with|of|de *4 MSG (?! BACK|en|at )
        plus|aucun de|d|aucun|aucune *1 MSG
        sick|tired|done|over|fed|through|annoyed|hate|harta|harto|marre|cansado|cansada *2
            of|with|getting|by|up|these|your|the|de|des|vos %4 MSG
        turn|shut|switch *4 off *4 MSG
        disable|deactivate|mute|kill|pause|block|cancel|suspend|terminate|eliminate|cut
            (?! that|my|the last|previous ) *3 MSG (?! about|short )
        (?<! to ) turn|shut|switch *4 MSG off
        make|get|want|need|have *4 MSG|this|these|those *1 to? stop|quit|end MARK|AGAIN|please|now
        tell|ask|make|have|get|need *1 THEIRS +2 stop|quit|knock *1 CONTACT|SEND|JUNK|MARK|with|please|now|off
        tell|ask|make|have|get|need *1 THEIRS +2 forget|ignore|leave|remove|take|unsubscribe|delete|knock (?!
            by|at|in|over )
        part of *2 stop|no|unsubscribe|optout|remove *2 dont|do|are|is|cant|didnt|confuses
        CEASE *2 SEND {TO} {ENDING}
        (?<! SELF ) DONT *1 SEND {TO} AGAIN {ENDING}
        MSG +3 must|need|needs|has|have|gotta|should|better to? stop|end|quit|cease
        ne *1 ME SEND plus|jamais
        NUMBER|line isnt|not for *2 MSG|soliciting|spam
        no *1 MSG %3 turn|shut|switch them off
        want nothing to do with you|this|these|your
        CEASE filling|cluttering|flooding|clogging *1 my|our *1 NUMBER|inbox|screen
        choice but to block|report
        not|arent allowed|authorized|authorised|permitted|welcome to *1 CONTACT {TO}
        (?<! SELF ) DONT *1 CONTACT or|and|nor|ni|o|ou CONTACT
        no CONSENT *2 given|gave|granted
        GET|getting *3 JUNK|MSG after *1 saying|replying|texting|telling|sending *1 stop|unsubscribe
        cops|police|lawyer|report|sue|block if you|u keep|continue *1 CONTACT|SEND
        stop|quit sending MARK* $
        """,
    "says that the number is somebody elses": """
        no vive|viven aqui
        isnt|not|aint the right|correct number|person for him|her|them
        im|am not NAME MARK i *1 got|have|had this|the number|phone|cell
        numero|telefono n? est plus|pas *2 a|celui|le
        (?<! i|we ) have|has|had|got|ve the|a? wrong *1 NUMBER|person|guy|dude|lady
            MARK|for|here|man|bro|sorry|please|stop|i
        had|have this|my NUMBER *1 for? %3 years|months
        plus ce numero
        (?: ^ MARK %3 | recipient|person|customer *1 ) deceased MARK* $
        has|owns|uses|got this *1 NUMBER now MARK
        no es mi *1 NUMBER
        no|nobody|noone one? here? named|by
        no vive|viven *1 nadie|ninguna|ningun
        tiene|tienes|tienen|es el|la? numero|persona equivocado|equivocada
        esta|este|yo no es|soy la|esa persona MARK
        owner|user|person|man|woman of|with this phone|number *2 dead|deceased|died|passed|gone MARK
        """,
    "asks to be taken off the list": """
        CLITIC (?: de|del|des|du *3 LIST|JUNK|aqui|ahi|alli|MSG | MARK )
        rid of {MINE}
        REMOVE from|off *3 LIST (?! DEVICE|BOOKING|of|for )
        MARK off *1 your|ur|this|the LIST MARK|please|now
        ^ MARK (?: please )* dnc (?: list|please|thanks )* MARK* $
        my|our|mi|mon|notre *1 NUMBER MARK (?: please|now|so|just )? ERASE|REMOVE le|lo|it MARK
        on|to|onto your|the|a|an|my *2 dont|no|not *3 list|registry|register
        to be removed|deleted|unsubscribed off? {FROM}
        drop my|this number
        expunge|scrub|purge|wipe my|our *1 details|NUMBER
        like|want|need my|our|this *1 NUMBER *1 removed|deleted|scrubbed|wiped|purged|erased|off|gone MARK
        REMOVE my|this|our *1 NUMBER off|from her|his|their *1 account|file|profile
        REMOVE it|them|all|this|those OFF *3 LIST|MSG
        REMOVE *2 {TO} +2 OFF|de -5 LIST|MSG|here|everything|follow|thing|things (?! DEVICE|BOOKING|for )
        REMOVE {WHO} OFF? of? (?: here|this|it|everything )? {ENDING}
        ERASE *2 my|this|our|mi|este|mon|ce|mes|notre|nuestro *1 NUMBER (?! DEVICE|BOOKING|for )
        {MINE} (?: be|to )? *1 removed|deleted|taken|dropped|erased|out|off off? {FROM}
        i|id|ill|we|me|please|us +4 be|have|get|me removed|deleted|taken|dropped|erased off? {FROM}
        get|want|take|let|keep|count|leave {TO} off|out|outta *2 your|this|these|the|ur|all *2 MSG|LIST|thing|thread
        want|wanna|getting|get off|out|outta of? *1 your|this|these|the|ur *2 MSG|LIST
        ERASE *1 number|numbers MARK
        take out {MINE}
        REMOVE *1 DIGITS DIGITS
        OPTOUT (?! button|link|page|form ) {TO}
        """,
    "never agreed to the messages": """
        jamais|pas *3 demande|voulu *1 a GET
        NOT *2 ask|asked for JUNK {ENDING}
        NOT *2 opt|opted in
        NOT *3 AGREE +3 MSG|LIST|CONTACTED
        NOT *3 AGREE up? (?: for|to )? JUNK {ENDING}
        """,
    "is blocking us": """
        i|ill|im|going|about|am|will to? *3 block|blocking|blocked you|this|ur|your|u
        now|been|are|u|you|youre|bye|being blocked MARK|and
        MARK blocked MARK|and
        blocking this|you|your|ur|u
        (?<! carrier|phone|was|it|got|were|is ) reported|reporting|report|marked|marking|flagged|flagging *3 as|for
            *1 spam|junk|harassment
        MARK (?: im | i am | ill )? reporting you|u MARK
        reporting|reported this|your|ur *1 NUMBER|MSG|company
        """,
    "sends the sender away": """
        go|get *2 away MARK|please|with|from|you|and
        get lost|bent|fucked {ENDING}
        f|fuck|eff|piss|bugger|sod *1 off|outta
        leave {TO} *2 alone|be|tf (?! TIME|if|with )
        let me|us be|alone MARK
        ^ MARK lachez|lache|laissez moi|nous MARK
        bug|buzz|back|piss|eff|sod|naff|jog|screw off MARK|and|you|with
        """,
    "opts out": """
        (?<! got|was|were|accidentally|does|is|the ) unsubscribe|unsubscribing|unsubscribed (?!
            button|link|page|form|option|the
            ) (?! MARK i? what|no|why|never|keep|dont ) (?! from what ) (?! request for ) (?! from theirs )
            (?! from your|a|the|another competitor|competitors )
        (?<! is|does|means|called ) opt|opted|opting *2 out (?! of )
        opt|opted|opting *2 out of *4 MSG|LIST|JUNK|everything|all|receiving|being|contact
        """,
    "withdraws consent": """
        CONSENT *4 revoked|withdrawn|rescinded|denied|terminated|retracted
        take|took back *1 my|our|any CONSENT|ok|okay|yes|agreement|optin
        take|took my|our *1 CONSENT back
        REVOKE *5 CONSENT (?! TIME|DEVICE )
        NOT *3 gave|give|given|have|donne|di|doy|dado|tienen|avez *4 CONSENT (?! for|DEVICE | to
            ~CONTACT|SEND|MSG|use )
        """,
    "doesnt want the messages": """
        dont|doesnt|no|not|never|wont|no_longer|pas|plus|ne *2 NEED (?: to GET )? *5 MSG (?! BACK|TIME|DEVICE )
        NOT *2 WANT (?! to miss|lose ) +6 MSG|CONTACTED (?! BACK|TIME|DEVICE )
        NOT *2 WANT (?! to CONTACT ) +4 CONTACT {TO}
        NOT *2 WANT *2 more|anymore|any of JUNK
        NOT *2 WANT GET nada|rien MARK|de|from
        want no part of *2 MARK|MSG|LIST
        NOT *2 WANT (?: to )? GET *2 JUNK|AGAIN (?: {ENDING} | (?= from ) )
        NOT *2 WANT|NEED to *1 hear *2 from you|u|this|your
        NOT *2 WANT +4 on|in|part of? *3 LIST
        NOT to? being|be *1 on|in|part of? *2 your|this|any|a *2 LIST
        no|no_longer longer interested in GET
        so|that|make|how|can|want +3 dont|wont|stop|quit|not GET *4 JUNK|MSG
        rather|prefer not|you +4 CONTACT|CONTACTED|GET (?: {TO} | *3 MSG|JUNK )
        """,
}
