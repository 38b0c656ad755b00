"""How speakers of Spanish, French, Portuguese and Italian end consent in free text (R21).

Spoken form, without accents; see `spoken.py`. `scope` is fixed here where the phrase itself says it: "calls" and
"advertising" have their own rows.
"""

_ES_MSG = (
    r"(?:mensajes?|mensaje de texto|textos?|sms|notificaciones|recordatorios|avisos|alertas|correos?|"
    r"emails?|cosas|informacion|whatsapps?|spam|mensajitos|comunicaciones|nada|esto|estos|mas)"
)
_ES_ADS = (
    r"(?:publicidad|promociones|promos?|ofertas?|anuncios?|propaganda|marketing|descuentos|comerciales|"
    r"boletines|newsletter)"
)
_FR_MSG = (
    r"(?:messages?|textos?|sms|notifications?|rappels?|envois?|alertes?|courriels?|mails?|emails?|spams?|"
    r"communications?|pourriels?)"
)
_FR_ADS = (
    r"(?:pubs?|publicites?|promos?|promotions?|offres?|reclames?|annonces|demarchage|marketing|"
    r"sollicitations?|newsletters?|infolettres?)"
)
_PT_MSG = (
    r"(?:mensagens|mensagem|mensage[mn]s?|sms|textos?|notificacoes|lembretes|avisos|alertas|emails?|"
    r"msgs?|messages?|spam|nada|comunicacoes|isso|contatos?)"
)
_PT_ADS = r"(?:propagandas?|publicidade|promocoes|ofertas|anuncios|marketing)"
_IT_MSG = r"(?:messaggi|messaggio|sms|notifiche|promemoria|mail|emails?|avvisi|comunicazioni|spam)"

# scope, pattern
ALL, ADS, VOICE = "all", "marketing", "voice"

