"""How speakers of other languages than English end consent in free text (R14, R21, R48).

Spoken form, without accents; see `spoken.py`. Word groups as in `word_groups.py`.
"""

# What ends, and the words for it; advertising and calls by themselves first.
REVOCATIONS = {
    "marketing": (
        # Spanish
        r"\b(?:(?:ya )?no (?:quiero|queremos|me|nos|le|mas|deseo|necesito|acepto|mand\w+|envi\w+)|basta de|paren de|"
        r"dejen de|deje de|deja de)\b(?: \w+){0,5}? <ES_ADS>\b|\bno mas <ES_ADS>|\bno <ES_ADS> (?:por favor|gracias)\b",
        # French
        r"\b(?:plus de|plus d|pas de|stop|arret\w*|cess\w+|aucune?|ni de)(?: (?:de|d|vos|les|aux|la|l|a|m|envoyer|"
        r"recevoir|ces|des|avec))* <FR_ADS>|\bne (?:veux|souhaite|desire|voudrais) (?:plus|pas)(?: \w+){0,3}? <FR_ADS>",
        # Portuguese
        r"\b(?:nao|chega de|sem|pare\w* (?:com|de)|basta de)\b(?: \w+){0,4}? (?:mais )?<PT_ADS>\b",
        # Italian
        r"\b(?:non|niente|basta)(?: \w+){0,4}? (?:pubblicita|promozioni|offerte|sconti|newsletter)\b",
        # German
        r"\b(?:keine?|stoppen sie|ohne|nicht noch mehr)(?: (?:weitere\w*|mehr|eure|ihre|diese))* <DE_ADS>",
    ),
    "voice": (
        # Italian
        r"\bnon (?:mi |ci )?(?:richiam\w+|chiam\w+|telefon\w+)(?: \w+)? piu\b|\bsmett\w+ di (?:chiamar\w*|"
        r"telefonar\w*)",
        # German
        r"\b(?:ruf\w*|rufen|anruf\w*|anzurufen)\b(?: (?:sie|mich|uns|hier|bitte|an))* (?:nicht|nie) (?:mehr|wieder)(?: "
        r"an)?|\bkeine (?:weiteren )?anrufe\b(?! (?:vor|nach|heute))|\bnicht mehr an(?:zu)?rufen",
    ),
    "all": (
        # Spanish
        r"\bno (?:mand\w+|envi\w+)(?: (?:mas|me|nada|otro|de|sus|estos|esos|a))* <ES_MSG>",
        r"\b(?:paren|pare|para|parar|basta|detengan?|detener|cesen|alto|stop|cancelar|cancelo|cancelen?|dejen|deje|"
        r"suspendan?|terminen|no mas|ya no mas|ni un|quiten?|eliminen?|desactiv\w+|anular|finalizar|ya basta)(?: (?:ya|"
        r"con|de|los|las|sus|estos|esos|tantos|todos|a|mas|el|la|envio|recibir|recepcion|tus))* (?!nada|esto\b|mas\b|"
        r"cosas\b|informacion)<ES_MSG>",
        r"\b(?:ya )?no (?:quiero|deseo|quisiera|queremos|necesito|me interesa|acepto|autorizo|deseamos|pedi|solicite|"
        r"estoy interesad[oa] en)(?: (?:mas|recibir|que|me|seguir|recibiendo|sus|estos|esos|nada|de|ningun|ustedes|tus|"
        r"a|ser|tener|su|tantos|tipo|este|otro|otros|los|las))* (?:(?!nada|esto\b|mas\b|cosas\b)<ES_MSG>|contactad[oa]|"
        r"contacten|manden|escriban|envien|molesten|escriba|mande|envie|contacto|contacte|molestad[oa])",
        r"\b(?:quit[ae]\w*|saqu\w*|sac[ae]\w*|borr[ae]\w*|elimin\w*|remuev\w*|remov\w*|retir\w*)\b(?: (?:por favor|a|"
        r"me|este|esta|de))*(?: (?:mi|este|ese|nuestro|el) (?:numero|telefono|celular|contacto|nombre)| (?:de )?(?:su|"
        r"tu|la|esta|sus|esa) (?:lista|base de datos|sistema|contactos|directorio|registro))(?! (?:de espera|de "
        r"invitados|de la reserva|en la reserva|de huespedes))",
        r"\b(?:dar(?:me|nos)?|doy|damos|dame|deme|denme|dar|quiero|solicito|pido|tramitar|pedir|la|una|mi) (?:de "
        r")?baja(?= (?:[.,?]|de (?:los|sus|esta|este|la lista|estos|su|las|mensajes|todo|tus|el servicio de mensajes)|"
        r"por|ya|gracias|en|inmediata|del (?:servicio|envio|sistema)|a|mi))(?! (?:de|la) (?:la )?(?:reserva|"
        r"temperatura))",
        r"\b(?<!no )(?:dejeme|dejenme|dejame|dejennos|dejadme|me dejan?|me dejen) (?:ya )?(?:en paz|tranquil[oa]|de "
        r"(?:escribir|molestar|mandar))\b",
        r"\b(?:vayan?se|vete|largue\w*|larguense|vete) (?:a la (?:mierda|chingada|verga|mrd)|al (?:carajo|diablo|"
        r"infierno))|\bya basta\b|^ \. (?:basta|ya no|no mas|ya estuvo|ya parenle|ya parale|parale|parenle)(?: (?:por "
        r"favor|gracias|ya|,))* \. $",
        r"\b(?:dejar|dejo|parar|paro) de recibir\b|\bno moleste\w* mas\b|\bno me (?:vuelv\w+) a (?:escrib|contact|mand|"
        r"envi|molest|text)\w*",
        # French
        r"\b(?:ne |n )?(?:veux|souhaite|desire|voudrais|voulons|souhaitons|veut|accepte|aimerais|ai jamais demande|ai "
        r"pas demande)(?: ne)? (?:plus|pas|jamais)(?: (?:de|d|recevoir|vos|ces|que|vous|me|a|ce|genre|aucun|avoir|du "
        r"tout|tes|ses|etre|les|des|tout|par|l|autres?))* (?:<FR_MSG>|contacte\w*|derange\w*|sollicit\w*|contactiez|"
        r"ecriviez|envoyiez|relance\w*|nouvelles de|entendre parler|abonne\w*|inscrit\w*)",
        r"\b(?:enlev\w+|retir\w+|supprim\w+|effac\w+|otez|rayez|raye|sortez|sors|eliminez|radiez)(?: moi| nous)?(?: "
        r"(?:mon|ce|notre|le) (?:numero|telephone|nom|contact|portable|cell\w*)| (?:de |d )?(?:votre|vos|la|cette|ta|"
        r"l)(?: \w+)? ?(?:listes?|base|fichiers?|contacts?|repertoire|systeme|diffusion|envoi))(?! (?:d attente|des "
        r"invites|de la reservation))",
        r"\b(?:desabonn\w+|desinscri\w+|resili\w+ (?:mon )?abonnement)|\b(?:laiss\w+|fich\w+|fout\w+|laisse|lache\w*) "
        r"(?:moi |nous )?(?:la )?(?:tranquilles?|paix|en paix)\b",
        r"^ \. (?:svp |merci d |veuillez )*arret\w+ (?:tout|ca|cela|maintenant|svp|s il vous plait)(?: svp| "
        r"maintenant| tout de suite)* \. $",
        # Portuguese
        r"\b(?:pare|parem|para|pode parar|podem parar|parar|deixe|deixem|chega|cessem) (?:ja )?(?:de|com) (?:me |nos |"
        r"ficar )*(?:mandar|enviar|escrever|perturbar|incomodar|contatar|contactar|encher|chamar|importunar|mandando|"
        r"enviando)\w*(?! (?:a musica|o vizinho))",
        r"\b(?:pare|parem|parar|chega|basta|cancel\w+|suspend\w+|sair)(?: (?:com|de|das|dos|as|os|essas|estas|suas|"
        r"todas|receber|o|a|envio|recebimento|da lista de|lista))* (?!nada\b|isso\b)<PT_MSG>",
        r"\bnao (?:me |nos )?(?:mand\w+|envi\w+|escrev\w+|contat\w+|contact\w+|perturb\w+|incomod\w+|chame\w*|"
        r"procur\w+)(?: (?:me|nos|mais|por favor|estas|essas|suas|nada|nenhuma?|de))*(?: <PT_MSG>| mais\b)(?! "
        r"(?:toalhas|a chave))|\bnao me (?:perturb\w+|incomod\w+|contat\w+|contact\w+)(?: mais)? [.,]",
        r"\bnao (?:quero|desejo|queremos|gostaria de|aceito|autorizo|autorizei|pedi)(?: (?:mais|receber|suas|essas|"
        r"estas|nenhuma?|de|ser|que|me|voces|ter|as))* (?:<PT_MSG>|contatad[oa]|contactad[oa]|mandem|enviem|escrevam|"
        r"liguem|mais receber(?= [.,]))(?<!quero nada)(?<!quero isso)",
        r"\b(?:me (?:tir\w+|remov\w+|exclu\w+|retir\w+|apag\w+|descadastr\w+)|(?:tir\w+|remov\w+|exclu\w+|retir\w+|"
        r"apag\w+|delet\w+|elimin\w+)(?: me)? (?:o )?(?:meu|este|esse|nosso) (?:numero|telefone|contato|celular|nome|"
        r"cadastro)|(?:tirem|tire|remova|removam|exclua|excluam|retire|retirem|remover|tirar)(?: me)? (?:da|dessa|"
        r"desta|de) (?:sua |vossa )?(?:lista|base))(?! (?:da reserva|de espera))",
        r"\b(?:descadastr\w+|desinscrev\w+|cancelar (?:a |minha )?(?:inscricao|assinatura)|quero sair (?:da|dessa|"
        r"desta|do) (?:lista|cadastro|grupo)|sair da lista)|\b(?:me )?deix\w+(?: me)? em paz\b|\bva\w* (?:se foder|a "
        r"merda|tomar no cu)",
        r"\b(?:revog\w+|retir\w+|cancel\w+) (?:o )?(?:meu )?(?:consentimento|autorizacao|permissao)",
        r"\b(?:parar|paro|deixar|deixo) de receber\b",
        # Italian
        r"\bnon (?:mi |ci )?(?:scriv\w+|mand\w+|invi\w+|contatt\w+|disturb\w+|messagg\w+|spedi\w+)(?: (?:mi|ci|altri|"
        r"messaggi|sms|nulla|niente|di|questi|vostri))* (?:piu|mai piu|altri <IT_MSG>)|\bnon (?:mi )?contatt\w+ [.,]",
        r"\b(?:smett\w+|basta|piantat\w+|finit\w+|ferma\w*|stop|cessat\w+|interromp\w+)(?: (?:di|con|questi|i|ai|gli|"
        r"tutti|la|l|invio|vostri|ricevere))* (?:scriver\w*|mandar\w*|inviar\w*|contattar\w*|disturbar\w*|tormentar\w*|"
        r"<IT_MSG>)",
        r"\bnon (?:voglio|desidero|vorrei|vogliamo|intendo|accetto|autorizzo)(?: (?:piu|ricevere|altri|i|vostri|questi|"
        r"di|essere|nessun|che|mi))* (?:<IT_MSG>|contattat[oa]|scriviate|disturbat[oa])",
        r"\b(?:cancell\w+|togl\w+|rimuov\w+|elimin\w+)(?:mi|temi|teci|ci)?(?: (?:il|mi|questo|per favore))* (?:mio "
        r"numero|questo numero|numero|contatto|(?:da|dal|dalla|dalle)(?: \w+)? ?(?:lista|liste|elenco|rubrica|database|"
        r"mailing))(?! (?:d attesa|di attesa|degli ospiti))|\b(?:disiscriv\w+|disiscrizione|annulla\w* (?:l |la "
        r")?iscrizione)|\blasci\w+ in pace\b|\b(?:revoco|ritiro) (?:il )?(?:mio )?consenso|\bvaffanculo\b",
        # German
        r"\bkeine?(?: (?:weiteren?|eurer|ihrer|solchen?|diese\w*|eure|ihre|einzige|mehr|deine))* <DE_MSG>(?: (?:mehr|"
        r"bitte|von (?:ihnen|euch|dir)|schicken|senden|schreiben|[.,]))(?! (?:vor|nach|heute))|\b(?:mochte|moechte|"
        r"will|wollen|wunsche)\b(?: \w+){0,3}? keine\w*(?: \w+)? <DE_MSG>",
        r"\b(?:schreib\w*|schick\w*|send\w*|kontaktier\w*|belastig\w*|melde\w*|nerv\w*|simse\w*|texte\w*|zu "
        r"schreiben)\b(?: (?:sie|ihr|mir|mich|uns|hier|bitte|euch|sich))* (?:nicht|nie|nichts|niemals)(?: (?:mehr|"
        r"wieder|weiter|langer))",
        r"\b(?:kontaktieren|kontaktiert|belastigen|nerven) (?:sie )?(?:mich|uns) (?:bitte )?(?:nicht|nie)\b|\bnicht "
        r"mehr (?:kontaktier\w*|angeschrieben|belastig\w*|schreiben|anschreiben)",
        r"\b(?:hor\w*|hoer\w*)(?: (?:sie|doch|bitte|endlich|mal|jetzt|damit|ihr))* auf\b(?! zu (?:piepen|regnen))|"
        r"\baufhor\w* (?:mir|mich|mit|zu schreiben|zu schicken)|\b(?:lass\w*|lasst) (?:sie )?(?:mich|uns) (?:bitte |"
        r"endlich )?in (?:ruhe|frieden)|\bunterlassen sie\b|\bverpiss\w*|\bfick\w* (?:dich|euch)",
        r"\b(?:losch\w*|loesch\w*|entfern\w*|streich\w*|nehm\w*|nimm\w*|trag\w*)\b(?: (?:sie|bitte|mich|uns|doch|ihr|"
        r"sofort|umgehend))* (?:(?:meine|diese|unsere|die) (?:\w+ )?(?:nummer|telefonnummer|handynummer|daten|"
        r"kontakt\w*)|(?:mich )?(?:aus|von|vom) (?:ihrer|der|eurer|ihrem|dem|eurem|deiner|verteiler|allen)(?: \w+)? "
        r"?(?:liste|verteiler|kartei|datenbank|system|kontakten|mailingliste|verteilerliste)?)(?! (?:buchung|"
        r"reservierung|warteliste))",
        r"\b(?:abmelden|abbestell\w*|abzumelden|austragen|melden sie mich (?:\w+ )?ab|meld mich ab|newsletter "
        r"kundigen)\b(?! (?:vom wlan|bei der))|\b(?:widerruf\w*|ziehe)(?: ich)?(?: hiermit)? (?:meine|die|jede|"
        r"meiner)(?: \w+)? ?(?:einwilligung|zustimmung|erlaubnis|einverstandnis)|\b(?:mochte|will|wunsche|wollen|"
        r"moechte)(?: (?:ich|wir))? (?:keinen kontakt|nichts mehr (?:von (?:ihnen|euch|dir) )?(?:horen|bekommen|"
        r"erhalten|wissen)|nicht mehr (?:\w+ )?(?:kontaktiert|angeschrieben|angerufen|belastigt))",
        # Dutch and the Nordic languages
        r"\b(?:geen|stop\w*|hou\w* op)(?: (?:met|meer|al|die|deze|het|sturen|van|verdere|jullie|uw|mij|me))* "
        r"(?:<NL_MSG>|berichten sturen|sms en|appen|bellen|smsen|sturen)(?= (?:meer|aub|alsjeblieft|alstublieft|a u b|"
        r"te|naar|aan|graag|sturen|en|[.,]))",
        r"\b(?:stuur|app|bel|sms|mail|contacteer|schrijf|benader)\b(?: \w+){0,3} (?:niet|geen|niets|niks)\b(?: "
        r"\w+){0,2} meer|\bniet meer (?:sturen|appen|contacteren|benaderen|bellen|smsen|mailen)|\b(?:haal|verwijder|"
        r"schrap)\b(?: \w+){0,3} (?:van|uit|nummer)(?: (?:de|uw|jullie|het))?(?: (?:lijst|bestand|systeem))?\b(?! "
        r"(?:wachtlijst|reservering))|\b(?:afmelden|uitschrijven|schrijf me uit|meld me af|laat me met rust)\b",
        r"\b(?:sluta|slut|slutt|hold op|stopp\w*|stop|ikke|inte|inga|ingen)(?: (?:skicka|send|sende|sender|med|at|a|"
        r"fler|flere|mer|mere|meg|mig|med a|med at|att|flera))* (?:sms|meddelanden|meldinger|beskeder|skriva|skrive|"
        r"kontakta|kontakte|messa|meldingar|texta|ring|ringa|ringe)\b|\b(?:skriv|kontakta|kontakt|send|skicka|ring|sms)\b"
        r"(?: \w+){0,2} (?:inte|ikke)(?: \w+){0,2} (?:mer|mere|mig|meg|igen|flere|fler|langre|lenger)|"
        r"\b(?:ta bort|fjern|slett|slet|radera)\b(?: \w+){0,2} (?:nummer\w*|fra (?:listen|lista)|fran (?:listan|er "
        r"lista))|\b(?:avregistrera|avprenumerera|avmeld|afmeld|meld meg av|lamna mig ifred|la meg vaere)\w*",
        r"\bnummer (?:bitte )?(?:sofort )?(?:loschen|loeschen|entfernen|streichen)\b|^ \. (?:пожалуйста "
        r")?(?:прекратите|хватит|перестаньте|довольно)(?: уже| пожалуйста)* \. $",
        # Polish
        r"\b(?:nie|prosze nie) (?:pisz\w*|pisac|wysylaj\w*|wysylac|przysylaj\w*|kontaktuj\w*|kontaktowac|dzwon\w*|chce "
        r"(?:\w+ )?(?:wiadomosci|smsow|sms ow|sms)|zycze sobie)(?: \w+){0,3} (?:wiecej|mnie|juz|wiadomosci|smsow|do "
        r"mnie|sms)|\b(?:przestan\w*|przestac|koniec)(?: \w+){0,2} (?:pisac|wysylac|przysylac|dzwonic|wiadomosci)|"
        r"\b(?:usun\w*|usunac|skasuj\w*|wykresl\w*)(?: \w+){0,2} (?:numb?er|z listy|mnie z)|\b(?:wypisz\w*|wypisac|"
        r"rezygnuje z)(?: \w+){0,2} (?:mnie|sie|wiadomosci|listy|sms)|\bdajcie mi spokoj",
        # Tagalog, Vietnamese, Haitian Creole, Indonesian, Turkish, Romanian
        r"\b(?:wag|huwag)(?: (?:na|nyo|niyo|kayo|kayong|kang|ninyo|po|akong|mo|ako|na ninyo))* (?:mag ?text|magtext|"
        r"mag ?message|mag ?send|i ?text|text|magpadala|tumawag|tawag\w*|padalhan|kontak\w*|i ?contact|istorbo\w*)|"
        r"\b(?:tigilan|itigil|tanggalin)(?: (?:na|nyo|niyo|mo|ninyo|po|ako|ang))* (?:ako|text|pagtext|pag text|number|"
        r"numero|pagpapadala|mensahe|sa list\w*)",
        r"\b(?:dung|ngung|ngung lai|thoi|khong)(?: (?:co|gui|nhan|nua|muon|tiep tuc|can|them|bao gio|lam on|xin))* "
        r"(?:tin nhan|nhan tin|lien lac|goi|gui tin|lam phien|nhan)\b(?! (?:duoc|phong))|\bhuy dang ky|\bxoa so (?:cua "
        r"toi|nay|dien thoai)",
        r"\b(?:sispann|pa|stop)(?: (?:voye|ekri|kontakte|rele|janm|m|mwen))* (?:mesaj|text|tex|ekri|kontakte|"
        r"rele)\b(?: \w+)?|\b(?:retire|efase)(?: m| nimewo m| mwen)+(?: nan| sou)? (?:lis|nimewo)|\bkite m trankil",
        r"\b(?:jangan|berhenti|stop)(?: (?:lagi|mengirim|kirim|kirimi|hubungi|sms|saya|pesan))+ (?:pesan|sms|saya|lagi|"
        r"mengirim|hubungi)|\b(?:bana )?(?:artik )?(?:mesaj|sms) (?:atma\w*|gonderme\w*|istemiyorum|almak istemiyorum)|"
        r"\b(?:nu|va rog nu) (?:(?:imi|ma|mai) )*(?:trimite\w*|scrie\w*|contacta\w*|suna\w*|mai)(?: \w+){0,2}",
        # Russian, Ukrainian
        r"(?:больше |пожалуйста |прошу )*(?:не|хватит|прекратите|перестаньте|хорош|нельзя) (?:мне |нам |больше |сюда |"
        r"меня )*(?:пишите|писать|присылайте|присылать|шлите|слать|звоните|звонить|беспокойте|беспокоить|отправляйте|"
        r"отправлять|пиши|присылай|рассыл\w+|смс|сообщени\w+|спам\w*|надо (?:мне )?(?:писать|звонить|слать)|хочу "
        r"(?:больше )?получать|желаю получать)|(?:удалите|уберите|исключите|вычеркните|удали)(?: \w+){0,2} (?:номер|из "
        r"(?:базы|списка|рассылки)|меня)|(?:отпиш\w+|отписать\w*|отстаньте|отвали\w*|отвяжитесь)|не пишіть|припиніть|"
        r"відпиш\w+",
        # Chinese, Japanese, Korean, Arabic, Hindi: no spaces between words, so plain substrings
        r"(?:不要|别|別|请勿|請勿|勿|停止|不想|不需要|不希望|拒绝|拒絕|请停止|禁止)(?:再|要|继续|繼續)?(?:给|給|跟|"
        r"向)?(?:我|我们|我們)?(?:再|收到|接收)?(?:发|發|发送|發送|联系|聯繫|聯絡|打扰|打擾|骚扰|騷擾|寄|傳|传)(?:任何|"
        r"这些|這些|更多)?(?:短信|訊息|简讯|簡訊|信息|消息|广告|廣告|我|电话|了|来|到)?|(?:取消|退)(?:订阅|訂閱|订|訂)|"
        r"(?:删除|刪除|移除)(?:我|我的|这个|這個)(?:的)?(?:号码|號碼|电话|電話)|(?:不想|不要|拒收|"
        r"不希望)(?:再)?(?:收到|接收|收)(?:你们|你們)?(?:的|任何|这些)*(?:短信|简讯|簡訊|信息|消息|訊息|广告)?|拒收|"
        r"把我(?:的号码|的號碼)?从?.{0,8}(?:删除|刪除|移除|去掉)",
        r"(?:送ら|送信し|連絡し|メッセージし|電話し|かけ)ないで|(?:メッセージ|メール|配信|連絡|sms|ショートメール|"
        r"送信)(?:を|の|は)?(?:すべて|全て|もう)?(?:停止|やめて|止めて|不要|いりません|要りません|拒否|解除)|"
        r"登録(?:を)?解除|迷惑です|リスト(?:から)(?:外して|削除)|番号(?:を)?(?:削除|消して)",
        r"(?:문자|메시지|메세지|연락|전화|카톡|sms)(?:를|을|좀|는|은|도)? ?(?:더 ?이상 |다시는 |그만 |이제 |제발 "
        r")*(?:보내지|하지|그만|받고 ?싶지|주지|수신 ?거부|중단|원하지|차단)|수신 ?거부|그만 (?:보내|연락|문자)|보내지 "
        r"?(?:마|말)|연락하지 ?(?:마|말)|번호(?:를)? ?(?:삭제|지워)",
        r"(?:لا ترسل\w*|لا تراسل\w*|لا تتصل\w*|توقف\w* عن|الغاء الاشتراك|إلغاء الاشتراك|احذف\w* رقمي|أوقفوا|اوقفوا|"
        r"أزيلوا رقمي|إزالة رقمي|ازالة رقمي|لا أريد)(?: \w+){0,3}|(?:मैसेज|संदेश|मेसेज|message|msg|sms)(?: \w+)? (?:मत|बंद)|"
        r"(?:मत|बंद) (?:भेज\w*|कर\w*)|(?:mujhe )?(?:message|msg|sms|mesej) (?:mat|band) (?:bhej\w*|kar\w*)|\bmat bhejo\b",
    ),
}

