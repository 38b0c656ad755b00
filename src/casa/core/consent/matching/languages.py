"""How speakers of other languages end consent in free text (R21). Spoken form, without accents; see `spoken.py`.

`scope` is fixed here where the phrase itself says it: "calls" and "advertising" have their own rows.
"""

_ES_MSG = r"(?:mensajes?|mensaje de texto|textos?|sms|notificaciones|recordatorios|avisos|alertas|correos?|emails?|cosas|informacion|whatsapps?|spam|mensajitos|comunicaciones|nada|esto|estos|mas)"
_ES_ADS = r"(?:publicidad|promociones|promos?|ofertas?|anuncios?|propaganda|marketing|descuentos|comerciales|boletines|newsletter)"
_FR_MSG = r"(?:messages?|textos?|sms|notifications?|rappels?|alertes?|courriels?|mails?|emails?|spams?|communications?|pourriels?)"
_FR_ADS = r"(?:pubs?|publicites?|promos?|promotions?|offres?|reclames?|annonces|demarchage|marketing|sollicitations?|newsletters?|infolettres?)"
_PT_MSG = r"(?:mensagens|mensagem|mensage[mn]s?|sms|textos?|notificacoes|lembretes|avisos|alertas|emails?|msgs?|messages?|spam|nada|comunicacoes|isso|contatos?)"
_PT_ADS = r"(?:propagandas?|publicidade|promocoes|ofertas|anuncios|marketing)"
_DE_MSG = r"(?:nachrichten|sms|textnachrichten|mails?|emails?|mitteilungen|erinnerungen|benachrichtigungen|messages?|texte|spam|whatsapps?|nachricht|kontaktaufnahme)"
_DE_ADS = r"(?:werbung|angebote|werbenachrichten|newsletter|werbe \w+|werbesms|rabatte|aktionen)"
_IT_MSG = r"(?:messaggi|messaggio|sms|notifiche|promemoria|mail|emails?|avvisi|comunicazioni|spam)"
_NL_MSG = r"(?:berichten|berichtjes|sms|smsjes|sms jes|mails?|meldingen|reclame|appjes|whatsapps?|herinneringen)"

# scope, pattern
ALL, ADS, VOICE = "all", "marketing", "voice"