REVOCATIONS = (
    # Spanish
    (
        ADS,
        rf"\b(?:(?:ya )?no (?:quiero|queremos|me|nos|le|mas|deseo|necesito|acepto|mand\w+|envi\w+)|"
        rf"basta de|paren de|dejen de|deje de|deja de)\b(?: \w+){{0,5}}? {_ES_ADS}\b|\bno mas {_ES_ADS}",
    ),
    (ALL, rf"\bno (?:mand\w+|envi\w+)(?: (?:mas|me|nada|otro|de|sus|estos|esos|a))* {_ES_MSG}"),
    (
        ALL,
        rf"\b(?:paren|pare|para|parar|basta|detengan?|detener|cesen|alto|stop|cancelar|cancelo|cancelen?|"
        rf"dejen|deje|suspendan?|terminen|no mas|ya no mas|ni un|quiten?|eliminen?|desactiv\w+|anular|"
        rf"finalizar|ya basta)(?: (?:ya|con|de|los|las|sus|estos|esos|tantos|todos|a|mas|el|la|envio|"
        rf"recibir|recepcion|tus))* (?!nada|esto\b|mas\b|cosas\b|informacion){_ES_MSG}",
    ),
    (
        ALL,
        rf"\b(?:ya )?no (?:quiero|deseo|quisiera|queremos|necesito|me interesa|acepto|autorizo|deseamos|"
        rf"pedi|solicite|estoy interesad[oa] en)(?: (?:mas|recibir|que|me|seguir|recibiendo|sus|estos|"
        rf"esos|nada|de|ningun|ustedes|tus|a|ser|tener|su|tantos|tipo|este|otro|otros|los|"
        rf"las))* (?:(?!nada|esto\b|mas\b|cosas\b){_ES_MSG}|contactad[oa]|contacten|manden|escriban|"
        rf"envien|molesten|escriba|mande|envie|contacto|contacte|molestad[oa])",
    ),
    (
        ALL,
        r"\b(?:quit[ae]\w*|saqu\w*|sac[ae]\w*|borr[ae]\w*|elimin\w*|remuev\w*|remov\w*|"
        r"retir\w*)\b(?: (?:por favor|a|me|este|esta|de))*(?: (?:mi|este|ese|nuestro|el) (?:numero|"
        r"telefono|celular|contacto|nombre)| (?:de )?(?:su|tu|la|esta|sus|esa) (?:lista|base de datos|"
        r"sistema|contactos|directorio|registro))(?! (?:de espera|de invitados|de la reserva|"
        r"en la reserva|de huespedes))",
    ),
    (
        ALL,
        r"\b(?:dar(?:me|nos)?|doy|damos|dame|deme|denme|dar|quiero|solicito|pido|tramitar|pedir|la|una|"
        r"mi) (?:de )?baja(?= (?:[.,?]|de (?:los|sus|esta|este|la lista|estos|su|las|mensajes|todo|tus|"
        r"el servicio de mensajes)|por|ya|gracias|en|inmediata|del (?:servicio|envio|sistema)|a|"
        r"mi))(?! (?:de|la) (?:la )?(?:reserva|temperatura))",
    ),
    (
        ALL,
        r"\b(?<!no )(?:dejeme|dejenme|dejame|dejennos|dejadme|me dejan?|me dejen) (?:ya )?(?:en paz|"
        r"tranquil[oa]|de (?:escribir|molestar|mandar))\b",
    ),
    (
        ALL,
        r"\b(?:vayan?se|vete|largue\w*|larguense|vete) (?:a la (?:mierda|chingada|verga|mrd)|"
        r"al (?:carajo|diablo|infierno))|\bya basta\b|^ \. (?:basta|ya no|no mas|ya estuvo|ya parenle|"
        r"ya parale|parale|parenle)(?: (?:por favor|gracias|ya|,))* \. $",
    ),
    (
        ALL,
        r"\b(?:dejar|dejo|parar|paro) de recibir\b|\bno moleste\w* mas\b|\bno me (?:vuelv\w+) a (?:escrib|contact|"
        r"mand|envi|molest|text)\w*",
    ),
    # French
    (
        ADS,
        rf"\b(?:plus de|plus d|pas de|stop|arret\w*|cess\w+|aucune?|ni de)(?: (?:de|d|vos|les|aux|la|l|a|"
        rf"m|envoyer|recevoir|ces|des|avec))* {_FR_ADS}|\bne (?:veux|souhaite|desire|voudrais) (?:plus|"
        rf"pas)(?: \w+){{0,3}}? {_FR_ADS}",
    ),
    (
        ALL,
        rf"\b(?:ne |n )?(?:veux|souhaite|desire|voudrais|voulons|souhaitons|veut|accepte|aimerais|"
        rf"ai jamais demande|ai pas demande)(?: ne)? (?:plus|pas|jamais)(?: (?:de|d|recevoir|vos|ces|que|"
        rf"vous|me|a|ce|genre|aucun|avoir|du tout|tes|ses|etre|les|des|tout|par|l|"
        rf"autres?))* (?:{_FR_MSG}|contacte\w*|derange\w*|sollicit\w*|contactiez|ecriviez|envoyiez|"
        rf"relance\w*|nouvelles de|entendre parler|abonne\w*|inscrit\w*)",
    ),
    (
        ALL,
        r"\b(?:enlev\w+|retir\w+|supprim\w+|effac\w+|otez|rayez|raye|sortez|sors|eliminez|radiez)(?: moi|"
        r" nous)?(?: (?:mon|ce|notre|le) (?:numero|telephone|nom|contact|portable|cell\w*)| (?:de |"
        r"d )?(?:votre|vos|la|cette|ta|l)(?: \w+)? ?(?:listes?|base|fichiers?|contacts?|repertoire|"
        r"systeme|diffusion|envoi))(?! (?:d attente|des invites|de la reservation))",
    ),
    (
        ALL,
        r"\b(?:desabonn\w+|desinscri\w+|resili\w+ (?:mon )?abonnement)|\b(?:laiss\w+|fich\w+|fout\w+|"
        r"laisse|lache\w*) (?:moi |nous )?(?:la )?(?:tranquilles?|paix|en paix)\b",
    ),
    (
        ALL,
        r"^ \. (?:svp |merci d |veuillez )*arret\w+ (?:tout|ca|cela|maintenant|svp|s il vous plait)(?: svp|"
        r" maintenant)* \. $",
    ),
    # Portuguese
    (ADS, rf"\b(?:nao|chega de|sem|pare\w* (?:com|de)|basta de)\b(?: \w+){{0,4}}? (?:mais )?{_PT_ADS}\b"),
    (
        ALL,
        r"\b(?:pare|parem|para|pode parar|podem parar|parar|deixe|deixem|chega|cessem) (?:ja )?(?:de|"
        r"com) (?:me |nos |ficar )*(?:mandar|enviar|escrever|perturbar|incomodar|contatar|contactar|"
        r"encher|chamar|importunar|mandando|enviando)\w*(?! (?:a musica|o vizinho))",
    ),
    (
        ALL,
        rf"\b(?:pare|parem|parar|chega|basta|cancel\w+|suspend\w+|sair)(?: (?:com|de|das|dos|as|os|essas|"
        rf"estas|suas|todas|receber|o|a|envio|recebimento|da lista de|lista))* (?!nada\b|isso\b){_PT_MSG}",
    ),
    (
        ALL,
        rf"\bnao (?:me |nos )?(?:mand\w+|envi\w+|escrev\w+|contat\w+|contact\w+|perturb\w+|incomod\w+|"
        rf"chame\w*|procur\w+)(?: (?:me|nos|mais|por favor|estas|essas|suas|nada|nenhuma?|"
        rf"de))*(?: {_PT_MSG}| mais\b)(?! (?:toalhas|a chave))|\bnao me (?:perturb\w+|incomod\w+|"
        rf"contat\w+|contact\w+)(?: mais)? [.,]",
    ),
    (
        ALL,
        rf"\bnao (?:quero|desejo|queremos|gostaria de|aceito|autorizo|autorizei|pedi)(?: (?:mais|receber|"
        rf"suas|essas|estas|nenhuma?|de|ser|que|me|voces|ter|as))* (?:{_PT_MSG}|contatad[oa]|"
        rf"contactad[oa]|mandem|enviem|escrevam|liguem|mais receber(?= [.,]))(?<!quero nada)(?<!quero "
        rf"isso)",
    ),
    (
        ALL,
        r"\b(?:me (?:tir\w+|remov\w+|exclu\w+|retir\w+|apag\w+|descadastr\w+)|(?:tir\w+|remov\w+|"
        r"exclu\w+|retir\w+|apag\w+|delet\w+|elimin\w+)(?: me)? (?:o )?(?:meu|este|esse|nosso) (?:numero|"
        r"telefone|contato|celular|nome|cadastro)|(?:tirem|tire|remova|removam|exclua|excluam|retire|"
        r"retirem|remover|tirar)(?: me)? (?:da|dessa|desta|de) (?:sua |vossa )?(?:lista|"
        r"base))(?! (?:da reserva|de espera))",
    ),
    (
        ALL,
        r"\b(?:descadastr\w+|desinscrev\w+|cancelar (?:a |minha )?(?:inscricao|assinatura)|"
        r"quero sair (?:da|dessa|desta|do) (?:lista|cadastro|grupo)|sair da lista)|"
        r"\b(?:me )?deix\w+(?: me)? em paz\b|\bva\w* (?:se foder|a merda|tomar no cu)",
    ),
    (ALL, r"\b(?:revog\w+|retir\w+|cancel\w+) (?:o )?(?:meu )?(?:consentimento|autorizacao|permissao)"),
    (ALL, r"\b(?:parar|paro|deixar|deixo) de receber\b"),
    # Italian
    (
        VOICE,
        r"\bnon (?:mi |ci )?(?:richiam\w+|chiam\w+|telefon\w+)(?: \w+)? piu\b|"
        r"\bsmett\w+ di (?:chiamar\w*|telefonar\w*)",
    ),
    (ADS, r"\b(?:non|niente|basta)(?: \w+){0,4}? (?:pubblicita|promozioni|offerte|sconti|newsletter)\b"),
    (
        ALL,
        rf"\bnon (?:mi |ci )?(?:scriv\w+|mand\w+|invi\w+|contatt\w+|disturb\w+|messagg\w+|"
        rf"spedi\w+)(?: (?:mi|ci|altri|messaggi|sms|nulla|niente|di|questi|vostri))* (?:piu|mai piu|"
        rf"altri {_IT_MSG})|\bnon (?:mi )?contatt\w+ [.,]",
    ),
    (
        ALL,
        rf"\b(?:smett\w+|basta|piantat\w+|finit\w+|ferma\w*|stop|cessat\w+|interromp\w+)(?: (?:di|con|"
        rf"questi|i|ai|gli|tutti|la|l|invio|vostri|ricevere))* (?:scriver\w*|mandar\w*|inviar\w*|"
        rf"contattar\w*|disturbar\w*|tormentar\w*|{_IT_MSG})",
    ),
    (
        ALL,
        rf"\bnon (?:voglio|desidero|vorrei|vogliamo|intendo|accetto|autorizzo)(?: (?:piu|ricevere|altri|"
        rf"i|vostri|questi|di|essere|nessun|che|mi))* (?:{_IT_MSG}|contattat[oa]|scriviate|disturbat[oa])",
    ),
    (
        ALL,
        r"\b(?:cancell\w+|togl\w+|rimuov\w+|elimin\w+)(?:mi|temi|teci|ci)?(?: (?:il|mi|questo|"
        r"per favore))* (?:mio numero|questo numero|numero|contatto|(?:da|dal|dalla|"
        r"dalle)(?: \w+)? ?(?:lista|liste|elenco|rubrica|database|mailing))(?! (?:d attesa|di attesa|"
        r"degli ospiti))|\b(?:disiscriv\w+|disiscrizione|annulla\w* (?:l |la )?iscrizione)|"
        r"\blasci\w+ in pace\b|\b(?:revoco|ritiro) (?:il )?(?:mio )?consenso|\bvaffanculo\b",
    ),
)
