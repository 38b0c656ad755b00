"""What the assistant never answers on its own, what is urgent, and what needs no answer. Held in code, for
every writer: the built-in composer and any model.

Patterns are folded (lower case, no accents), English | Spanish | French. The list of topics follows what hosts
fence off in practice: money back, payments, complaints, extra guests, moved dates, codes for others, the law.
"""

import re
from functools import lru_cache

from casa.core.assistant.text import fold

_NOT_WORKING = (
    r"(?:is(?:n't| not)|are(?:n't| not)|does(?:n't| not)|do(?:n't| not)|did(?:n't| not)|won't|stopped|not"
    r"|keeps?)\s+(?:even |really |seem to (?:be )?)?(?:work(?:ing|s)?|(?:turn|com|go)(?:ing|e)? on"
    r"|start(?:ing)?|dropping|blinking|connect(?:ing)?|disconnecting|open(?:ing)?|light(?:ing)?"
    r"|get(?:ting)? (?:hot|warm|cold)|flush(?:ing)?|drain(?:ing)?|heat(?:ing)?|cool(?:ing)?"
    r"|charg(?:e|ing)|clos(?:e|ing)|cold|hot)\b"
)
_AI = (
    r"(?:ai|ia|chat ?gpt|chat ?bots?|bots?|artificial intelligence|inteligencia artificial"
    r"|intelligence artificielle|robots?)\b(?! (?:vacuum|mop|mower|hoover|aspirador|aspirateur|tondeuse|speaker|lock))"
)

URGENT: dict[str, str] = {
    "danger": (
        r"(?:there is|there's|see|seeing|smell\w*|of|full of|lots of|so much) (?:some |a |the )?(?:smoke"
        r"|gas)\b(?! (?:alarm|detector|grill|stove|bbq|oven|station|bottle))"
        r"|(?:smoke|carbon monoxide|co) (?:alarm|detector) (?:is |keeps |won't |has been )?(?:go\w*"
        r"|beep\w*|chirp\w*|ring\w*|stop\w*|sound\w*)"
        r"|(?:house|kitchen|oven|something|it|room|place) is (?:on fire|burning)"
        r"|there(?:'s| is) a fire\b(?! ?(?:place|pit|extinguisher|alarm|wood|escape))|gas leak"
        r"|huele a (?:gas|humo|quemado)|hay (?:humo|fuego)|incendio|fuga de gas|(?:odeur|fuite) de gaz"
        r"|(?:il y a|ca sent) (?:de la |la |le |du )?(?:fumee|feu|gaz|brule)|incendie"
    ),
    "harm": (
        r"ambulance|someone (?:is|was|got) (?:hurt|injured)|is (?:bleeding|unconscious)|heart attack"
        r"|broke (?:his|her|my|a) (?:leg|arm)|break[- ]?in\b|broke into|breaking in|burglar|intruder"
        r"|someone is (?:in|trying to get in)|ambulancia|herid[oa]\b|ladron|blesse(?:e|s)?\b|cambriol\w+"
        r"|intrus\b"
    ),
    "lockout": (
        r"lock(?:ed)? (?:us |me |myself |ourselves )?out"
        r"|(?:can't|cannot|can not|couldn't|unable to|not able to) (?:get in(?!to (?:the )?(?:netflix"
        r"|wifi|account))|enter\b|open the (?:front |main )?(?:door|gate|lock)|get (?:in(?:to|side)"
        r"|the door))"
        rf"|(?:key ?pad|door|lock|lock ?box|door code|code)\b.{{0,20}}(?:{_NOT_WORKING}|just blinks"
        r"|blink\w*|won't open|is (?:wrong|dead|stuck|jammed)|invalid|rejected|refus)"
        r"|(?:standing|stuck|waiting) (?:outside|at the door)|no podemos entrar|no puedo entrar"
        r"|(?:encerrad|bloquead)\w+ fuera|(?:codigo|puerta|cerradura|llave) no (?:funciona|abre)"
        r"|estamos fuera|(?:ne )?(?:pouvons|peux|peut|arrivons|arrive) pas (?:a )?(?:entrer|ouvrir)"
        r"|enferme\w* dehors|(?:code|porte|serrure|cle) ne (?:fonctionne|marche|s'ouvre)|bloque\w* dehors"
        r"|coinces? dehors"
    ),
    "water": (
        r"flood\w*"
        r"|water (?:is )?(?:leak\w*|everywhere|coming (?:through|from|out)|pouring|all over"
        r"|dripping from)"
        r"|(?:pipe|toilet|ceiling|roof|boiler|dishwasher|washer|washing machine|radiator|tap|faucet"
        r"|shower|sink) (?:is |has )?(?:burst|leak\w*|overflow\w*|flood\w*)|(?:big |bad |water |a )leak\b"
        r"|burst pipe|fuga de agua|inund\w+|gotera|sale agua|fuite d'eau|inond\w+|degat des eaux"
        r"|l'eau coule"
    ),
    "cold": (
        r"(?:no|without|isn't any|lost) (?:the )?heat(?:ing)?\b"
        rf"|(?:heat|heating|heater|furnace|boiler|hot water)\b.{{0,15}}(?:{_NOT_WORKING}|is (?:broken|off|dead|out)"
        r"|broke\b|went out)|(?:it is|it's|its|we are|we're|house is|kids are) freezing|no hot water"
        r"|sin calefaccion|calefaccion no|no hay (?:calefaccion|agua caliente)|chauffage ne"
        r"|pas de chauffage|plus de chauffage|pas d'eau chaude|plus d'eau chaude|on gele"
    ),
    "power": (
        r"(?:no|without|lost) (?:power|electricity)\b|power (?:is |went )?(?:out|off|cut)|blackout"
        r"|no hay luz|sin (?:luz|electricidad)|se fue la luz|(?:plus|pas) d'electricite"
        r"|panne (?:de courant|d'electricite)|coupure de courant"
    ),
}

