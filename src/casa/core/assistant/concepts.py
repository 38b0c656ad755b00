"""The things guests ask about, in three languages: one name, and how it is written (folded, as patterns).

Used to find an amenity, to put a Spanish or French question into English words for the search, and by the
checker, which refuses a claim about a thing its source does not mention.
"""

import re
from functools import lru_cache

from casa.core.assistant.text import WORD, fold

# name: English | Spanish | French patterns, accents already folded away.
CONCEPTS: dict[str, str] = {
    "hair dryer": r"hair ?dryers?|blow ?dryers?|secador(?:a)? de (?:pelo|cabello)|secador(?!a)|seche[- ]cheveux",
    "washing machine": r"wash(?:er|ing machine)s?|laundry(?: machine)?|lavadora|lavarropas|machine a laver"
    r"|lave[- ]linge",
    "dryer": r"(?<!hair )(?<!blow )(?:tumble )?dryers?|secadora|seche[- ]linge",
    "dishwasher": r"dish ?washers?|lavavajillas|lave[- ]vaisselle",
    "coffee machine": r"coffee(?: ?(?:machine|maker))?|espresso|nespresso|keurig|cafetera|cafetiere|machine a cafe"
    r"|\bcafe\b",
    "kettle": r"kettle|hervidor|bouilloire",
    "microwave": r"microwave|microondas|micro[- ]ondes?",
    "oven": r"\bovens?\b|\bhorno\b|(?<=le )four\b|(?<=un )four\b|(?<=du )four\b|(?<=au )four\b",
    "fridge": r"fridge|refrigerator|freezer|nevera|refrigerador|congelador|frigo|refrigerateur|congelateur",
    "kitchen": r"kitchens?|cookware|pots and pans|cocina|cuisine",
    "crib": r"\bcribs?\b|\bcots?\b|pack ?(?:n|and|&) ?play|travel cot|playpen|\bcuna\b|lit (?:bebe|parapluie)"
    r"|berceau",
    "high chair": r"high ?chairs?|trona|silla alta|chaise haute",
    "towels": r"towels?|toallas?|serviettes?",
    "bed linen": r"(?:bed ?)?linens?|sheets?|bedding|blankets?|duvets?|sabanas?|ropa de cama|mantas?|draps?"
    r"|linge de lit|couvertures?",
    "pillows": r"pillows?|almohadas?|oreillers?",
    "iron": r"\birons?\b|ironing|\bplancha\b|fer a repasser",
    "television": r"\btvs?\b|televisions?|netflix|television|televisor|\btele\b",
    "air conditioning": r"\ba/?c\b|air ?con(?:ditioning|ditioner)?|aire acondicionado|climatisation|\bclim\b",
    "heating": r"(?:it's|its|it is|so|too|really|very|pretty|bit) cold|cold (?:in|here|at night)"
    r"|hace (?:mucho )?frio|mucho frio|fait (?:tres )?froid|heat(?:ing|er|ers)\b|thermostat|radiators?"
    r"|calefaccion|termostato|radiador|chauffage|radiateurs?",
    "fan": r"\bfans?\b|ventilador|ventilateurs?",
    "hot tub": r"(?:hot ?)?tubs?\b(?<!bath tub)(?<!bathtub)|jacuzzi|whirlpool|\bspa\b|banera de hidromasaje",
    "pool": r"\bpools?\b|swimming pool|piscina|alberca|piscine",
    "sauna": r"saunas?",
    "gym": r"\bgyms?\b|fitness|gimnasio|salle de sport",
    "barbecue": r"barbecues?|\bbbq\b|\bgrills?\b|barbacoa|parrilla|asador",
    "fireplace": r"fire ?places?|(?:light|make|start|have) (?:a|the) fire\b|fire ?wood|\bwood\b|wood stove"
    r"|\bstove\b|log burner|chimenea|\blena\b|cheminee"
    r"|bois de chauffage",
    "fire pit": r"fire ?pits?|brasero|fogata",
    "garden": r"gardens?|(?:back)?yards?|jardin",
    "balcony": r"balcon(?:y|ies)|terrace|patio|\bdeck\b|terraza|balcon|terrasse",
    "elevator": r"elevators?|\blift\b|ascensor|elevador|ascenseur",
    "bicycles": r"bicycles?|\bbikes?\b|bicicletas?|\bbicis?\b|velos?\b",
    "kayak": r"kayaks?|canoes?|paddle ?boards?",
    "beach": r"beach(?:es)?|playas?|plages?",
    "desk": r"\bdesks?\b|work ?space|escritorio|bureau",
    "safe": r"\bsafe\b(?= box|\?| in| for)|caja fuerte|coffre[- ]fort",
    "first aid kit": r"first[- ]aid|botiquin|trousse de secours|plasters?|bandages?|band[- ]?aids?",
    "fire extinguisher": r"fire extinguishers?|extintor|extincteur",
    "smoke alarm": r"smoke (?:alarm|detector)s?|detector de humo|detecteur de fumee",
    "camera": r"cameras?|camaras?|cctv|surveillance",
    "car charger": r"(?:ev|electric|tesla|car) charg(?:er|ing)s?|charging station|cargador (?:electrico"
    r"|para coche)|borne de recharge",
    "parking": r"(?:two|three|one|\d) (?:cars?|vans?|vehicles?)|camper ?vans?|trailers?|(?:dos|tres|un"
    r"|\d) (?:coches?|carros?)|(?:deux|trois|une|\d) voitures?|park(?:ing)?\b|garage|driveway|carport"
    r"|aparcamiento|estacionamiento|aparcar|estacionar"
    r"|parqueadero|garer|stationne(?:r|ment)?",
    "pets": r"\bpets?\b|\bdogs?\b|\bcats?\b|pupp(?:y|ies)|kitten|lab(?:rador)?s?\b|beagle|terrier|poodle|retriever"
    r"|dachshund|chihuahua|bulldog|mascotas?|perr[oa]s?|perrit[oa]s?"
    r"|gat[oa]s?\b|animaux|animal(?:es)?|chiens?|chiots?|chats?\b",
    "smoking": r"smok(?:e|ing|ers?)\b(?! (?:alarm|detector))|\bvap(?:e|ing)\b|fumar|fumadores|fumer|fumeurs?",
    "wi-fi": r"wi-?fi|internet|\bwlan\b|\bssid\b",
    "door code": r"(?:door|entry|access|gate|lock|key ?pad|front door) codes?|codigo (?:de|para) (?:la )?(?:puerta"
    r"|entrada|acceso)|code (?:de la porte|d'entree|d'acces|porte)|digicode",
    "keys": r"\bkeys?\b|llaves?|\bcles?\b",
    "luggage": r"luggage|baggage|suit ?cases?|\bbags\b|maletas?|equipaje|bagages?|valises?",
    "trash": r"trash|garbage|rubbish|recycling|\bbins?\b|basura|reciclaje|poubelles?|ordures?|dechets?",
    "shampoo": r"shampoo|toiletries|soap|champu|gel de ducha|jabon|shampo(?:o)?ing|savon",
    "toilet paper": r"toilet paper|papel higienico|papier toilette",
    "shower": r"showers?|duchas?|douches?",
    "bathtub": r"bath ?tubs?|banera|baignoire",
    "hot water": r"hot water|boiler|agua caliente|eau chaude",
    "tap water": r"tap water|drinking water|agua del grifo|eau du robinet",
    "supermarket": r"super ?markets?|groceries|grocery(?: store)?s?|supermercados?|supermarches?|epicerie",
    "restaurant": r"restaurants?|restaurantes?|places? to eat|dinner|cenar|comer|diner\b|manger",
    "pharmacy": r"pharmac(?:y|ies)|drug ?store|farmacia|pharmacie",
    "doctor": r"doctors?|clinic|hospital|medico|medecin|hopital",
    "bus": r"\bbus(?:es)?\b|autobus|public transport|transporte publico|transports? (?:publics?|en commun)",
    "train": r"\btrains?\b|train station|\btren\b|estacion de tren|\bgare\b",
    "airport": r"airport|aeropuerto|aeroport",
    "taxi": r"taxis?|\buber\b|\blyft\b",
    "party": r"part(?:y|ies)\b(?! of)|fiestas?|fetes?\b|soirees?",
    "quiet hours": r"quiet hours|noise|musica|bruit|silencio|silence",
    "tourist tax": r"(?:tourist|visitor|city|occupancy) tax|tasa turistica|impuesto turistico|taxe de sejour",
    "iron board": r"ironing board|tabla de planchar|planche a repasser",
    "vacuum": r"vacuum|hoover|aspiradora|aspirateur",
    "fuse box": r"fuse ?box|fuses?|breakers?|cuadro electrico|fusibles?|disjoncteur",
    "baby bath": r"baby bath|banera de bebe|baignoire bebe",
    "umbrella": r"umbrellas?|paraguas|sombrillas?|parapluies?(?<!lit parapluie)|parasols?",
    "games": r"board games?|juegos de mesa|jeux de societe|\bpuzzles?\b",
    "ski": r"\bskis?\b|skiing|esqui|esquiar|skier",
    "stairs": r"stairs?|steps?|escaleras?|escaliers?|marches",
    "wheelchair": r"wheel ?chairs?|step[- ]free|silla de ruedas|fauteuil roulant",
}