WRONG_NUMBERS = (
    r"(?<!di el )(?<!dado el )\bnumero (?:equivocado|incorrecto)(?! de| en| que (?:le|te|les))|\b(?:se )?equivoc\w+ "
    r"(?:de|el|con el) (?:numero|persona|telefono)|\bpersona equivocada|\bno soy (?:la|esa|el|quien) ?(?:persona "
    r")?(?:que )?(?:busca\w*|persona|cree\w*)|\bno (?:conozco|vive) a(?:qui)? ?ning\w+|\beste (?:ya )?no es (?:el|su) "
    r"(?:numero|telefono) de|\beste (?:ya )?no es su numero",
    r"\b(?:mauvais|faux) numero(?! (?:de|sur|pour|dans|a la)\b)|(?<!suis )(?<!est )(?<!sommes )\btromp\w+ de (?:numero|"
    r"personne)|\berreur de numero|\bmauvaise personne|\bn est (?:plus|pas) (?:le|son|mon) numero de|\bce n est "
    r"(?:plus|pas) le (?:bon )?numero",
    r"\b(?<!o )(?<!lhe o )numero errado(?! (?:no|na|do|da|de|em|nos|nas)\b)|\bpessoa errada|\bengan\w+ (?:no|de|o) "
    r"numero|\berrou (?:o|de) numero",
    r"\bfalsche (?:telefon|handy)?nummer(?! (?:gegeben|am|an|auf|im|in|steht|eingegeben|gewahlt)\b)|\bfalsch verbunden|"
    r"\bfalsche person|\bverwahlt\b(?! ich)",
    r"\bnumero sbagliato(?! (?:di|sul|della))|\bha(?:i)? sbagliato numero|\bavete sbagliato (?:numero|persona)|"
    r"\bpersona sbagliata",
    r"\b(?:verkeerd|verkeerde|fout) (?:nummer|persoon)|\bfel (?:nummer|person)|\bfeil (?:nummer|person)|\bforkert "
    r"nummer|\b(?:zly|nie ten|bledny) numer|\bpomylka\b|\bpomylil\w* numer",
    r"\bnham so\b|\bmaling number|\bmali ang (?:number|numero)|\bwrong send\b|\bmove nimewo|\bsalah (?:nomor|sambung)|"
    r"\byanlis numara|\bnumar gresit",
    r"не тот номер|ошиб\w+ номером|вы ошиблись|неправильный номер|не туда попали",
    r"打错了|打錯了|发错|發錯|号码错|號碼錯|错号|找错人|找錯人|発送先が違|番号(?:が)?(?:違|間違)|間違い(?:電話|"
    r"です|メール)|人違い|잘못 ?(?:보내|거셨|걸|연락)|번호(?:가|를)? ?(?:잘못|틀)|الرقم (?:خطأ|خاطئ)|رقم (?:خطأ|خاطئ)|"
    r"गलत नंबर|galat number",
)