FENCES: dict[str, str] = {
    "steering": (
        r"(?:ignore|disregard|forget|override|bypass) (?:all |any |the |your |previous |prior "
        r"|above )*(?:rules?|instructions?|prompts?|policy|policies|guidelines?|restrictions?)"
        r"|system prompt|developer mode|jailbreak|you are now (?:a|an|in|dan)\b"
        r"|pretend (?:to be|you are|that you)|act as (?:a|an|the)\b"
        r"|(?:print|reveal|show|repeat|list) (?:me )?(?:all |your |the )*(?:instructions|prompt|facts"
        r"|rules you|secrets?|codes|passwords)|as an ai\b|ignora (?:las|todas|tus)"
        r"|olvida (?:las|tus) (?:reglas|instrucciones)"
        r"|ignore[zr]? (?:les|toutes|tes|vos) (?:regles|instructions|consignes)"
        r"|oublie[zr]? (?:les|tes|vos) (?:regles|instructions|consignes)"
        r"|</?\s*(?:system|fact|instruction)|\bfact[_ ]?ids?\b"
    ),
    "legal": (
        r"lawyers?|attorneys?|solicitors?|\bsue\b|suing|lawsuit"
        r"|legal(?:ly)? (?:action|advice|claim|steps|responsible|liable)|small claims|\bcourt\b(?!yard)"
        r"|police|discriminat\w+|negligen\w+|liab(?:le|ility)|health department|abogad[oa]s?"
        r"|demanda(?:r|re|remos)?\b|denuncia\w*|policia|tribunal\w*|avocate?s?\b|porter plainte|proces\b"
        r"|justice\b|insurance claim|chargeback|report (?:you|this) to"
    ),
    "privacy": (
        r"gdpr|ccpa"
        r"|(?:delete|erase|remove|copy of) (?:all )?my (?:personal )?(?:data|information|details)"
        r"|my personal data|rgpd|(?:borrar|eliminar) mis datos|(?:supprimer|effacer) mes donnees"
        r"|hidden cameras?"
    ),
    "refund": (
        r"refund\w*|money back|reimburs\w*|compensat\w+|discounts?|cheaper"
        r"|(?:better|best|lower|special|reduced) (?:price|rate|deal|offer)|price match|free night"
        r"|partial(?:ly)? (?:back|credit)|give us (?:something|credit)|promo(?: ?code)?|coupon"
        r"|reembols\w+|devol(?:ucion|ver|verme|vernos)\b|descuento|rebaja|mas barato|mejor precio"
        r"|rembours\w+|remise\b|rabais|reduction|moins cher|geste commercial|dedommag\w+|reduccion"
    ),
    "payment": (
        r"\bpayments?\b|\b(?:we|i)(?:'ve| have|'d)? (?:already )?paid\b"
        r"|charged?\b(?! (?:my|our|the) (?:phone|car|ev|tesla|laptop))|invoices?|receipts?|deposit\b"
        r"|credit card|debit card|paypal|venmo|zelle|bank transfer|wire transfer"
        r"|\bpay (?:you|outside|in cash|cash|by|with|direct\w*|now|later|the rest|for the (?:stay"
        r"|booking|room))\b|billing|off (?:airbnb|the platform|platform)|facturas?\b|recibo"
        r"|pag(?:o|ar|ado|amos)\b|fianza|tarjeta|factures?\b|recu\b(?! le)|paiements?|payer\b|caution"
        r"|carte bancaire|virement"
    ),
    "code_for_other": (
        r"(?:send|give|share|text|tell|forward)\b.{0,40}\bcodes?\b.{0,30}\b(?:to|with) (?:my|our|a|the"
        r"|this|another|him|her|them)\b(?! (?:door|stay|booking))"
        r"|(?:send|give|text) (?:my|our|him|her|them)\b.{0,25}\bcodes?\b"
        r"|(?:another|other|previous|last|next|old|master) (?:guest(?:'s)?|code|tenant)\b.{0,15}(?:code"
        r"|name|number|phone)|master code"
        r"|(?:phone|number|name|email|contact) of (?:the )?(?:other|previous|last|next) guest"
    ),
    "lost": (
        r"(?:nous avons|j'ai|on a) (?:oublie|laisse|perdu) (?:mes|mon|ma|nos|notre|une?|les?|la)\b"
        r"|(?:olvid(?:e|amos|ado)|he perdido|(?<!donde )dejamos) (?:mis?|los|las|el|la|una?)\b"
        r"|(?:has|have|did) (?:anyone|anybody|you|somebody|someone|the cleaners?)(?: guys)? (?:seen|see"
        r"|find|found)\b"
        r"|(?:left|forgot|forgotten|lost)\b (?:my|our|a|the|it|them|something|his|her|some)\b(?! (?:code"
        r"|door code|password|bags? (?:there|with|at)|wifi|late"
        r"|early))(?!.{0,25}\bcodes?\b).{0,60}(?:behind|at the|in the|there|charger|jacket|passport"
        r"|phone|glasses|laptop|book|ring|keys)|lost (?:and|&) found"
        r"|(?:olvid|(?<!donde )dej)(?:e|amos|ado|o)\b.{0,30}\b(?:en la casa|en el|cargador|chaqueta|pasaporte"
        r"|telefono)|(?:oublie|laisse)\b.{0,30}(?:dans|chez|a la|chargeur|veste|passeport|telephone)"
    ),
    "party": (
        r"(?:birthday|bachelor\w*|hen|stag|pool|big|small|little|new year\w*|house|dinner)? ?part(?:y"
        r"|ies)\b(?! of| size)|\bwedding|events?\b|photo ?shoot|film shoot|fiestas?\b|boda\b"
        r"|despedida de solter|soirees? d|\bfetes?\b|mariage|anniversaire|cumpleanos"
    ),
    "guests": (
        r"(?:extra|additional|more|another|one more|two more|\d more|more than \d) (?:guests?|persons?"
        r"|people|adults?|friends?)"
        r"|add(?:ing)? (?:my|our|a|one|another|two|an)\b.{0,25}(?:guests?|persons?|people|mother|father"
        r"|mum|mom|dad|sister|brother|friends?|cousin|partner|child|kid|son|daughter|baby)"
        r"|friends? (?:over|to (?:stay|come|visit|join|sleep))"
        r"|(?:bring|invite|have) (?:a |some |our |my |two |\d )?(?:friends?|visitors?|guests?|people)\b"
        r"|visitors?\b|so (?:we(?:'re| are)|that makes) (?:\w+ )?of us|(?:\w+) of us (?:instead|now)"
        r"|(?:stay|sleep|come|crash) with us|(?:una|dos|mas|otra) personas? mas"
        r"|mas (?:personas|huespedes|gente)|(?:traer|invitar|anadir) a? ?(?:un |una |mi |otr)\w*"
        r"|personnes? (?:de plus|en plus|supplementaires?)"
        r"|(?:ajouter|inviter|amener) (?:une?|des|mon|ma|mes|un) (?!chien|chat|animal)\w+"
    ),
    "dates": (
        r"stay (?:on )?(?:until|till|through) (?:next )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
        r"|the \d|\d+(?:st|nd|rd|th))|(?:extra|another|one more|additional|\d more|two more) nights?"
        r"|extend (?:my|our|the) (?:stay|booking|reservation|trip)"
        r"|stay (?:another|one more|an extra|\d more|longer by) (?:night|day|week)"
        r"|(?:change|move|shift|switch|modify|reschedule|shorten|postpone)\b.{0,20}(?:dates?|booking"
        r"|reservation|stay|trip)|cancel\w*|(?:different|other|new) dates"
        r"|(?:a day|one day|two days|\d days) (?:early|earlier|later|sooner)"
        r"|(?:available|availability|free|vacant|book)\b.{0,20}\b(?:on|from|between|for|in"
        r"|over) (?:the )?(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|next|christmas|new year"
        r"|easter|thanksgiving|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|otra noche|una noche mas"
        r"|noches? (?:mas|extra)|(?:cambiar|mover|modificar)\b.{0,15}(?:fechas?|reserva)|cancelar"
        r"|cancelacion|disponible (?:del|en|para|el)|nuit (?:de plus|supplementaire)"
        r"|(?:une autre|prolonger)\b.{0,10}(?:nuit|sejour)"
        r"|(?:changer|modifier|deplacer|decaler)\b.{0,20}(?:dates?|reservation|sejour)|annul\w+"
        r"|disponible (?:du|pour|en|le)"
    ),
    "damage": (
        r"(?:we|i|kids?|son|daughter|dog)(?:'ve| have| has)? (?:just |accidentally )?(?:broke|broken"
        r"|spilled|spilt|damaged|stained|cracked|scratched|burned|burnt)\b"
        r"|(?:hemos|he|se nos|se me) (?:roto|rompio|manchado|derramado|cayo)"
        r"|(?:nous avons|j'ai|on a) (?:casse|renverse|tache|abime)"
    ),
    "complaint": (
        r"keeps? (?:cutting|going off|losing|freezing|shutting|turning|tripping|running|chirping|beeping)"
        r"|won't (?:go|turn|start|open|close|stop|work|light|heat|drain|flush)|seems? (?:stuck|broken|dead)"
        r"|se (?:corta|cae)\b|muy lent[oa]|tres lente?\b|(?:se|ca) coupe\b|goutte\b|loud music"
        r"|(?:humming|strange|weird|loud) noise|barking|musica (?:alta|fuerte)|musique (?:trop )?forte"
        r"|(?:filthy|disgusting|unacceptable|disappoint\w*|terrible|awful|horrible|gross|misleading"
        r"|not as (?:described|advertised)|nothing like the photos)"
        r"|(?:is|are|was|were|so|very|really|pretty) (?:so |very |really |quite |pretty |all "
        r"|still )?(?:dirty|unclean|dusty|noisy|loud|smelly|mold\w*|mould\w*|broken|stained|damaged"
        r"|unsafe|uncomfortable)|not (?:been )?clean(?:ed)?\b|wasn't cleaned"
        r"|(?:bed ?bugs?|cockroach\w*|roach\w*|\bmice\b|\bmouse\b|\brats?\b|\bants\b|spiders)"
        r"|smells? (?:bad|like|of|terrible|awful|horrible|musty)"
        r"|(?:there's|there is|found) (?:mold|mould|hair|stains?|blood)"
        r"|neighbou?rs? .{0,30}(?:noise|noisy|loud|music|bark\w*|shouting|party)|dog .{0,12}bark\w*"
        rf"|{_NOT_WORKING}|out of order|is (?:broken|clogged|blocked|missing)|are (?:broken|missing)"
        r"|(?:wifi|internet|connection)\b.{0,20}(?:slow|down|drops?|dropping|terrible)|complain\w*"
        r"|unhappy|not happy|ruined|suci[oa]s?\b|asqueros\w+|inaceptable|decepcion\w+|no funciona"
        r"|estropead\w+|rot[oa]s?\b|huele mal|cucarachas?|ruido\w*|quej\w+|sale\b|sales\b(?= )"
        r"|degoutant\w*|inacceptable|decu\w*\b|ne (?:fonctionne|marche) (?:pas|plus)|en panne"
        r"|casse(?:e|s)?\b|sent mauvais|cafards?|bruyant\w*|trop de bruit|plain(?:dre|s|te)\b"
    ),
    "person": (
        r"(?:speak|talk|chat) (?:to|with) (?:a |an |the |someone|some )?(?:human|real|person|actual"
        r"|manager|owner|host|agent|somebody|someone)|(?:real|actual) (?:person|human)|call me\b|phone me"
        r"|give me a (?:call|ring)|are you (?:a |an )?(?:bot|robot|ai|human|real|machine)"
        r"|hablar con (?:una persona|alguien|el (?:anfitrion|dueno|propietario))|llameme|llamarme"
        r"|eres (?:un )?(?:robot|bot)|parler a (?:une? |quelqu'un|l'hote|un )|appelez-moi|me rappeler"
        r"|etes-vous un (?:robot|humain)"
        rf"|(?:\w+n't|not|no|never|stop|without|instead of|rather than|sick of|tired of) (?:[\w']+ ){{0,5}}{_AI}"
        rf"|(?:sin|nada de) (?:\w+ ){{0,5}}{_AI}|(?:pas|sans|aucune?|jamais) (?:[\w']+ ){{0,4}}(?:[dl]')?{_AI}"
    ),
}

