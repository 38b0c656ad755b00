"""How speakers of other languages end consent in free text, and what all languages but English share (R14, R21, R48).

Spoken form, without accents; see `spoken.py`. The rows are those of `romance.py`.
"""

from .romance import ADS, ALL, VOICE

_DE_MSG = (
    r"(?:nachrichten|sms|textnachrichten|mails?|emails?|mitteilungen|erinnerungen|benachrichtigungen|"
    r"messages?|texte|spam|whatsapps?|nachricht|kontaktaufnahme)"
)
_DE_ADS = r"(?:werbung|angebote|werbenachrichten|newsletter|werbe \w+|werbesms|rabatte|aktionen)"
_NL_MSG = (
    r"(?:berichten|berichtjes|sms|smsjes|sms jes|mails?|meldingen|reclame|appjes|whatsapps?|"
    r"herinneringen)"
)

REVOCATIONS = (
    # German
    (
        VOICE,
        r"\b(?:ruf\w*|rufen|anruf\w*|anzurufen)\b(?: (?:sie|mich|uns|hier|bitte|an))* (?:nicht|"
        r"nie) (?:mehr|wieder)(?: an)?|\bkeine (?:weiteren )?anrufe\b(?! (?:vor|nach|heute))|"
        r"\bnicht mehr an(?:zu)?rufen",
    ),
    (
        ADS,
        rf"\b(?:keine?|stoppen sie|ohne|nicht noch mehr)(?: (?:weitere\w*|mehr|eure|ihre|"
        rf"diese))* {_DE_ADS}",
    ),
    (
        ALL,
        rf"\bkeine?(?: (?:weiteren?|eurer|ihrer|solchen?|diese\w*|eure|ihre|einzige|mehr|"
        rf"deine))* {_DE_MSG}(?: (?:mehr|bitte|von (?:ihnen|euch|dir)|schicken|senden|schreiben|"
        rf"[.,]))(?! (?:vor|nach|heute))|\b(?:mochte|moechte|will|wollen|"
        rf"wunsche)\b(?: \w+){{0,3}}? keine\w*(?: \w+)? {_DE_MSG}",
    ),
    (
        ALL,
        r"\b(?:schreib\w*|schick\w*|send\w*|kontaktier\w*|belastig\w*|melde\w*|nerv\w*|simse\w*|texte\w*|"
        r"zu schreiben)\b(?: (?:sie|ihr|mir|mich|uns|hier|bitte|euch|sich))* (?:nicht|nie|nichts|"
        r"niemals)(?: (?:mehr|wieder|weiter|langer))",
    ),
    (
        ALL,
        r"\b(?:kontaktieren|kontaktiert|belastigen|nerven) (?:sie )?(?:mich|uns) (?:bitte )?(?:nicht|"
        r"nie)\b|\bnicht mehr (?:kontaktier\w*|angeschrieben|belastig\w*|schreiben|anschreiben)",
    ),
    (
        ALL,
        r"\b(?:hor\w*|hoer\w*)(?: (?:sie|doch|bitte|endlich|mal|jetzt|damit|ihr))* auf\b(?! zu (?:piepen|"
        r"regnen))|\baufhor\w* (?:mir|mich|mit|zu schreiben|zu schicken)|\b(?:lass\w*|"
        r"lasst) (?:sie )?(?:mich|uns) (?:bitte |endlich )?in (?:ruhe|frieden)|\bunterlassen sie\b|"
        r"\bverpiss\w*|\bfick\w* (?:dich|euch)",
    ),
    (
        ALL,
        r"\b(?:losch\w*|loesch\w*|entfern\w*|streich\w*|nehm\w*|nimm\w*|trag\w*)\b(?: (?:sie|bitte|mich|"
        r"uns|doch|ihr|sofort|umgehend))* (?:(?:meine|diese|unsere|die) (?:\w+ )?(?:nummer|telefonnummer|"
        r"handynummer|daten|kontakt\w*)|(?:mich )?(?:aus|von|vom) (?:ihrer|der|eurer|ihrem|dem|eurem|"
        r"deiner|verteiler|allen)(?: \w+)? ?(?:liste|verteiler|kartei|datenbank|system|kontakten|"
        r"mailingliste|verteilerliste)?)(?! (?:buchung|reservierung|warteliste))",
    ),
    (
        ALL,
        r"\b(?:abmelden|abbestell\w*|abzumelden|austragen|melden sie mich (?:\w+ )?ab|meld mich ab|"
        r"newsletter kundigen)\b(?! (?:vom wlan|bei der))|\b(?:widerruf\w*|"
        r"ziehe)(?: ich)?(?: hiermit)? (?:meine|die|jede|meiner)(?: \w+)? ?(?:einwilligung|zustimmung|"
        r"erlaubnis|einverstandnis)|\b(?:mochte|will|wunsche|wollen|moechte)(?: (?:ich|"
        r"wir))? (?:keinen kontakt|nichts mehr (?:von (?:ihnen|euch|dir) )?(?:horen|bekommen|erhalten|"
        r"wissen)|nicht mehr (?:\w+ )?(?:kontaktiert|angeschrieben|angerufen|belastigt))",
    ),
    # Dutch and the Nordic languages
    (
        ALL,
        rf"\b(?:geen|stop\w*|hou\w* op)(?: (?:met|meer|al|die|deze|het|sturen|van|verdere|jullie|uw|mij|"
        rf"me))* (?:{_NL_MSG}|berichten sturen|sms en|appen|bellen|smsen|sturen)(?= (?:meer|aub|"
        rf"alsjeblieft|alstublieft|a u b|te|naar|aan|graag|sturen|en|[.,]))",
    ),
    (
        ALL,
        r"\b(?:stuur|app|bel|sms|mail|contacteer|schrijf|benader)\b(?: \w+){0,3} (?:niet|geen|niets|"
        r"niks)\b(?: \w+){0,2} meer|\bniet meer (?:sturen|appen|contacteren|benaderen|bellen|smsen|"
        r"mailen)|\b(?:haal|verwijder|schrap)\b(?: \w+){0,3} (?:van|uit|nummer)(?: (?:de|uw|jullie|"
        r"het))?(?: (?:lijst|bestand|systeem))?\b(?! (?:wachtlijst|reservering))|\b(?:afmelden|"
        r"uitschrijven|schrijf me uit|meld me af|laat me met rust)\b",
    ),
    (
        ALL,
        r"\b(?:sluta|slut|slutt|hold op|stopp\w*|stop|ikke|inte|inga|ingen)(?: (?:skicka|send|sende|sender|med|at|"
        r"a|fler|flere|mer|mere|med a|med at|att|flera))* (?:sms|meddelanden|meldinger|beskeder|"
        r"skriva|skrive|kontakta|kontakte|messa|meldingar|texta|ring|ringa|ringe)\b|\b(?:skriv|kontakta|"
        r"kontakt|send|skicka|ring|sms)\b(?: \w+){0,2} (?:inte|ikke)(?: \w+){0,2} (?:mer|mere|mig|meg|"
        r"igen|flere|fler|langre|lenger)|\b(?:ta bort|fjern|slett|slet|"
        r"radera)\b(?: \w+){0,2} (?:nummer\w*|fra (?:listen|lista)|fran (?:listan|er lista))|"
        r"\b(?:avregistrera|avprenumerera|avmeld|afmeld|meld meg av|lamna mig ifred|la meg vaere)\w*",
    ),
    (
        ALL,
        r"\bnummer (?:bitte )?(?:sofort )?(?:loschen|loeschen|entfernen|streichen)\b|"
        r"^ \. (?:пожалуйста )?(?:прекратите|хватит|перестаньте|довольно)(?: уже| пожалуйста)* \. $",
    ),
    # Polish
    (
        ALL,
        r"\b(?:nie|prosze nie) (?:pisz\w*|pisac|wysylaj\w*|wysylac|przysylaj\w*|kontaktuj\w*|kontaktowac|"
        r"dzwon\w*|chce (?:\w+ )?(?:wiadomosci|smsow|sms ow|sms)|zycze sobie)(?: \w+){0,3} (?:wiecej|"
        r"mnie|juz|wiadomosci|smsow|do mnie|sms)|\b(?:przestan\w*|przestac|koniec)(?: \w+){0,2} (?:pisac|"
        r"wysylac|przysylac|dzwonic|wiadomosci)|\b(?:usun\w*|usunac|skasuj\w*|"
        r"wykresl\w*)(?: \w+){0,2} (?:numer|z listy|mnie z)|\b(?:wypisz\w*|wypisac|"
        r"rezygnuje z)(?: \w+){0,2} (?:mnie|sie|wiadomosci|listy|sms)|\bdajcie mi spokoj",
    ),
    # Tagalog, Vietnamese, Haitian Creole, Indonesian, Turkish, Romanian
    (
        ALL,
        r"\b(?:wag|huwag)(?: (?:na|nyo|niyo|kayo|kayong|kang|ninyo|po|akong|mo|ako|"
        r"na ninyo))* (?:mag ?text|magtext|mag ?message|mag ?send|i ?text|text|magpadala|tumawag|"
        r"tawag\w*|padalhan|kontak\w*|i ?contact|istorbo\w*)|\b(?:tigilan|itigil|tanggalin)(?: (?:na|nyo|"
        r"niyo|mo|ninyo|po|ako|ang))* (?:ako|text|pagtext|pag text|number|numero|pagpapadala|mensahe|"
        r"sa list\w*)",
    ),
    (
        ALL,
        r"\b(?:dung|ngung|ngung lai|thoi|khong)(?: (?:co|gui|nhan|nua|muon|tiep tuc|can|them|bao gio|"
        r"lam on|xin))* (?:tin nhan|nhan tin|lien lac|goi|gui tin|lam phien|nhan)\b(?! (?:duoc|phong))|"
        r"\bhuy dang ky|\bxoa so (?:cua toi|nay|dien thoai)",
    ),
    (
        ALL,
        r"\b(?:sispann|pa|stop)(?: (?:voye|ekri|kontakte|rele|janm|m|mwen))* (?:mesaj|text|tex|ekri|"
        r"kontakte|rele)\b(?: \w+)?|\b(?:retire|efase)(?: m| nimewo m| mwen)+(?: nan| sou)? (?:lis|"
        r"nimewo)|\bkite m trankil",
    ),
    (
        ALL,
        r"\b(?:jangan|berhenti|stop)(?: (?:lagi|mengirim|kirim|kirimi|hubungi|sms|saya|pesan))+ (?:pesan|"
        r"sms|saya|lagi|mengirim|hubungi)|\b(?:bana )?(?:artik )?(?:mesaj|sms) (?:atma\w*|gonderme\w*|"
        r"istemiyorum|almak istemiyorum)|\b(?:nu|va rog nu) (?:(?:imi|ma|mai) )*(?:trimite\w*|scrie\w*|"
        r"contacta\w*|suna\w*|mai)(?: \w+){0,2}",
    ),
    # Russian, Ukrainian
    (
        ALL,
        r"(?:больше |пожалуйста |прошу )*(?:не|хватит|прекратите|перестаньте|хорош|нельзя) (?:мне |нам |"
        r"больше |сюда |меня )*(?:пишите|писать|присылайте|присылать|шлите|слать|звоните|звонить|"
        r"беспокойте|беспокоить|отправляйте|отправлять|пиши|присылай|рассыл\w+|смс|сообщени\w+|спам\w*|"
        r"надо (?:мне )?(?:писать|звонить|слать)|хочу (?:больше )?получать|желаю получать)|(?:удалите|"
        r"уберите|исключите|вычеркните|удали)(?: \w+){0,2} (?:номер|из (?:базы|списка|рассылки)|меня)|"
        r"(?:отпиш\w+|отписать\w*|отстаньте|отвали\w*|отвяжитесь)|не пишіть|припиніть|відпиш\w+",
    ),
    # Chinese, Japanese, Korean, Arabic, Hindi: no spaces between words, so plain substrings.
    (
        ALL,
        r"(?:不要|别|別|请勿|請勿|勿|停止|不想|不需要|不希望|拒绝|拒絕|请停止|禁止)(?:再|要|继续|繼續)?(?:给|"
        r"給|跟|向)?(?:我|我们|我們)?(?:再|收到|"
        r"接收)?(?:发|發|发送|發送|联系|聯繫|聯絡|打扰|打擾|骚扰|騷擾|寄|傳|传)(?:任何|这些|這些|"
        r"更多)?(?:短信|訊息|简讯|簡訊|信息|消息|广告|廣告|我|电话|了|"
        r"来|到)?|(?:取消|退)(?:订阅|訂閱|订|訂)|(?:删除|刪除|移除)(?:我|我的|这个|這個)(?:的)?(?:号码|號碼|"
        r"电话|電話)|(?:不想|不要|拒收|"
        r"不希望)(?:再)?(?:收到|接收|收)(?:你们|你們)?(?:的|任何|这些)*(?:短信|简讯|簡訊|信息|消息|訊息|"
        r"广告)?|拒收|把我(?:的号码|"
        r"的號碼)?从?.{0,8}(?:删除|刪除|移除|去掉)",
    ),
    (
        ALL,
        r"(?:送ら|送信し|連絡し|メッセージし|電話し|かけ)ないで|(?:メッセージ|メール|配信|連絡|sms|"
        r"ショートメール|送信)(?:を|の|は)?(?:すべて|全て|"
        r"もう)?(?:停止|やめて|止めて|不要|いりません|要りません|拒否|解除)|登録(?:を)?解除|迷惑です|"
        r"リスト(?:から)(?:外して|削除)|番号(?:を)?(?:削除|消して)",
    ),
    (
        ALL,
        r"(?:문자|메시지|메세지|연락|전화|카톡|sms)(?:를|을|좀|는|은|도)? ?(?:더 ?이상 |다시는 |그만 |이제 |"
        r"제발 )*(?:보내지|하지|그만|받고 ?싶지|"
        r"주지|수신 ?거부|중단|원하지|차단)|수신 ?거부|그만 (?:보내|연락|문자)|보내지 ?(?:마|말)|"
        r"연락하지 ?(?:마|말)|번호(?:를)? ?(?:삭제|지워)",
    ),
    (
        ALL,
        r"(?:لا ترسل\w*|لا تراسل\w*|لا تتصل\w*|توقف\w* عن|الغاء الاشتراك|إلغاء الاشتراك|احذف\w* رقمي|"
        r"أوقفوا|اوقفوا|أزيلوا رقمي|لا أريد)(?: \w+){0,3}|(?:मैसेज|संदेश|मेसेज|message|msg|"
        r"sms)(?: \w+)? (?:मत|बंद)|(?:मत|बंद) (?:भेज\w*|कर\w*)|(?:mujhe )?(?:message|msg|sms|"
        r"mesej) (?:mat|band) (?:bhej\w*|kar\w*)|\bmat bhejo\b",
    ),
)

