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
    r"|keeps?)\s+(?:even |really |seem to (?:be )?)?(?:work(?:ing|s)?|turn(?:ing)? on|start(?:ing)?|dropping"
    r"|blinking|connect(?:ing)?|disconnecting|open(?:ing)?|light(?:ing)?|get(?:ting)? (?:hot|warm))"
)

URGENT: dict[str, str] = {
    "danger": r"(?:there is|there's|see|seeing|smell\w*|of|full of|lots of|so much) (?:some |a |the )?(?:smoke"
        r"|gas)\b(?! (?:alarm|"
    r"detector|grill|stove|bbq|oven|station|bottle))|(?:smoke|carbon monoxide|co) (?:alarm|detector) (?:is "
    r"|keeps |won't |has been )?(?:go\w*|beep\w*|ring\w*|stop\w*|sound\w*)|(?:house|kitchen|oven|something"
    r"|it|room|place) is (?:on fire|burning)|there(?:'s| is) a fire\b(?! ?(?:place|pit|extinguisher|alarm"
    r"|wood|escape))|gas leak|huele a (?:gas|humo|quemado)|hay (?:humo|fuego)|incendio|fuga de gas|(?:odeur"
    r"|fuite) de gaz|(?:il y a|ca sent) (?:de la |la |le |du )?(?:fumee|feu|gaz|brule)|incendie",
    "harm": r"ambulance|someone (?:is|was|got) (?:hurt|injured)|is (?:bleeding|unconscious)|heart attack"
        r"|broke (?:his|her|my|a) (?:leg|arm)"
    r"|break[- ]?in\b|broke into|breaking in|burglar|intruder|someone is (?:in|trying to get in)|ambulancia"
    r"|herid[oa]\b|ladron|blesse(?:e|s)?\b|cambriol\w+|intrus\b",
    "lockout": r"lock(?:ed)? (?:us |me |myself |ourselves )?out|(?:can't|cannot|can not|couldn't|unable to"
        r"|not able to) (?:get in(?!to (?:the )?(?:netflix|wifi"
    r"|account))|enter\b|open the (?:front |main )?(?:door|gate|lock)|get (?:in(?:to|side)|the door))"
    r"|(?:key ?pad|door|lock|lock ?box|door code|code)\b.{0,20}"
    rf"(?:{_NOT_WORKING}|just blinks|blink\w*|won't open|is (?:wrong|dead|stuck|jammed)|invalid|rejected"
    rf"|refus)|(?:standing|stuck|waiting) (?:outside|at the door)"
    r"|no podemos entrar|no puedo entrar|(?:encerrad|bloquead)\w+ fuera|(?:codigo|puerta|cerradura"
    r"|llave) no (?:funciona|abre)|estamos fuera|(?:ne )?(?:pouvons|peux|peut|arrivons"
    r"|arrive) pas (?:a )?(?:entrer|ouvrir)|enferme\w* dehors|(?:code|porte|serrure|cle) ne (?:fonctionne"
    r"|marche|s'ouvre)|bloque\w* dehors|coinces? dehors",
    "water": r"flood\w*|water (?:is )?(?:leak\w*|everywhere|coming (?:through|from|out)|pouring|all over"
        r"|dripping from)|(?:pipe|toilet|ceiling|roof|boiler|dishwasher|"
    r"washer|washing machine|radiator|tap|faucet|shower|sink) (?:is |has )?(?:burst|leak\w*|overflow\w*"
    r"|flood\w*)|(?:big |bad |water |a )leak\b|burst pipe|fuga de agua|inund\w+|gotera|sale agua|fuite d'eau"
    r"|inond\w+|degat des eaux|l'eau coule",
    "cold": r"(?:no|without|isn't any|lost) (?:the )?heat(?:ing)?\b|(?:heat|heating|heater|furnace"
        r"|boiler)\b.{0,15}(?:"
    + _NOT_WORKING
    + r"|is (?:broken|off|dead|out)|broke\b|went out)|(?:it is|it's|its|we are|we're|house is|kids are) freezing"
        r"|no hot water|sin calefaccion|"
    r"calefaccion no|no hay (?:calefaccion|agua caliente)|chauffage ne|pas de chauffage|plus de chauffage"
    r"|pas d'eau chaude|plus d'eau chaude|on gele",
    "power": r"(?:no|without|lost) (?:power|electricity)\b|power (?:is |went )?(?:out|off|cut)|blackout|no hay luz"
        r"|sin (?:luz|electricidad)|se fue la luz"
    r"|(?:plus|pas) d'electricite|panne (?:de courant|d'electricite)|coupure de courant",
}  # fmt: skip

