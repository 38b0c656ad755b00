"""The words that end, restore or explain consent when they are the whole message (R20, R31, R32, R12).

Spellings are folded: small letters, no accents, no punctuation; single spaces. The English list joins the
per-se words of 47 CFR 64.1200(a)(10) and the carriers' defaults; the others are the words people use in those
languages.
"""

from .lexicon import listed


def _phrases(text: str) -> frozenset[str]:
    """Phrases parted by a slash or a line end."""
    return frozenset(phrase.strip() for line in text.strip().splitlines() for phrase in line.split("/"))


# R20. Each is definitive on its own.
STOP_WORDS = listed(
    """
    stop stopall unsubscribe unsubscribed unsub cancel end quit revoke optout remove stopped stops arret arrete
    arretez arrett arreter arretes stoppez stoper stopper desabonner desabonnez desabonnement desabonne desinscrire
    desinscrivez desinscription alto parar pare paren parad detener detengan detenga detenganse baja cancelar
    eliminar desuscribir desuscribirme desuscribirse desinscribir desinscribirme basta sair descadastrar descadastre
    remover descadastro desinscrever stopp slutt avmeld avmelden afmelden afmeld abmelden abmeldung abbestellen
    uitschrijven avregistrera avsluta disiscrivi disiscriviti disiscrivimi disiscrizione cancellami стоп отписаться
    отписка отпишите 退订 退訂 停止 取消订阅 取消訂閱 配信停止 수신거부 중지 توقف ايقاف إيقاف الغاء
    """
)

STOP_PHRASES = _phrases(
    """
    stop all / all stop / opt out / opted out / please opt me out / unsubscribe all / un subscribe / end all / quit all
    cancel all / revoke all / remove all / stop yes / stop everything
    yes stop / yeah stop / yes unsubscribe / yes cancel all / darme de baja / dar de baja
    dame de baja / deme de baja / denme de baja / de baja / no mas / stop sms / stop pub / cancelar suscripcion
    cancelar inscricao / stop alles
    """
)

# On one carrier's list and in no dictionary: honoured, since nobody writes it to say anything else.
STOP_ODD = frozenset({"td"})

# R31. These two restore; R32: the others only while we wait for an answer or the person is on the stop list.
START_WORDS = listed("start unstop nonarret")

START_IN_CONTEXT = _phrases(
    """
    subscribe / resubscribe / optin / opt in / join / alta / iniciar / empezar / unstop me / subscribe me
    resubscribe me / opt me in / opt me back in / opt back in / start again / restart / abonner / anmelden
    """
)

# R32. The word that restores for a person on the stop list.
YES_WORDS = frozenset({"yes"})

# R32. Short answers, good only for the question "do you want messages from us".
AGREEMENT = _phrases(
    """
    yes / y / yeah / yep / yup / ya / ok / okay / k / sure / agree / i agree / agreed / confirm / confirmed / i do
    yes i agree / yes i do / yes confirm / accept / i accept / si / oui / sim / ja / da / tak / acepto
    de acuerdo / d accord / daccord / aceito / confirmo / hai / oo / opo / да / 是 / 好 / はい / 네
    """
)

HELP_WORDS = listed("help info ayuda aide")

# Words close to which a misspelling is looked for (R35). Short and ambiguous ones (end, alto, pare, baja) are
# not.
FUZZY_STOP = listed(
    """
    stop stopall unsubscribe unsub cancel quit revoke optout remove unsubscribed arreter arretez desabonner
    desabonnement desinscrire desinscription arret parar detener cancelar desuscribir desuscribirme descadastrar
    abmelden abbestellen uitschrijven
    """
)
# The same for those that people write as several words, and three letters that are no word: "qut".
FUZZY_APART = listed("optout stopall unsubscribe optmeout unsubscribeall darmedebaja cancelarsuscripcion")
SHORTENED = listed("stp sto tsp qut qit")
FUZZY_START = listed("start unstop")
FUZZY_HELP = listed("help ayuda")

# What people put around a keyword without meaning anything by it.
POLITE_PHRASES = _phrases(
    """
    please and thank you / im begging you / i beg you / i beg of you / and thank you / and thank u / and ty
    and thanks / thank you so much / thank you very much / thank you / thanks so much / thanks a lot / many thanks
    thank u / thankyou / if you dont mind / if you would / would you / could you / can you / will you / would u
    could u / can u / you can
    have a nice day / have a good day / have a great day / have a blessed day / have a good one / god bless you
    god bless / good morning / good afternoon / good evening / good day / good night / best regards / kind regards
    warm regards / por favor / x favor / porfa vor / muchas gracias / mil gracias / buenos dias / buenas tardes
    buenas noches / s il vous plait / sil vous plait / s il te plait / sil te plait / merci beaucoup
    bonne journee / muito obrigado / muito obrigada / bom dia / boa tarde / boa noite / faz favor / se faz favor
    vielen dank / guten tag / danke schon / per favore / per piacere / grazie mille / alsjeblieft / alstublieft
    dank je / no offense / no thank you / no thanks / the word / all the best / take care
    """
)

POLITE_WORDS = listed(
    """
    ya um uh look listen bro bruh dude man buddy pal
    please pls plz plse plz pleas plese pleese pleaseee thanks thank thx thnx tks ty
    tysm kindly hi hey hello hiya howdy dear sir maam madam miss mr mrs ms folks guys team everyone sorry ok okay k
    cheers regards sincerely best respectfully bye goodbye amen porfavor porfa gracias hola favor saludos disculpe
    perdon senor senora svp stp merci bonjour bonsoir salut cordialement obrigado obrigada ola oi bitte danke hallo
    tschuss grazie ciao prego takk tack tak hej dank groetjes dziekuje prosze dzien dobry пожалуйста спасибо
    здравствуйте привет 请 谢谢 お願いします ください
    """
)

URGENT = listed("now immediately asap already rn ya maintenant ahora inmediata inmediatamente")

# "text STOP to end": the footer copied back to us. Group words first, then the word, then what it does.
FOOTER_ECHO = (
    r"(?:(?:i|my|your|just|now|and|to|you|reply|replying|replied|text|texting|txt|type|typing|send|sending|respond|"
    r"responding|answer|response|say|saying|is|with|the|word|message|here|this|me) )*stop(?: ?(?:2|to|two|too|for|"
    r"equals)? ?(?:quit|end|stop|unsubscribe|unsub|opt ?out|cancel|exit|be removed|\d{3,6}))+"
)

FOOTER_LEAD = r"(?:(?:reply|replying|text|txt|type|send|respond|responding)(?: with| back)? )(?:the word )?{word}"

# R48 and the keyword list: a lone symbol. The octagonal sign is the word STOP; the others may be a greeting.
STOP_SYMBOLS = frozenset("🛑⏹")
REFUSAL_SYMBOLS = frozenset("🚫⛔🔕📵🖕🙅")
UNCLEAR_SYMBOLS = frozenset("✋🖐🤚❌👎")