WRONG_NUMBERS = (
    r"(?<!di el )(?<!dado el )\bnumero (?:equivocado|incorrecto)(?! de| en| que (?:le|te|les))|"
    r"\b(?:se )?equivoc\w+ (?:de|el|con el) (?:numero|persona|telefono)|\bpersona equivocada|"
    r"\bno soy (?:la|esa|el|quien) ?(?:persona )?(?:que )?(?:busca\w*|persona|cree\w*)|\bno (?:conozco|"
    r"vive) a(?:qui)? ?ning\w+|\beste (?:ya )?no es (?:el|su) (?:numero|telefono) de|"
    r"\beste (?:ya )?no es su numero",
    r"\b(?:mauvais|faux) numero(?! (?:de|sur|pour|dans|a la)\b)|"
    r"(?<!suis )(?<!est )(?<!sommes )\btromp\w+ de (?:numero|personne)|\berreur de numero|"
    r"\bmauvaise personne|\bn est (?:plus|pas) (?:le|son|mon) numero de|\bce n est (?:plus|"
    r"pas) le (?:bon )?numero",
    r"\b(?<!o )(?<!lhe o )numero errado(?! (?:no|na|do|da|de|em|nos|nas)\b)|\bpessoa errada|\bengan\w+ (?:no|de|"
    r"o) numero|\berrou (?:o|"
    r"de) numero",
    r"\bfalsche (?:telefon|handy)?nummer(?! (?:gegeben|am|an|auf|im|in|steht|eingegeben|gewahlt)\b)|\bfalsch verbunden|"
    r"\bfalsche person|\bverwahlt\b(?! ich)",
    r"\bnumero sbagliato(?! (?:di|sul|della))|\bha(?:i)? sbagliato numero|\bavete sbagliato (?:numero|"
    r"persona)|\bpersona sbagliata",
    r"\b(?:verkeerd|verkeerde|fout) (?:nummer|persoon)|\bfel (?:nummer|person)|\bfeil (?:nummer|person)|"
    r"\bforkert nummer|\b(?:zly|nie ten|bledny) numer|\bpomylka\b|\bpomylil\w* numer",
    r"\bnham so\b|\bmaling number|\bmali ang (?:number|numero)|\bwrong send\b|\bmove nimewo|"
    r"\bsalah (?:nomor|sambung)|\byanlis numara|\bnumar gresit",
    r"не тот номер|ошиб\w+ номером|вы ошиблись|неправильный номер|не туда попали",
    r"打错了|打錯了|发错了|發錯了|号码错|號碼錯|错号|找错人|找錯人|発送先が違|番号(?:が)?(?:違|間違)|"
    r"間違い(?:電話|です|メール)|人違い|잘못 ?(?:보내|거셨|걸|연락)|"
    r"번호(?:가|를)? ?(?:잘못|틀)|الرقم (?:خطأ|خاطئ)|رقم (?:خطأ|خاطئ)|गलत नंबर|galat number",
)