FENCES: dict[str, str] = {
    "steering": r"(?:ignore|disregard|forget|override|bypass) (?:all |any |the |your |previous |prior "
        r"|above )*(?:rules?|instructions?|prompts?|policy|policies|"
    r"guidelines?|restrictions?)|system prompt|developer mode|jailbreak|you are now (?:a|an|in|dan)\b"
    r"|pretend (?:to be|you are|that you)|act as (?:a|an|the)\b|(?:print|reveal|show|repeat"
    r"|list) (?:me )?(?:all |your |the )*(?:instructions|prompt|facts|rules you|secrets?|codes|passwords)"
    r"|as an ai\b|ignora (?:las|todas|tus)|olvida (?:las|tus) (?:reglas|instrucciones)|ignore[zr]? (?:les"
    r"|toutes|tes|vos) (?:regles|instructions|consignes)|oublie[zr]? (?:les|tes|vos) (?:regles|instructions"
    r"|consignes)|</?\s*(?:system|fact|instruction)|\bfact[_ ]?ids?\b",
    "legal": r"lawyers?|attorneys?|solicitors?|\bsue\b|suing|lawsuit|legal(?:ly)? (?:action|advice|claim|steps"
        r"|responsible|liable)|small claims|\bcourt\b(?!yard)|police"
    r"|discriminat\w+|negligen\w+|liab(?:le|ility)|health department|abogad[oa]s?|demanda(?:r|re|remos)?\b"
    r"|denuncia\w*|policia|tribunal\w*|avocate?s?\b|porter plainte|proces\b|justice\b|insurance claim"
    r"|chargeback|report (?:you|this) to",
    "privacy": r"gdpr|ccpa|(?:delete|erase|remove|copy of) (?:all )?my (?:personal )?(?:data|information|details)"
        r"|my personal data|rgpd|(?:borrar|eliminar) mis datos"
    r"|(?:supprimer|effacer) mes donnees|hidden cameras?",
    "refund": r"refund\w*|money back|reimburs\w*|compensat\w+|discounts?|cheaper|(?:better|best|lower|special"
        r"|reduced) (?:price|rate|deal|offer)|price match|free night"
    r"|partial(?:ly)? (?:back|credit)|give us (?:something|credit)|promo(?: ?code)?|coupon|reembols\w+"
    r"|devol(?:ucion|ver|verme|vernos)\b|descuento|rebaja|mas barato|mejor precio|rembours\w+|remise\b"
    r"|rabais|reduction|moins cher|geste commercial|dedommag\w+|reduccion",
    "payment": r"\bpayments?\b|\b(?:we|i)(?:'ve| have|'d)? (?:already )?paid\b|charged?\b(?! (?:my|our"
        r"|the) (?:phone|car|ev|tesla|laptop))|invoices?|receipts?|deposit\b|credit card|debit card"
    r"|paypal|venmo|zelle|bank transfer|wire transfer|\bpay (?:you|outside|in cash|cash|by|with|direct\w*"
    r"|now|later|the rest|for the (?:stay|booking|room))\b|billing|off (?:airbnb|the platform|platform)"
    r"|facturas?\b|recibo|pag(?:o|ar|ado|amos)\b|fianza|tarjeta|factures?\b|recu\b(?! le)|paiements?|payer\b"
    r"|caution|carte bancaire|virement",
    "code_for_other": r"(?:send|give|share|text|tell|forward)\b.{0,40}\bcodes?\b.{0,30}\b(?:to|with) (?:my|our|a"
        r"|the|this|another|him|her|them)\b(?! (?:door|stay|booking))"
    r"|(?:send|give|text) (?:my|our|him|her|them)\b.{0,25}\bcodes?\b|(?:another|other|previous|last|next|old"
    r"|master) (?:guest(?:'s)?|code|tenant)\b.{0,15}(?:code|name|number|phone)|master code|(?:phone|number"
    r"|name|email|contact) of (?:the )?(?:other|previous|last|next) guest",
    "lost": r"(?:left|forgot|forgotten|lost)\b (?:my|our|a|the|it|them|something|his|her|some)\b(?! (?:code"
        r"|door code|password|bags? (?:there|with|at)|wifi|late|early))(?!.{0,25}\bcodes?\b)"
    r".{0,60}(?:behind|at the|in the|there|charger|jacket|passport|phone|glasses|laptop|book|ring|keys)"
    r"|lost (?:and|&) found|(?:olvid|dej)(?:e|amos|ado|o)\b.{0,30}\b(?:en la casa|en el|cargador|chaqueta"
    r"|pasaporte|telefono)|(?:oublie|laisse)\b.{0,30}(?:dans|chez|a la|chargeur|veste|passeport|telephone)",
    "party": r"(?:birthday|bachelor\w*|hen|stag|pool|big|small|little|new year\w*|house|dinner)? ?part(?:y"
        r"|ies)\b(?! of| size)|\bwedding|events?\b|photo ?shoot|film shoot"
    r"|fiestas?\b|boda\b|despedida de solter|soirees? d|\bfetes?\b|mariage|anniversaire|cumpleanos",
    "guests": r"(?:extra|additional|more|another|one more|two more|\d more|more than \d) (?:guests?|persons?"
        r"|people|adults?|friends?)|add(?:ing)? (?:my|our|a|one|another|two|an)\b.{0,25}"
    r"(?:guests?|persons?|people|mother|father|mum|mom|dad|sister|brother|friends?|cousin|partner|child|kid"
    r"|son|daughter|baby)|friends? (?:over|to (?:stay|come|visit|join|sleep))|(?:bring|invite|have) (?:a "
    r"|some |our |my |two |\d )?(?:friends?|visitors?|guests?|people)\b|visitors?\b|so (?:we(?:'re| are)"
    r"|that makes) (?:\w+ )?of us|(?:\w+) of us (?:instead|now)|(?:stay|sleep|come|crash) with us|(?:una|dos"
    r"|mas|otra) personas? mas|mas (?:personas|huespedes|gente)|(?:traer|invitar|anadir) a? ?(?:un |una |mi "
    r"|otr)\w*|personnes? (?:de plus|en plus|supplementaires?)|(?:ajouter|inviter|amener) (?:une?|des|mon|ma"
    r"|mes|un) (?!chien|chat|animal)\w+",
    "dates": r"(?:extra|another|one more|additional|\d more|two more) nights?|extend (?:my|our|the) (?:stay"
        r"|booking|reservation|trip)|stay (?:another|one more|an extra|\d more|longer by) (?:night|day|week)"
    r"|(?:change|move|shift|switch|modify|reschedule|shorten|postpone)\b.{0,20}(?:dates?|booking|reservation"
    r"|stay|trip)|cancel\w*|(?:different|other|new) dates|(?:a day|one day|two days|\d days) (?:early"
    r"|earlier|later|sooner)|(?:available|availability|free|vacant|book)\b.{0,20}\b(?:on|from|between|for|in"
    r"|over) (?:the )?(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|next|christmas|new year|easter"
    r"|thanksgiving|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|otra noche|una noche mas|noches? (?:mas"
    r"|extra)|(?:cambiar|mover|modificar)\b.{0,15}(?:fechas?|reserva)|cancelar|cancelacion|disponible (?:del"
    r"|en|para|el)|nuit (?:de plus|supplementaire)|(?:une autre|prolonger)\b.{0,10}(?:nuit|sejour)"
    r"|(?:changer|modifier|deplacer|decaler)\b.{0,20}(?:dates?|reservation|sejour)|annul\w+|disponible (?:du"
    r"|pour|en|le)",
    "complaint": r"(?:filthy|disgusting|unacceptable|disappoint\w*|terrible|awful|horrible|gross|misleading"
        r"|not as (?:described|advertised)|nothing like the photos)|(?:is|are|was|were|so|very|really"
        r"|pretty) (?:so |very |really "
    r"|quite |pretty |all |still )?(?:dirty|unclean|dusty|noisy|loud|smelly|mold\w*|mould\w*|broken|stained"
    r"|damaged|unsafe|uncomfortable)|not (?:been )?clean(?:ed)?\b|wasn't cleaned|(?:bed ?bugs?|cockroach\w*"
    r"|roach\w*|\bmice\b|\bmouse\b|\brats?\b|\bants\b|spiders)|smells? (?:bad|like|of|terrible|awful"
    r"|horrible|musty)|(?:there's|there is|found) (?:mold|mould|hair|stains?|blood)"
    r"|neighbou?rs? .{0,30}(?:noise|noisy|loud|music|bark\w*|shouting|party)|dog .{0,12}bark\w*"
    rf"|{_NOT_WORKING}|out of order|is (?:broken|clogged|blocked|missing)|are (?:broken|missing)|(?:wifi"
    rf"|internet|connection)\b.{{0,20}}(?:slow|down|drops?|dropping|terrible)|complain\w*|unhappy|not happy"
    rf"|ruined"
    r"|suci[oa]s?\b|asqueros\w+|inaceptable|decepcion\w+|no funciona|estropead\w+|rot[oa]s?\b|huele mal"
    r"|cucarachas?|ruido\w*|quej\w+|sale\b|sales\b(?= )|degoutant\w*|inacceptable|decu\w*\b|ne (?:fonctionne"
    r"|marche) (?:pas|plus)|en panne|casse(?:e|s)?\b|sent mauvais|cafards?|bruyant\w*|trop de bruit"
    r"|plain(?:dre|s|te)\b",
    "person": r"(?:speak|talk|chat) (?:to|with) (?:a |an |the |someone|some )?(?:human|real|person|actual|manager"
        r"|owner|host|agent|somebody|someone)|(?:real|actual) (?:person|human)|call me\b|phone me"
        r"|give me a (?:call|ring)"
    r"|are you (?:a |an )?(?:bot|robot|ai|human|real|machine)|hablar con (?:una persona|alguien"
    r"|el (?:anfitrion|dueno|propietario))|llameme|llamarme|eres (?:un )?(?:robot|bot)|parler a (?:une? "
    r"|quelqu'un|l'hote|un )|appelez-moi|me rappeler|etes-vous un (?:robot|humain)",
}  # fmt: skip

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
    "payment": r"\b(?:pay|paid|payment|charged?|payer|pagar|pago)\b(?=.*\b(?:park\w*|laundry|firewood|wood"
        r"|charging|aparca\w*|garer|stationne\w*)\b)"
    r"|free or (?:do|paid)|charged? (?:with|by) solar",
    "dates": r"cancel(?:lation|ed)? (?:of|the|my) (?:taxi|flight|train)",
    "lockout": r"\bcodes?\b.{0,20}\bnot (?:yet )?(?:sent|received)",
    "complaint": r"how (?:do|does|can|to)\b(?!.*(?:broken|not working))|is it (?:noisy|loud)|\bis the (?:area"
        r"|street|neighbou?rhood) (?:noisy|loud|quiet)|a que hora sale|sales? de",
    "cold": r"how (?:do|does|can)\b.*(?:turn|set|work|use)",
    "party": r"third part",
}