# Small words that give an English search its shape when the question was Spanish or French.
_GLOSS = {
    "donde": "where is", "ou": "where is", "como": "how", "comment": "how", "cuando": "when", "quand": "when",
    "cuanto": "how much", "combien": "how much", "cuantos": "how many", "hora": "time", "heure": "time",
    "hay": "is there", "tienen": "do you have", "tiene": "do you have", "avez": "do you have",
    "cerca": "near", "cercano": "nearest", "pres": "near", "proche": "nearest", "plus": "", "mas": "",
    "podemos": "can we", "puedo": "can I", "peut": "can we", "puis": "can I", "pouvons": "can we",
    "usar": "use", "utiliser": "use", "funciona": "work", "fonctionne": "work", "marche": "work",
    "encender": "turn on", "enciende": "turn on", "allumer": "turn on", "dejar": "leave", "laisser": "leave",
    "traer": "bring", "llevar": "bring", "apporter": "bring", "bebe": "baby", "ninos": "children",
    "enfants": "children", "nino": "child", "enfant": "child", "antes": "before", "avant": "before",
    "despues": "after", "apres": "after", "hasta": "until", "jusqu'a": "until", "entrada": "check in",
    "llegada": "arrival", "arrivee": "arrival", "salida": "checkout", "depart": "checkout", "noche": "night",
    "nuit": "night", "casa": "house", "maison": "house", "habitacion": "bedroom", "chambre": "bedroom",
    "agua": "water", "eau": "water", "caliente": "hot", "chaud": "hot", "chaude": "hot", "frio": "cold",
    "froid": "cold", "comprar": "buy", "acheter": "buy", "pan": "bread", "pain": "bread", "nadar": "swim",
    "nager": "swim", "lago": "lake", "lac": "lake", "recomienda": "recommend", "recomendar": "recommend",
    "conseiller": "recommend", "conseillez": "recommend", "jeter": "throw away", "tirar": "throw away",
    "necesitamos": "do we need", "faut": "do we need", "incluido": "included", "inclus": "included",
    "incluida": "included", "incluse": "included", "gratis": "free", "gratuit": "free", "tranquilo": "quiet",
    "llaves": "keys", "cles": "keys", "cama": "bed", "lit": "bed", "camas": "beds", "lits": "beds",
}  # fmt: skip


@lru_cache(maxsize=1)
def _compiled() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])") for name, pattern in CONCEPTS.items()}


@lru_cache(maxsize=2048)
def concepts_in(text: str) -> tuple[str, ...]:
    """The names of the things `text` speaks of, in the order they come up."""
    plain = fold(text)
    found = [(match.start(), name) for name, pattern in _compiled().items() if (match := pattern.search(plain))]
    return tuple(name for _, name in sorted(found))


def gloss(text: str) -> str:
    """A Spanish or French question in rough English words, good enough to search an English manual with."""
    plain = fold(text)
    for name, pattern in _compiled().items():
        plain = pattern.sub(lambda _, name=name: " " + name.upper().replace(" ", "_") + " ", plain)  # type: ignore[misc]
    words = re.findall(r"[A-Z_\-/]{2,}|[a-z0-9]+(?:'[a-z]+)?", plain)
    english = [w.lower().replace("_", " ") if w.isupper() else _GLOSS.get(w, "") for w in words]
    rough = " ".join(word for word in english if word)
    return rough if WORD.search(rough) else text