# Taken out first, as in `false_friends.py`.
FALSE_FRIENDS = (
    r"\b(?:n|ne|s|pas) arret\w+(?: pas| jamais| plus)? (?:de|d)\b[^.?,]*|\bn arret\w+ (?:pas|"
    r"surtout pas)\b[^.?,]*|\b(?:ne recois|ne recevons|n ai (?:pas|plus) recu|ne recoit|ai pas recu|"
    r"recois) (?:plus|pas)?[^.?,]*",
    r"\bnao (?:par\w+|deix\w+) de\b[^.?,]*|\bnao (?:recebi|estou recebendo|recebemos|chegou|"
    r"chegaram)\b[^.?,]*|\bno (?:recibi|he recibido|recibimos|estoy recibiendo|me llega\w*|me ha llegado|"
    r"hay|me llego|tengo)\b[^.?,]*|\bnao (?:me )?(?:lig\w+|mand\w+|escrev\w+)(?: \w+){0,3}? (?:antes|"
    r"depois|ate|agora|hoje|de noite|a noite|ainda|durante)\b[^.?]*",
    r"\b(?:nicht|nie) (?:auf|mehr auf)\b(?= (?:zu|mit))[^.?,]*|\bhort? (?:einfach )?nicht auf\b[^.?,]*|"
    r"\b(?:bitte )?(?:nicht|keine \w+|nichts) (?:vor|nach|zwischen|heute|morgen|jetzt|am sonntag|nachts|"
    r"abends|wahrend)\b[^.?]*|\b(?:habe|haben|hab)(?: (?:ich|wir|noch))* keine?\b[^.?,]*|\b(?:vor|"
    r"nach) \d+ uhr nicht\b[^.?]*|\b(?:bekomme|bekommen|erhalte|kriege)(?: (?:ich|wir))? keine\b[^.?,]*",
    r"\bnon (?:mi |ci )?(?:chiam\w+|scriv\w+|mand\w+|disturb\w+)(?: \w+){0,3}? (?:prima|dopo|fino|adesso|"
    r"ora|oggi|stasera|di notte|domani|durante|ancora)\b[^.?]*|\bnon smett\w+ di\b[^.?,]*|"
    r"\bnon (?:ho ricevuto|ricevo|abbiamo ricevuto|arriva\w*)\b[^.?,]*",
    r"не (?:могу|получил\w*|пришл\w+|приход\w+|прислал\w*|работает)[^.?]*|(?:空调|空調|冰箱|洗衣机|电梯|"
    r"エアコン|給湯|洗濯機|"
    r"シャワー|에어컨)[^.。?]*(?:停止|やめ|止ま|멈)[^.。?]*|(?:没|沒|没有|沒有)(?:收到|有收到)[^.?]*|"
    r"(?:晚上|早上|今天|现在|現在|"
    r"[0-9]+点)[^.?]{0,8}(?:不要|别|別|请勿)(?:打|发|發|联系)[^.?]*",
)

# R48: the whole message declines.
DECLINES = (
    r"^ \. (?:(?:no|non|nao|nein|nee|gracias|merci|obrigad[oa]|danke|grazie|,|lo siento|ich habe|habe|"
    r"hola|bonjour|je|ne|suis|ce|n|est) )*(?:no me interesa\w*|no estoy interesad[oa]|no nos interesa|"
    r"pas interesse\w*|m interesse pas|nao (?:me interess\w+|tenho interesse|estou interessad[oa])|"
    r"kein interesse|nicht interessiert|non (?:mi interessa|sono interessat[oa])|geen interesse|"
    r"me interesa nada)(?: (?:gracias|merci|obrigad[oa]|danke|grazie|por favor|mehr|plus|mais|,))* \. $",
)