# Why it goes to a person, as the host reads it.
REASONS = {
    "steering": "The message tries to give the assistant orders",
    "legal": "Speaks of the law, the police or a claim",
    "privacy": "Asks about privacy or personal data",
    "refund": "Asks for money back or a lower price",
    "payment": "Asks about a payment or an invoice",
    "code_for_other": "Asks for a code or details for someone else",
    "lost": "Left something behind",
    "party": "Asks about a party or an event",
    "guests": "Wants to bring more people",
    "dates": "Wants other dates, or to cancel",
    "damage": "Something was broken or spilled",
    "complaint": "Something is not right at the home",
    "person": "Asks for a person",
    "cancelled": "The booking is cancelled",
    "danger": "Urgent: smoke, fire or gas",
    "harm": "Urgent: someone may be hurt or in danger",
    "lockout": "Urgent: the guest cannot get in",
    "water": "Urgent: water where it should not be",
    "cold": "Urgent: no heating or hot water",
    "power": "Urgent: no electricity",
}
# A tame question with the same words: it is answered, not fenced.
_TAME: dict[str, str] = {
    "payment": (
        r"\b(?:pay|paid|payment|charged?|payer|pagar|pago)\b(?=.*\b(?:park\w*|laundry|firewood|wood"
        r"|charging|aparca\w*|garer|stationne\w*)\b)|free or (?:do|paid)|charged? (?:with|by) solar"
    ),
    "dates": r"cancel(?:lation|ed)? (?:of|the|my) (?:taxi|flight|train)",
    "lockout": r"\bcodes?\b.{0,20}\bnot (?:yet )?(?:sent|received)",
    "complaint": (
        r"how (?:do|does|can|to)\b(?!.*(?:broken|not working))|is it (?:noisy|loud)"
        r"|\bis the (?:area|street|neighbou?rhood) (?:noisy|loud|quiet)|a que hora sale|sales? de"
    ),
    "cold": r"how (?:do|does|can)\b.*(?:turn|set|work|use)",
    "party": r"third part",
}