REVOCATIONS = (
    # Spanish
    (VOICE, r"\b(?:ya )?no (?:me|nos|le) (?:vuelv\w+ a )?(?:llam\w+|marqu\w+|telefone\w+)(?! (?:la atencion|antes|despues|hasta|ahora|hoy|manana por|entre|en la|a las|por la|tan|durante|de noche|los|cuando|si|mientras))"),
    (VOICE, r"\b(?:deje|dejen|deja|dejar|paren|pare|para|basta|dejad) de (?:llamar\w*|marcar\w*|telefonear\w*)|\bno (?:quiero|deseo) (?:mas |recibir |sus |que me )+llam\w+"),
    (ADS, rf"\b(?:no|ya no|basta de|paren de|dejen de|deje de|deja de)\b(?: \w+){{0,5}}? (?:mas )?{_ES_ADS}\b(?<!hay ofertas)"),
    (ALL, r"\b(?:ya )?no (?:me|nos|le) (?:\w+ )?(?:escrib\w+|contact\w+|molest\w+|texte\w+|text[ae]n?|mensaje\w+|busqu\w+|habl\w+|comuni\w+|fastidi\w+|acos\w+|wasap\w+|whatsapp\w*)(?! (?:antes|despues|hasta|ahora|hoy|entre|en la noche|a las|por la noche|tan|durante|de noche|los|cuando|si|mientras|la|el|espanol|ingles|en))\b"),
    (ALL, rf"\b(?:ya )?no (?:me|nos|le) (?:\w+ )?(?:mand\w+|envi\w+|sig\w+|pong\w+|lleg\w+)(?: (?:mandando|enviando|a|mandar|enviar|escribiendo|mandarme|enviarme|por favor|mas|esos?|estos?|sus?|tantos|ningun\w*|otro|otros|de|tus?|tipo))* (?:{_ES_MSG}|[.,?])(?! (?:todavia|antes|despues|hasta|ahora|hoy|a las))"),
    (ALL, rf"\bno (?:mand\w+|envi\w+)(?: (?:mas|me|nada|otro|de|sus|estos|esos|a))* {_ES_MSG}"),
    (ALL, r"\bno (?:vuelva[ns]?|vuelvas) a (?:escribir\w*|contactar\w*|mandar\w*|enviar\w*|molestar\w*|textear\w*)"),
    (ALL, r"\b(?:deje|dejen|deja|dejar|paren|pare|para|parar|basta|cesen|dejad|parad|terminen|dejes) (?:ya )?(?:de|con) (?:ya )?(?:mandar\w*|enviar\w*|escribir\w*|molestar\w*|contactar\w*|textear\w*|texting|fastidiar\w*|acosar\w*|joder\w*|mensajear\w*|spamear\w*|chingar\w*|estar (?:mandando|escribiendo|molestando|enviando)\w*)(?! (?:a los|al|a la|la|el|musica|ruido))"),
    (ALL, rf"\b(?:paren|pare|para|parar|basta|detengan?|detener|cesen|alto|stop|cancelar|cancelen?|dejen|deje|suspendan?|terminen|no mas|ya no mas|ni un|quiten?|eliminen?|desactiv\w+|anular|finalizar|ya basta)(?: (?:ya|con|de|los|las|sus|estos|esos|tantos|todos|a|mas|el|la|envio|recibir|recepcion|tus))* (?!nada|esto\b|mas\b|cosas\b|informacion){_ES_MSG}"),
    (ALL, rf"\b(?:ya )?no (?:quiero|deseo|quisiera|queremos|necesito|me interesa|acepto|autorizo|deseamos|pedi|solicite|estoy interesad[oa] en)(?: (?:mas|recibir|que|me|seguir|recibiendo|sus|estos|esos|nada|de|ningun|ustedes|tus|a|ser|tener|su|tantos|tipo|este|otro|otros|los|las))* (?:(?!nada|esto\b|mas\b|cosas\b){_ES_MSG}|contactad[oa]|contacten|manden|escriban|envien|molesten|escriba|mande|envie|contacto|contacte|molestad[oa])"),
    (ALL, r"\b(?:quit[ae]\w*|saqu\w*|sac[ae]\w*|borr[ae]\w*|elimin\w*|remuev\w*|remov\w*|retir\w*)\b(?: (?:por favor|a|me|este|esta|de))*(?: (?:mi|este|ese|nuestro|el) (?:numero|telefono|celular|contacto|nombre)| (?:de )?(?:su|tu|la|esta|sus|esa) (?:lista|base de datos|sistema|contactos|directorio|registro))(?! (?:de espera|de invitados|de la reserva|en la reserva|de huespedes))"),
    (ALL, r"\b(?:quitarme|quitenme|quiteme|quitame|sacarme|saquenme|saqueme|sacame|borrarme|borrenme|borreme|borrame|eliminarme|eliminenme|elimineme|eliminame|remuevanme|remuevame) (?:ya |por favor |de (?:su|tu|la|esta|sus|aqui|esto|todo) ?)*(?:lista|sistema|contactos|base|grupo|aqui|esto|todo|[.,?])(?! (?:de espera|de invitados|de la reserva))"),
    (ALL, r"\b(?:dar(?:me|nos)?|dame|deme|denme|dar|quiero|solicito|pido|tramitar|pedir|la|una|mi) (?:de )?baja(?= (?:[.,?]|de (?:los|sus|esta|este|la lista|estos|su|las|mensajes|todo|tus|el servicio de mensajes)|por|ya|gracias|en|inmediata|del (?:servicio|envio|sistema)|a|mi))(?! (?:de|la) (?:la )?(?:reserva|temperatura))"),
    (ALL, r"\b(?:desuscrib\w+|desinscrib\w+|cancel\w+ (?:mi |la |esta )?suscripcion|anular? (?:mi |la )?suscripcion|darse de baja)"),
    (ALL, r"\b(?<!no )(?:dejeme|dejenme|dejame|dejennos|dejadme|me dejan?|me dejen) (?:ya )?(?:en paz|tranquil[oa]|de (?:escribir|molestar|mandar))\b"),
    (ALL, r"\b(?:revoc\w+|retir\w+|cancel\w+) (?:mi|el|todo|cualquier|su) (?:consentimiento|permiso|autorizacion)|\b(?:no (?:di|doy|tienen|tiene|les di|le di)(?: \w+){0,3}) (?:permiso|consentimiento|autorizacion)(?= (?:[.,?]|para (?:mandar|enviar|escribir|contactar|que me)))"),
    (ALL, r"\b(?:vayan?se|vete|largue\w*|larguense|vete) (?:a la (?:mierda|chingada|verga|mrd)|al (?:carajo|diablo|infierno))|\bya basta\b|^ \. (?:basta|ya no|no mas|ya estuvo|ya parenle|ya parale|parale|parenle)(?: (?:por favor|gracias|ya|,))* \. $"),
    # French
    (VOICE, r"\bne (?:m|nous|me|l) (?:re)?(?:appel\w+|telephon\w+) (?:plus|jamais)|\b(?:arret\w+|cess\w+|stop|stoppez)(?: \w+){0,2}? (?:de|d) (?:m |nous |me )?(?:appeler|telephoner)|\bplus d appels"),
    (ADS, rf"\b(?:plus de|plus d|pas de|stop|arret\w*|cess\w+|aucune?|ni de)(?: (?:de|d|vos|les|aux|la|l|a|m|envoyer|recevoir|ces|des|avec))* {_FR_ADS}|\bne (?:veux|souhaite|desire|voudrais) (?:plus|pas)(?: \w+){{0,3}}? {_FR_ADS}"),
    (ALL, r"\b(?:arrete|arretez|arreter|cesse|cessez|cesser|stop|stoppez|merci d arreter|veuillez cesser|fini)(?: \w+){0,1}? (?:de|d) (?:(?:m|nous|me|lui|l) )?(?:envoyer|ecrire|contacter|harceler|deranger|texter|spammer|messager|embeter|emmerder|importuner|relancer|solliciter|recevoir|ennuyer)(?! (?:la musique|le menage|les voisins))"),
    (ALL, rf"\b(?:arrete\w*|cess\w+|stop\w*|halte|marre|assez|annul\w+|suspend\w+|supprim\w+|desactiv\w+|ras le bol|fini)(?: (?:avec|a|aux|tous|tout|de|d|vos|les|ces|tes|des|l|envoi|ce|cet))* {_FR_MSG}(?! (?:d accueil|de la porte))"),
    (ALL, r"\b(?:n|ne) (?:m|nous|me|lui|l|le|la) ?(?:ecri\w+|contact\w+|envo\w+|text\w+|derang\w+|harcel\w+|messag\w+|importun\w+|relanc\w+|embet\w+|sollicit\w+|spam\w+) (?:plus|jamais)|\b(?:m |me |nous )?(?:ecriv\w+|contact\w+|envoy\w+|text\w+|ecris) (?:moi |nous )?plus (?:jamais|de messages?|de textos?|de sms|rien|[.,])"),
    (ALL, r"\b(?:n envo\w+|ne m envo\w+) (?:plus|pas)(?: (?:de|d|rien|aucun|aucuns|ces|vos|jamais))* (?:messages?|textos?|sms|mails?|courriels?|rien|[.,])"),
    (ALL, r"\bplus (?:jamais )?(?:me|nous|m) (?:contacter|ecrire|envoyer|deranger|texter|solliciter|relancer)|\bne (?:plus|pas|jamais) (?:me|nous|m) (?:contacter|ecrire|envoyer (?:de|d)|texter|deranger(?= (?:[.,]|plus|svp))|solliciter)"),
    (ALL, rf"\b(?:ne |n )?(?:veux|souhaite|desire|voudrais|voulons|souhaitons|veut|accepte|aimerais|ai jamais demande|ai pas demande)(?: ne)? (?:plus|pas|jamais)(?: (?:de|d|recevoir|vos|ces|que|vous|me|a|ce|genre|aucun|avoir|du tout|tes|ses|etre|les|des|tout|par|l|autres?))* (?:{_FR_MSG}|contacte\w*|derange\w*|sollicit\w*|contactiez|ecriviez|envoyiez|relance\w*|nouvelles de|entendre parler|abonne\w*|inscrit\w*)"),
    (ALL, rf"(?:[.,]|svp|merci|stop|non|assez|ok) (?:plus|pas|aucun|assez|marre) (?:de |d |vos |ces |autres? )*{_FR_MSG}(?! (?:de|pour) (?:la|le))"),
    (ALL, r"\b(?:enlev\w+|retir\w+|supprim\w+|effac\w+|otez|rayez|raye|sortez|sors|eliminez|radiez)(?: moi| nous)?(?: (?:mon|ce|notre|le) (?:numero|telephone|nom|contact|portable|cell\w*)| (?:de |d )?(?:votre|vos|la|cette|ta|l)(?: \w+)? ?(?:listes?|base|fichiers?|contacts?|repertoire|systeme|diffusion|envoi))(?! (?:d attente|des invites|de la reservation))"),
    (ALL, r"\b(?:desabonn\w+|desinscri\w+|resili\w+ (?:mon )?abonnement)|\b(?:laiss\w+|fich\w+|fout\w+|laisse|lache\w*) (?:moi |nous )?(?:la )?(?:tranquilles?|paix|en paix)\b"),
    (ALL, r"\b(?:je )?(?:retire|revoque|annule|retirer|revoquer) (?:mon|tout|le) (?:consentement|accord|autorisation)|\bva te faire foutre|\ballez vous faire (?:foutre|voir)|\bcassez vous\b|\bje (?:n ai|ne) (?:jamais|pas) (?:donne|consenti|autorise|accepte)(?: \w+){0,4}? (?:messages|sms|contacter|consentement)"),
    # Portuguese
    (VOICE, r"\bnao (?:me )?(?:lig\w+|telefon\w+)(?: \w+){0,2} mais|\bpar\w+ de (?:me )?(?:ligar|telefonar)|\bnao quero (?:mais |receber )*ligac\w+"),
    (ADS, rf"\b(?:nao|chega de|sem|pare\w* (?:com|de)|basta de)\b(?: \w+){{0,4}}? (?:mais )?{_PT_ADS}\b"),
    (ALL, r"\b(?:pare|parem|para|pode parar|podem parar|parar|deixe|deixem|chega|cessem) (?:ja )?(?:de|com) (?:me |nos |ficar )*(?:mandar|enviar|escrever|perturbar|incomodar|contatar|contactar|encher|chamar|importunar|mandando|enviando)\w*(?! (?:a musica|o vizinho))"),
    (ALL, rf"\b(?:pare|parem|parar|chega|basta|cancel\w+|suspend\w+|sair)(?: (?:com|de|das|dos|as|os|essas|estas|suas|todas|receber|o|a|envio|recebimento|da lista de|lista))* (?!nada\b|isso\b){_PT_MSG}"),
    (ALL, rf"\bnao (?:me |nos )?(?:mand\w+|envi\w+|escrev\w+|contat\w+|contact\w+|perturb\w+|incomod\w+|chame\w*|procur\w+)(?: (?:me|nos|mais|por favor|estas|essas|suas|nada|nenhuma?|de))*(?: {_PT_MSG}| mais\b)(?! (?:toalhas|a chave))|\bnao me (?:perturb\w+|incomod\w+|contat\w+|contact\w+)(?: mais)? [.,]"),
    (ALL, rf"\bnao (?:quero|desejo|queremos|gostaria de|aceito|autorizo|autorizei|pedi)(?: (?:mais|receber|suas|essas|estas|nenhuma?|de|ser|que|me|voces|ter|as))* (?:{_PT_MSG}|contatad[oa]|contactad[oa]|mandem|enviem|escrevam|liguem)(?<!quero nada)(?<!quero isso)"),
    (ALL, r"\b(?:me (?:tir\w+|remov\w+|exclu\w+|retir\w+|apag\w+|descadastr\w+)|(?:tir\w+|remov\w+|exclu\w+|retir\w+|apag\w+|delet\w+|elimin\w+)(?: me)? (?:o )?(?:meu|este|esse|nosso) (?:numero|telefone|contato|celular|nome|cadastro)|(?:tirem|tire|remova|removam|exclua|excluam|retire|retirem|remover|tirar)(?: me)? (?:da|dessa|desta|de) (?:sua |vossa )?(?:lista|base))(?! (?:da reserva|de espera))"),
    (ALL, r"\b(?:descadastr\w+|desinscrev\w+|cancelar (?:a |minha )?(?:inscricao|assinatura)|quero sair (?:da|dessa|desta|do) (?:lista|cadastro|grupo)|sair da lista)|\b(?:me )?deix\w+(?: me)? em paz\b|\bva\w* (?:se foder|a merda|tomar no cu)"),
    (ALL, r"\b(?:revog\w+|retir\w+|cancel\w+) (?:o )?(?:meu )?(?:consentimento|autorizacao|permissao)"),
    # German
    (VOICE, r"\b(?:ruf\w*|rufen|anruf\w*|anzurufen)\b(?: (?:sie|mich|uns|hier|bitte|an))* (?:nicht|nie) (?:mehr|wieder)(?: an)?|\bkeine (?:weiteren )?anrufe\b(?! (?:vor|nach|heute))|\bnicht mehr an(?:zu)?rufen"),
    (ADS, rf"\b(?:keine?|stoppen sie|ohne|nicht noch mehr)(?: (?:weitere\w*|mehr|eure|ihre|diese))* {_DE_ADS}"),
    (ALL, rf"\bkeine?(?: (?:weiteren?|eurer|ihrer|solchen?|diese\w*|eure|ihre|einzige|mehr|deine))* {_DE_MSG}(?: (?:mehr|bitte|erhalten|bekommen|von|schicken|senden|schreiben|empfangen|an|[.,]))(?! (?:vor|nach|heute|bekommen [.,]? ?(?:wo|der code)))"),
    (ALL, r"\b(?:schreib\w*|schick\w*|send\w*|kontaktier\w*|belastig\w*|melde\w*|nerv\w*|simse\w*|texte\w*|zu schreiben)\b(?: (?:sie|ihr|mir|mich|uns|hier|bitte|euch|sich))* (?:nicht|nie|nichts|niemals)(?: (?:mehr|wieder|weiter|langer))"),
    (ALL, r"\b(?:kontaktieren|kontaktiert|belastigen|nerven) (?:sie )?(?:mich|uns) (?:bitte )?(?:nicht|nie)\b|\bnicht mehr (?:kontaktier\w*|angeschrieben|belastig\w*|schreiben|anschreiben)"),
    (ALL, r"\b(?:hor\w*|hoer\w*)(?: (?:sie|doch|bitte|endlich|mal|jetzt|damit|ihr))* auf\b(?! zu (?:piepen|regnen))|\baufhor\w* (?:mir|mich|mit|zu schreiben|zu schicken)|\b(?:lass\w*|lasst) (?:sie )?(?:mich|uns) (?:bitte |endlich )?in (?:ruhe|frieden)|\bunterlassen sie\b|\bverpiss\w*|\bfick\w* (?:dich|euch)"),
    (ALL, r"\b(?:losch\w*|loesch\w*|entfern\w*|streich\w*|nehm\w*|nimm\w*|trag\w*)\b(?: (?:sie|bitte|mich|uns|doch|ihr|sofort|umgehend))* (?:(?:meine|diese|unsere|die) (?:\w+ )?(?:nummer|telefonnummer|handynummer|daten|kontakt\w*)|(?:mich )?(?:aus|von|vom) (?:ihrer|der|eurer|ihrem|dem|eurem|deiner|verteiler|allen)(?: \w+)? ?(?:liste|verteiler|kartei|datenbank|system|kontakten|mailingliste|verteilerliste)?)(?! (?:buchung|reservierung|warteliste))"),
    (ALL, r"\b(?:abmelden|abbestell\w*|abzumelden|austragen|melden sie mich (?:\w+ )?ab|meld mich ab|newsletter kundigen)\b(?! (?:vom wlan|bei der))|\b(?:widerruf\w*|ziehe)(?: ich)?(?: hiermit)? (?:meine|die|jede|meiner)(?: \w+)? ?(?:einwilligung|zustimmung|erlaubnis|einverstandnis)|\b(?:mochte|will|wunsche|wollen|moechte)(?: (?:ich|wir))? (?:keinen kontakt|nichts mehr (?:von (?:ihnen|euch|dir) )?(?:horen|bekommen|erhalten|wissen)|nicht mehr (?:\w+ )?(?:kontaktiert|angeschrieben|angerufen|belastigt))"),
    # Italian
    (VOICE, r"\bnon (?:mi |ci )?(?:richiam\w+|chiam\w+|telefon\w+)(?: \w+)? piu\b|\bsmett\w+ di (?:chiamar\w*|telefonar\w*)"),
    (ADS, r"\b(?:non|niente|basta)(?: \w+){0,4}? (?:pubblicita|promozioni|offerte|sconti|newsletter)\b"),
    (ALL, rf"\bnon (?:mi |ci )?(?:scriv\w+|mand\w+|invi\w+|contatt\w+|disturb\w+|messagg\w+|spedi\w+)(?: (?:mi|ci|altri|messaggi|sms|nulla|niente|di|questi|vostri))* (?:piu|mai piu|altri {_IT_MSG})|\bnon (?:mi )?contatt\w+ [.,]"),
    (ALL, rf"\b(?:smett\w+|basta|piantat\w+|finit\w+|ferma\w*|stop|cessat\w+|interromp\w+)(?: (?:di|con|questi|i|ai|gli|tutti|la|l|invio|vostri|ricevere))* (?:scriver\w*|mandar\w*|inviar\w*|contattar\w*|disturbar\w*|tormentar\w*|{_IT_MSG})"),
    (ALL, rf"\bnon (?:voglio|desidero|vorrei|vogliamo|intendo|accetto|autorizzo)(?: (?:piu|ricevere|altri|i|vostri|questi|di|essere|nessun|che|mi))* (?:{_IT_MSG}|contattat[oa]|scriviate|disturbat[oa])"),
    (ALL, r"\b(?:cancell\w+|togl\w+|rimuov\w+|elimin\w+)(?:mi|temi|teci|ci)?(?: (?:il|mi|questo|per favore))* (?:mio numero|questo numero|numero|contatto|(?:da|dal|dalla|dalle)(?: \w+)? ?(?:lista|liste|elenco|rubrica|database|mailing))(?! (?:d attesa|di attesa|degli ospiti))|\b(?:disiscriv\w+|disiscrizione|annulla\w* (?:l |la )?iscrizione)|\blasci\w+ in pace\b|\b(?:revoco|ritiro) (?:il )?(?:mio )?consenso|\bvaffanculo\b"),
    # Dutch and the Nordic languages
    (ALL, rf"\b(?:geen|stop\w*|hou\w* op)(?: (?:met|meer|al|die|deze|het|sturen|van|verdere|jullie|uw|mij|me))* (?:{_NL_MSG}|berichten sturen|sms en|appen|bellen|smsen|sturen)(?! (?:ontvangen [.,]? waar|voor \d))"),
    (ALL, r"\b(?:stuur|app|bel|sms|mail|contacteer|schrijf|benader)\b(?: \w+){0,3} (?:niet|geen|niets)\b(?: \w+){0,2} meer|\bniet meer (?:sturen|appen|contacteren|benaderen|bellen|smsen|mailen)|\b(?:haal|verwijder|schrap)\b(?: \w+){0,3} (?:van|uit|nummer)(?: (?:de|uw|jullie|het))?(?: (?:lijst|bestand|systeem))?\b(?! (?:wachtlijst|reservering))|\b(?:afmelden|uitschrijven|schrijf me uit|meld me af|laat me met rust)\b"),
    (ALL, r"\b(?:sluta|slut|slutt|hold op|stopp\w*|stop|ikke|inte|inga|ingen)(?: (?:skicka|sende|sender|med|at|a|fler|flere|mer|mere|med a|med at|att|flera))* (?:sms|meddelanden|meldinger|beskeder|skriva|skrive|kontakta|kontakte|messa|meldingar|texta|ring|ringa|ringe)\b|\b(?:skriv|kontakta|kontakt|send|skicka|ring|sms)\b(?: \w+){0,2} (?:inte|ikke)(?: \w+){0,2} (?:mer|mere|mig|meg|igen|flere|fler|langre|lenger)|\b(?:ta bort|fjern|slett|slet|radera)\b(?: \w+){0,2} (?:nummer\w*|fra (?:listen|lista)|fran (?:listan|er lista))|\b(?:avregistrera|avprenumerera|avmeld|afmeld|meld meg av|lamna mig ifred|la meg vaere)\w*"),
    # Polish
    (ALL, r"\b(?:nie|prosze nie) (?:pisz\w*|pisac|wysylaj\w*|wysylac|przysylaj\w*|kontaktuj\w*|kontaktowac|dzwon\w*|chce (?:\w+ )?(?:wiadomosci|smsow|sms ow|sms)|zycze sobie)(?: \w+){0,3} (?:wiecej|mnie|juz|wiadomosci|smsow|do mnie|sms)|\b(?:przestan\w*|przestac|koniec)(?: \w+){0,2} (?:pisac|wysylac|przysylac|dzwonic|wiadomosci)|\b(?:usun\w*|usunac|skasuj\w*|wykresl\w*)(?: \w+){0,2} (?:numer|z listy|mnie z)|\b(?:wypisz\w*|wypisac|rezygnuje z)(?: \w+){0,2} (?:mnie|sie|wiadomosci|listy|sms)|\bdajcie mi spokoj"),
    # Tagalog, Vietnamese, Haitian Creole, Indonesian, Turkish, Romanian
    (ALL, r"\b(?:wag|huwag)(?: (?:na|nyo|niyo|kayo|kayong|kang|ninyo|po|akong|mo|ako|na ninyo))* (?:mag ?text|magtext|mag ?message|mag ?send|i ?text|text|magpadala|tumawag|tawag\w*|padalhan|kontak\w*|i ?contact|istorbo\w*)|\b(?:tigilan|itigil|tanggalin)(?: (?:na|nyo|niyo|mo|ninyo|po|ako|ang))* (?:ako|text|pagtext|pag text|number|numero|pagpapadala|mensahe|sa list\w*)"),
    (ALL, r"\b(?:dung|ngung|ngung lai|thoi|khong)(?: (?:co|gui|nhan|nua|muon|tiep tuc|can|them|bao gio|lam on|xin))* (?:tin nhan|nhan tin|lien lac|goi|gui tin|lam phien|nhan)\b(?! (?:duoc|phong))|\bhuy dang ky|\bxoa so (?:cua toi|nay|dien thoai)"),
    (ALL, r"\b(?:sispann|pa|stop)(?: (?:voye|ekri|kontakte|rele|janm|m|mwen))* (?:mesaj|text|tex|ekri|kontakte|rele)\b(?: \w+)?|\b(?:retire|efase)(?: m| nimewo m| mwen)+(?: nan| sou)? (?:lis|nimewo)|\bkite m trankil"),
    (ALL, r"\b(?:jangan|berhenti|stop)(?: (?:lagi|mengirim|kirim|kirimi|hubungi|sms|saya|pesan))+ (?:pesan|sms|saya|lagi|mengirim|hubungi)|\b(?:bana )?(?:artik )?(?:mesaj|sms) (?:atma\w*|gonderme\w*|istemiyorum|almak istemiyorum)|\b(?:nu|va rog nu) (?:(?:imi|ma|mai) )*(?:trimite\w*|scrie\w*|contacta\w*|suna\w*|mai)(?: \w+){0,2}"),
    # Russian, Ukrainian
    (ALL, r"(?:больше |пожалуйста |прошу )*(?:не|хватит|прекратите|перестаньте|хорош|нельзя) (?:мне |нам |больше |сюда |меня )*(?:пишите|писать|присылайте|присылать|шлите|слать|звоните|звонить|беспокойте|беспокоить|отправляйте|отправлять|пиши|присылай|рассыл\w+|смс|сообщени\w+|спам\w*|надо (?:мне )?(?:писать|звонить|слать)|хочу (?:больше )?получать|желаю получать)|(?:удалите|уберите|исключите|вычеркните|удали)(?: \w+){0,2} (?:номер|из (?:базы|списка|рассылки)|меня)|(?:отпиш\w+|отписать\w*|отстаньте|отвали\w*|отвяжитесь)|не пишіть|припиніть|відпиш\w+"),
    # Chinese, Japanese, Korean, Arabic, Hindi: no spaces between words, so plain substrings.
    (ALL, r"(?:不要|别|別|请勿|請勿|勿|停止|不想|不需要|不希望|拒绝|拒絕|请停止|禁止)(?:再|要|继续|繼續)?(?:给|給|跟|向)?(?:我|我们|我們)?(?:再|收到|接收)?(?:发|發|发送|發送|联系|聯繫|聯絡|打扰|打擾|骚扰|騷擾|寄|傳|传)(?:任何|这些|這些|更多)?(?:短信|訊息|简讯|簡訊|信息|消息|广告|廣告|我|电话|了|来|到)?|(?:取消|退)(?:订阅|訂閱|订|訂)|(?:删除|刪除|移除)(?:我|我的|这个|這個)(?:的)?(?:号码|號碼|电话|電話)|(?:不想|不要|拒收|不希望)(?:再)?(?:收到|接收|收)(?:你们|你們)?(?:的|任何|这些)*(?:短信|简讯|簡訊|信息|消息|訊息|广告)?|拒收"),
    (ALL, r"(?:送ら|送信し|連絡し|メッセージし|電話し|かけ)ないで|(?:メッセージ|メール|配信|連絡|sms|ショートメール|送信)(?:を|の|は)?(?:すべて|全て|もう)?(?:停止|やめて|止めて|不要|いりません|要りません|拒否|解除)|登録(?:を)?解除|迷惑です|リスト(?:から)(?:外して|削除)|番号(?:を)?(?:削除|消して)"),
    (ALL, r"(?:문자|메시지|메세지|연락|전화|카톡|sms)(?:를|을|좀|는|은|도)? ?(?:더 ?이상 |다시는 |그만 |이제 |제발 )*(?:보내지|하지|그만|받고 ?싶지|주지|수신 ?거부|중단|원하지|차단)|수신 ?거부|그만 (?:보내|연락|문자)|보내지 ?(?:마|말)|연락하지 ?(?:마|말)|번호(?:를)? ?(?:삭제|지워)"),
    (ALL, r"(?:لا ترسل\w*|لا تراسل\w*|لا تتصل\w*|توقف\w* عن|الغاء الاشتراك|إلغاء الاشتراك|احذف\w* رقمي|أوقفوا|اوقفوا|أزيلوا رقمي|لا أريد)(?: \w+){0,3}|(?:मैसेज|संदेश|मेसेज|message|msg|sms)(?: \w+)? (?:मत|बंद)|(?:मत|बंद) (?:भेज\w*|कर\w*)|(?:mujhe )?(?:message|msg|sms|mesej) (?:mat|band) (?:bhej\w*|kar\w*)|\bmat bhejo\b"),
)  # fmt: skip