# Taken out first, as in `false_friends.py`.
FALSE_FRIENDS = (
    r"\bno (?:me|nos|le|les) \w+ (?:nadie|el codigo|la clave)\b[^.?]*|\bpas (?:de |d )?(?:\w+ )?recu\w*\b[^.?]*|"
    r"\b(?:donne|donner|dit|envoye)(?: \w+)? mauvais numero\b[^.?,]*",
    r"\bno (?:me|nos|le) (?:llame\w*|escriba\w*|mande\w*|moleste\w*|envie\w*|contacte\w*|texte\w*|hable\w*)(?: "
    r"\w+){0,4}? (?:antes|despues|hasta|ahora|todavia|hoy|manana|entre|de noche|en la noche|por la noche|tan "
    r"(?:temprano|tarde)|los domingos|durante|cuando|mientras|a (?:las|esta) \w+|el fin de semana)\b[^.?]*",
    r"\b(?:no|nunca) (?:deje|dejen|dejes|pare|paren|pares|dejar) de\b[^.?]*|\bno (?:para|deja|dejan|paran|dejo|"
    r"dejamos)\b(?: de)?[^.?,]*",
    r"\b(?:di|dimos|dio|puse|escribi|marque|dieron|dado|tengo|tenia|tiene) (?:\w+ ){0,2}?numero (?:equivocado|"
    r"incorrecto)[^.?,]*|\bnumero (?:equivocado|incorrecto) (?:de|en|del)\b[^.?,]*",
    r"\bne (?:m|me|nous) (?:appel\w+|ecri\w+|contact\w+|envoy\w+|derang\w+|text\w+) (?:pas|plus|jamais)? ?(?:avant|"
    r"apres|entre|ce soir|demain|le soir|la nuit|pendant|aujourd|maintenant|le matin|si tot|si tard|tout de suite|le "
    r"dimanche|le week)\b[^.?]*",
    r"\b(?:arret|arrets) (?:de |du |d )(?:bus|tram|autobus|metro|train|navette)\b|\b(?:nous|on|vous|je) (?:nous |s |"
    r"vous |m )arret\w+\b[^.?,]*",
    r"\b(?:n|ne|s|pas) arret\w+(?: pas| jamais| plus)? (?:de|d)\b[^.?,]*|\bn arret\w+ (?:pas|surtout pas)\b[^.?,]*|"
    r"\b(?:ne recois|ne recevons|n ai (?:pas|plus) recu|ne recoit|ai pas recu|recois) (?:plus|pas)?[^.?,]*",
    r"\bnao (?:par\w+|deix\w+) de\b[^.?,]*|\bnao (?:recebi|estou recebendo|recebemos|chegou|chegaram)\b[^.?,]*|\bno "
    r"(?:recibi|he recibido|recibimos|estoy recibiendo|me llega\w*|me ha llegado|hay|me llego|tengo)\b[^.?,]*|\bnao "
    r"(?:me )?(?:lig\w+|mand\w+|escrev\w+)(?: \w+){0,3}? (?:antes|depois|ate|agora|hoje|de noite|a noite|ainda|"
    r"durante)\b[^.?]*",
    r"\b(?:nicht|nie) (?:auf|mehr auf)\b(?= (?:zu|mit))[^.?,]*|\bhort? (?:einfach )?nicht auf\b[^.?,]*|\b(?:bitte "
    r")?(?:nicht|keine \w+|nichts) (?:vor|nach|zwischen|heute|morgen|jetzt|am sonntag|nachts|abends|wahrend)\b[^.?]*|"
    r"\b(?:habe|haben|hab)(?: (?:ich|wir|noch))* keine?\b[^.?,]*|\b(?:vor|nach) \d+ uhr nicht\b[^.?]*|\b(?:bekomme|"
    r"bekommen|erhalte|kriege)(?: (?:ich|wir))? keine\b[^.?,]*",
    r"\bnon (?:mi |ci )?(?:chiam\w+|scriv\w+|mand\w+|disturb\w+)(?: \w+){0,3}? (?:prima|dopo|fino|adesso|ora|oggi|"
    r"stasera|di notte|domani|durante|ancora)\b[^.?]*|\bnon smett\w+ di\b[^.?,]*|\bnon (?:ho ricevuto|ricevo|abbiamo "
    r"ricevuto|arriva\w*)\b[^.?,]*",
    r"не (?:могу|получил\w*|пришл\w+|приход\w+|прислал\w*|работает)[^.?]*|(?:空调|空調|冰箱|洗衣机|电梯|エアコン|給湯|"
    r"洗濯機|シャワー|에어컨)[^.。?]*(?:停止|やめ|止ま|멈)[^.。?]*|(?:没|沒|没有|沒有)(?:收到|有收到)[^.?]*|(?:晚上|"
    r"早上|今天|现在|現在|[0-9]+点)[^.?]{0,8}(?:不要|别|別|请勿)(?:打|发|發|联系)[^.?]*",
)

# R48: the whole message declines.
DECLINES = (
    r"^ \. (?:(?:no|non|nao|nein|nee|gracias|merci|obrigad[oa]|danke|grazie|,|lo siento|ich habe|habe|hola|bonjour|je|"
    r"ne|suis|ce|n|est) )*(?:no me interesa\w*|no estoy interesad[oa]|no nos interesa|pas interesse\w*|m interesse pas|"
    r"nao (?:me interess\w+|tenho interesse|estou interessad[oa])|kein interesse|nicht interessiert|non (?:mi "
    r"interessa|sono interessat[oa])|geen interesse|me interesa nada)(?: (?:gracias|merci|obrigad[oa]|danke|grazie|por "
    r"favor|mehr|plus|mais|,))* \. $",
)