_PLEASANT = (
    r"(?:we(?:'re| are)?|i(?:'m| am)?) (?:leaving|off|out|on (?:the|our) (?:road|way)(?: home)?)(?: now)?"
    r"|(?:we )?just left|(?:we(?:'ve| have)? )?checked out|(?:we(?:'ll| will)|i(?:'ll| will)) be back|"
    r"thank(?:s| you| u)?(?: you)?(?: (?:so|very) much| a (?:lot|million|bunch)| again"
    r"| for (?:the )?(?:(?:quick|fast|prompt) )?(?:info\w*|reply|response|update|help|message"
    r"|letting (?:me|us) know|everything|your help|having us|(?:a |the )?(?:lovely|great|wonderful) stay"
    r"|(?:getting|coming) back to (?:me|us)))?|thx|tysm|\bty\b|cheers|appreciate(?: it| that)?"
    r"|much appreciated|great|perfect|awesome|amazing|wonderful|lovely|excellent|fantastic|super|cool|nice"
    r"|brilliant|good|fine|ok(?:ay)?|\bk\b|sure|sounds? (?:good|great|perfect)|got it|understood|noted"
    r"|will do|all good|no (?:problem|worries)|no more questions"
    r"|that(?:'s| is| was)? (?:all|great|perfect|fine|good|helpful|very helpful|very kind"
    r"|so kind)(?: for now)?|you(?:'re| are) (?:the best|very kind|so kind)"
    r"|see you(?: (?:soon|then|there|tomorrow|tonight|later|(?:on )?(?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day))?|(?:looking|look) forward(?: to (?:it|our stay|the stay|meeting you|seeing you))?"
    r"|can't wait|have a (?:great|good|nice|lovely) (?:day|evening|night|weekend|one)"
    r"|good ?(?:night|morning|evening|bye|afternoon)|you too|same to you|bye|hi|hello|hey|dear"
    r"|(?:we|i)(?:'ve| have|'re| are)? (?:just )?(?:arrived|made it|checked in|settled in|got in|landed"
    r"|in)(?: safely| safe| and sound| fine| no problem)*|we(?:'re| are) (?:in|here|all set)|all set"
    r"|everything (?:is|was|looks) (?:great|perfect|fine|good|lovely|wonderful|ok|amazing)"
    r"|we (?:love|loved) (?:it|the (?:place|house|apartment|stay|cottage))(?: here)?"
    r"|(?:the )?(?:place|house|home|cottage|apartment) is (?:great|lovely|beautiful|perfect|amazing"
    r"|wonderful)|yes|yep|no|and|so|we|i|it|that|for|the|everything|much|very|really|again|will|lol|haha"
    r"|just|now|then|too|well|then|all|muchas|muchisimas"
    r"|gracias(?: por (?:todo|la (?:informacion|respuesta)|su (?:ayuda|respuesta)|avisar|responder))?"
    r"|perfecto|genial|estupendo|vale|de acuerdo|muy (?:bien|amable)"
    r"|hasta (?:luego|pronto|manana|entonces)|buen(?:os|as|a)? (?:dias?|tardes|noches?)|hola|saludos"
    r"|un saludo|nos vemos|listo|entendido|ya (?:llegamos|estamos)|todo (?:bien|perfecto)|claro|si|y"
    r"|por todo"
    r"|merci(?: (?:beaucoup|bien|infiniment))?(?: (?:pour|de) (?:tout|votre (?:reponse|aide|message"
    r"|accueil)|l'info\w*|la reponse))?|parfait|super|genial|d'accord|tres (?:bien|gentil)"
    r"|bien (?:recu|note)|a (?:bientot|demain|tout a l'heure|samedi|vendredi)"
    r"|bonne (?:journee|soiree|nuit)|bonjour|bonsoir|salut|au revoir|nous sommes (?:bien )?arrives"
    r"|bien arrives|tout (?:va bien|est parfait)|oui|et|cordialement|entendu"
)
_PLEASANT_WORDS = re.compile(rf"\b(?:{_PLEASANT})(?![a-z0-9])")