WRONG_NUMBERS = (
    r"(?<!di el )(?<!dado el )\bnumero (?:equivocado|incorrecto)(?! de| en| que (?:le|te|les))|\b(?:se )?equivoc\w+ (?:de|el|con el) (?:numero|persona|telefono)|\bpersona equivocada|\bno (?:conozco|vive) a(?:qui)? ?ning\w+|\beste (?:ya )?no es (?:el|su) (?:numero|telefono) de|\beste (?:ya )?no es su numero",
    r"\b(?:mauvais|faux) numero(?! (?:de|sur|pour) (?:la |le |code|porte))|\btromp\w+ de (?:numero|personne)|\berreur de numero|\bmauvaise personne|\bn est (?:plus|pas) (?:le|son|mon) numero de|\bce n est (?:plus|pas) le (?:bon )?numero",
    r"\b(?<!o )(?<!lhe o )numero errado|\bpessoa errada|\bengan\w+ (?:no|de|o) numero|\berrou (?:o|de) numero",
    r"\bfalsche (?:telefon|handy)?nummer(?! (?:gegeben|am|an der|auf|eingegeben))|\bfalsch verbunden|\bfalsche person|\bverwahlt\b(?! ich)",
    r"\bnumero sbagliato(?! (?:di|sul|della))|\bha(?:i)? sbagliato numero|\bavete sbagliato (?:numero|persona)|\bpersona sbagliata",
    r"\b(?:verkeerd|verkeerde|fout) (?:nummer|persoon)|\bfel (?:nummer|person)|\bfeil (?:nummer|person)|\bforkert nummer|\b(?:zly|nie ten|bledny) numer|\bpomylka\b|\bpomylil\w* numer",
    r"\bnham so\b|\bmaling number|\bmali ang (?:number|numero)|\bwrong send\b|\bmove nimewo|\bsalah (?:nomor|sambung)|\byanlis numara|\bnumar gresit",
    r"не тот номер|ошиб\w+ номером|вы ошиблись|неправильный номер|не туда попали",
    r"打错了|打錯了|发错了|發錯了|号码错|號碼錯|错号|找错人|找錯人|発送先が違|番号(?:が)?(?:違|間違)|間違い(?:電話|です|メール)|人違い|잘못 ?(?:보내|거셨|걸|연락)|번호(?:가|를)? ?(?:잘못|틀)|الرقم (?:خطأ|خاطئ)|رقم (?:خطأ|خاطئ)|गलत नंबर|galat number",
)  # fmt: skip