_PLEASANT = (
    r"thank(?:s| you| u)?(?: you)?(?: (?:so|very) much| a (?:lot|million|bunch)| again"
    r"| for (?:the )?(?:(?:quick|fast|prompt) )?(?:info\w*|reply|response|update|help|message|letting (?:me"
    r"|us) know|everything|your help|having us|(?:a |the )?(?:lovely|great|wonderful) stay|(?:getting"
    r"|coming) back to (?:me|us)))?|thx|tysm|\bty\b|cheers|appreciate(?: it| that)?|much appreciated|great"
    r"|perfect|awesome|amazing|wonderful|lovely|excellent|fantastic|super|cool|nice|brilliant|good|fine"
    r"|ok(?:ay)?|\bk\b|sure|sounds? (?:good|great|perfect)|got it|understood|noted|will do|all good"
    r"|no (?:problem|worries)|no more questions|that(?:'s| is| was)? (?:all|great|perfect|fine|good|helpful"
    r"|very helpful|very kind|so kind)(?: for now)?|you(?:'re| are) (?:the best|very kind|so kind)"
    r"|see you(?: (?:soon|then|there|tomorrow|tonight|later|(?:on )?(?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day))?|(?:looking|look) forward(?: to (?:it|our stay|the stay|meeting you|seeing you))?"
    r"|can't wait|have a (?:great|good|nice|lovely) (?:day|evening|night|weekend|one)|good ?(?:night|morning"
    r"|evening|bye|afternoon)|you too|same to you|bye|hi|hello|hey|dear|(?:we|i)(?:'ve| have|'re"
    r"| are)? (?:just )?(?:arrived|made it|checked in|settled in|got in|landed|in)(?: safely| safe"
    r"| and sound| fine| no problem)*|we(?:'re| are) (?:in|here|all set)|all set|everything (?:is|was"
    r"|looks) (?:great|perfect|fine|good|lovely|wonderful|ok|amazing)|we (?:love|loved) (?:it|the (?:place"
    r"|house|apartment|stay|cottage))(?: here)?|(?:the )?(?:place|house|home|cottage|apartment) is (?:great"
    r"|lovely|beautiful|perfect|amazing|wonderful)|yes|yep|no|and|so|we|i|it|that|for|the|everything|much"
    r"|very|really|again|will|lol|haha|just|now|then|too|well|then|all|muchas|muchisimas"
    r"|gracias(?: por (?:todo|la (?:informacion|respuesta)|su (?:ayuda|respuesta)|avisar|responder))?"
    r"|perfecto|genial|estupendo|vale|de acuerdo|muy (?:bien|amable)|hasta (?:luego|pronto|manana|entonces)"
    r"|buen(?:os|as|a)? (?:dias?|tardes|noches?)|hola|saludos|un saludo|nos vemos|listo|entendido"
    r"|ya (?:llegamos|estamos)|todo (?:bien|perfecto)|claro|si|y|por todo|merci(?: (?:beaucoup|bien"
    r"|infiniment))?(?: (?:pour|de) (?:tout|votre (?:reponse|aide|message|accueil)|l'info\w*|la reponse))?"
    r"|parfait|super|genial|d'accord|tres (?:bien|gentil)|bien (?:recu|note)|a (?:bientot|demain"
    r"|tout a l'heure|samedi|vendredi)|bonne (?:journee|soiree|nuit)|bonjour|bonsoir|salut|au revoir"
    r"|nous sommes (?:bien )?arrives|bien arrives|tout (?:va bien|est parfait)|oui|et|cordialement|entendu"
)  # fmt: skip
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