@lru_cache(maxsize=1)
def _compiled() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"(?<![a-z0-9])(?:{pattern})") for name, pattern in (URGENT | FENCES).items()}


@lru_cache(maxsize=1)
def _tame() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in _TAME.items()}


def _holds(name: str, plain: str) -> bool:
    if not _compiled()[name].search(plain):
        return False
    tame = _tame().get(name)
    return tame is None or not tame.search(plain)


def urgent_in(text: str) -> str | None:
    """The kind of emergency `text` reports, the gravest first; None where there is none."""
    plain = fold(text)
    return next((name for name in URGENT if _holds(name, plain)), None)


def fence_in(text: str) -> str | None:
    """The topic of `text` that only a person may answer; None where there is none."""
    plain = fold(text)
    return next((name for name in FENCES if _holds(name, plain)), None)


def needs_no_answer(text: str, host_name: str = "") -> bool:
    """Whether `text` is only thanks, a greeting or an acknowledgement ("ok great, see you Friday", "👍")."""
    plain = fold(text)
    if "?" in plain:
        return False
    for word in fold(host_name).split():
        plain = re.sub(rf"\b{re.escape(word)}\b", " ", plain)
    return not re.search(r"[a-z0-9]", _PLEASANT_WORDS.sub(" ", plain))


_GLAD = re.compile(
    r"\b(?:thank\w*|thx|lovely|love[ds]?|best|beautiful|great|perfect|wonderful|excited|happy|amazing|arrived"
    r"|made it|in already"
    r"|gracias|encanta\w*|precios\w+|perfect\w+|llegamos|llegado|merci|ravi\w*|magnifique|superbe?|arrives?|danke"
    r"|schon)\b"
)
_BUT = re.compile(
    r"\b(?:but|however|except|although|unfortunately|sadly|not|no|never|problem|issue|pero|aunque|no|mais|sauf"
    r"|pas)\b|n't\b"
)


def is_glad_news(text: str) -> bool:
    """Whether one sentence that asks nothing only says that all is well ("We're in, the kids love it")."""
    plain = fold(text)
    is_short = len(plain.split()) <= 12  # a longer sentence may carry a fault at its end
    return is_short and bool(_GLAD.search(plain)) and not _BUT.search(plain) and "?" not in plain