# Taken out first, as in `false_friends.py`.
FALSE_FRIENDS = (
    r"\bno (?:me|nos|le) (?:llame\w*|escriba\w*|mande\w*|moleste\w*|envie\w*|contacte\w*|texte\w*|hable\w*)(?: \w+){0,4}? (?:antes|despues|hasta|ahora|todavia|hoy|manana|entre|de noche|en la noche|por la noche|tan (?:temprano|tarde)|los domingos|durante|cuando|mientras|a (?:las|esta) \w+|el fin de semana)\b[^.?]*",
    r"\b(?:no|nunca) (?:deje|dejen|dejes|pare|paren|pares|dejar) de\b[^.?]*|\bno (?:para|deja|dejan|paran|dejo|dejamos)\b(?: de)?[^.?,]*",
    r"\b(?:di|dimos|dio|puse|escribi|marque|dieron|dado|tengo|tenia|tiene) (?:\w+ ){0,2}?numero (?:equivocado|incorrecto)[^.?,]*|\bnumero (?:equivocado|incorrecto) (?:de|en|del)\b[^.?,]*",
    r"\bne (?:m|me|nous) (?:appel\w+|ecri\w+|contact\w+|envoy\w+|derang\w+|text\w+) (?:pas|plus|jamais)? ?(?:avant|apres|entre|ce soir|demain|le soir|la nuit|pendant|aujourd|maintenant|le matin|si tot|si tard|tout de suite|le dimanche|le week)\b[^.?]*",
    r"\b(?:n|ne|s|pas) arret\w+(?: pas| jamais| plus)? (?:de|d)\b[^.?,]*|\bn arret\w+ (?:pas|surtout pas)\b[^.?,]*|\b(?:ne recois|ne recevons|n ai (?:pas|plus) recu|ne recoit|ai pas recu|recois) (?:plus|pas)?[^.?,]*",
    r"\b(?:arret|arrets) (?:de |du |d )(?:bus|tram|autobus|metro|train|navette)\b|\b(?:nous|on|vous|je) (?:nous |s |vous |m )arret\w+\b[^.?,]*",
    r"\bnao (?:par\w+|deix\w+) de\b[^.?,]*|\bnao (?:recebi|estou recebendo|recebemos|chegou|chegaram)\b[^.?,]*|\bno (?:recibi|he recibido|recibimos|estoy recibiendo|me llega\w*|me ha llegado|hay|me llego|tengo)\b[^.?,]*|\bnao (?:me )?(?:lig\w+|mand\w+|escrev\w+)(?: \w+){0,3}? (?:antes|depois|ate|agora|hoje|de noite|a noite|ainda|durante)\b[^.?]*",
    r"\b(?:nicht|nie) (?:auf|mehr auf)\b(?= (?:zu|mit))[^.?,]*|\bhort? (?:einfach )?nicht auf\b[^.?,]*|\b(?:bitte )?(?:nicht|keine \w+|nichts) (?:vor|nach|zwischen|heute|morgen|jetzt|am sonntag|nachts|abends|wahrend)\b[^.?]*|\b(?:habe|haben|hab)(?: (?:ich|wir|noch))* keine?\b[^.?,]*|\b(?:vor|nach) \d+ uhr nicht\b[^.?]*|\b(?:bekomme|bekommen|erhalte|kriege)(?: (?:ich|wir))? keine\b[^.?,]*",
    r"\bnon (?:mi |ci )?(?:chiam\w+|scriv\w+|mand\w+|disturb\w+)(?: \w+){0,3}? (?:prima|dopo|fino|adesso|ora|oggi|stasera|di notte|domani|durante|ancora)\b[^.?]*|\bnon smett\w+ di\b[^.?,]*|\bnon (?:ho ricevuto|ricevo|abbiamo ricevuto|arriva\w*)\b[^.?,]*",
    r"не (?:могу|получил\w*|пришл\w+|приход\w+|прислал\w*|работает)[^.?]*|(?:空调|空調|冰箱|洗衣机|电梯|エアコン|給湯|洗濯機|シャワー|에어컨)[^.。?]*(?:停止|やめ|止ま|멈)[^.。?]*|(?:没|沒|没有|沒有)(?:收到|有收到)[^.?]*|(?:晚上|早上|今天|现在|現在|[0-9]+点)[^.?]{0,8}(?:不要|别|別|请勿)(?:打|发|發|联系)[^.?]*",
)  # fmt: skip

CUES = (
    r"\bno (?:me|nos|le|quiero|deseo|mande\w*|envie\w*|vuelva\w*|mas|autoriz\w+|acept\w+|di|doy|tienen)|deje|deja|pare\b|paren|basta|baja|desuscri|desinscri|borr|elimin|quite|quita|saque|saca|remu|remov|retir|"
    r"numero|persona|equivoc|consent|permis|autoriza|publicidad|promo|oferta|ya no|paz|arret|cess|stop|halte|marre|assez|plus|jamais|pas de|enlev|supprim|effac|desabonn|tromp|"
    r"laiss|fich|fout|nao|chega|descadastr|exclu|tire|keine|nicht|nichts|nie\b|auf\b|losch|loesch|entfern|streich|abmeld|abbestell|lass|falsch|widerruf|"
    r"non\b|smett|toglie|cancell|sbagliat|disiscriv|lasci|geen|niet|haal|verwijder|afmeld|uitschr|verkeerd|sluta|slut|hold op|inte\b|ikke|ta bort|fjern|feil|fel\b|forkert|"
    r"przesta|usun|wypis|pomyl|zly|wag\b|huwag|tigil|tanggal|mali|dung\b|ngung|khong|huy|xoa|nham|sispann|pa\b|retire|kite|move|jangan|berhenti|mesaj|sms|nu\b|verpiss|fick|vete|vay|largu|vaffan|[^\x00-\x7f]"
)
