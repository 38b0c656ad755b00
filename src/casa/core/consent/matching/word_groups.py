"""The word groups that the phrase tables are built from: `<MSG>` in a pattern stands for `WORDS["MSG"]`."""

WORDS = {
    "FILL": r"(?:(?:all|with|the|this|that|of|your|these|those|any|please|just|already|fucking|damn|goddamn|bloody|"
    r"freaking|stupid|constantly|always|continually|trying to|attempting to|from|further|future|getting|even|ever|"
    r"keep|repeatedly|continuously|using|unsolicited|unwanted|annoying|constant|or) )",
    "STOP": r"(?:stop|stopping|stops|quit|quitting|cease|ceasing|halt|discontinue|discontinuing|end|desist|refrain "
    r"from|knock off|cut out|terminate|give up|lay off|layoff|enough|pause|suspend|block|cancel|kill|drop|disable|"
    r"deactivate|turn off|shut off|cut|cut off|remove)",
    "TEXTING": r"(?:texting|messaging|contacting|calling|phoning|ringing|dialing|emailing|mailing|writing to|writing|"
    r"bothering|spamming|harassing|bugging|pestering|annoying|pinging|notifying|reminding|soliciting|hounding|"
    r"stalking|blasting|reaching out to|reaching out|robocalling|hitting up|hitting|blowing up|blowin up|blowing|"
    r"whatsapping|dming|communicating with|communicating|marketing to|advertising to|soliciting|communication with|"
    r"contact with|messing with|nagging|badgering|hassling)",
    "TEXT": r"(?:text|message|contact|call|phone|ring|dial|email|write to|write|bother|spam|harass|bug|pester|annoy|"
    r"ping|notify|remind|solicit|reach out to|reach out|reply to|communicate with|communicate|hit up|hit|disturb|"
    r"robocall|market to|whatsapp|dm|mail|try to contact|try to reach|keep texting|keep messaging|keep calling|keep "
    r"contacting|keep bothering|bother texting|bother messaging|bother calling|bother contacting)",
    "MSG": r"(?:texts|text messages|text message|text msgs|texting|messages|messaging|sms|sms messages|mms|reminders|"
    r"notifications|alerts|updates|promos|promotions|promo|promotional|ads|adverts|advertisements|advertising|ad|"
    r"offers|deals|coupons|discounts|sales|specials|spam|calls|phone calls|robocalls|emails|newsletters|newsletter|"
    r"blasts|marketing|solicitations|solicitation|soliciting|surveys|communications|communication|correspondence|"
    r"contact|mailings|group texts|group messages|notices|commercials|robotexts|follow ups|broadcasts|subscription to "
    r"(?:this|these|your)|text|message)",
    "STAY": r"(?:reservation|stay|booking|check ?in|check ?out|trip|appointment|visit|door code|access code|arrival|"
    r"rental|service|job|order)",
    "ES_MSG": r"(?:mensajes?|mensaje de texto|textos?|sms|notificaciones|recordatorios|avisos|alertas|correos?|"
    r"emails?|cosas|informacion|whatsapps?|spam|mensajitos|comunicaciones|nada|esto|estos|mas)",
    "ES_ADS": r"(?:publicidad|promociones|promos?|ofertas?|anuncios?|propaganda|marketing|descuentos|comerciales|"
    r"boletines|newsletter)",
    "FR_MSG": r"(?:messages?|textos?|sms|notifications?|rappels?|envois?|alertes?|courriels?|mails?|emails?|spams?|"
    r"communications?|pourriels?)",
    "FR_ADS": r"(?:pubs?|publicites?|promos?|promotions?|offres?|reclames?|annonces|demarchage|marketing|"
    r"sollicitations?|newsletters?|infolettres?)",
    "PT_MSG": r"(?:mensagens|mensagem|mensage[mn]s?|sms|textos?|notificacoes|lembretes|avisos|alertas|emails?|msgs?|"
    r"messages?|spam|nada|comunicacoes|isso|contatos?)",
    "PT_ADS": r"(?:propagandas?|publicidade|promocoes|ofertas|anuncios|marketing)",
    "IT_MSG": r"(?:messaggi|messaggio|sms|notifiche|promemoria|mail|emails?|avvisi|comunicazioni|spam)",
    "DE_MSG": r"(?:nachrichten|sms|textnachrichten|mails?|emails?|mitteilungen|erinnerungen|benachrichtigungen|"
    r"messages?|texte|spam|whatsapps?|nachricht|kontaktaufnahme)",
    "DE_ADS": r"(?:werbung|angebote|werbenachrichten|newsletter|werbe \w+|werbesms|rabatte|aktionen)",
    "NL_MSG": r"(?:berichten|berichtjes|sms|smsjes|sms jes|mails?|meldingen|reclame|appjes|whatsapps?|herinneringen)",
    "WHEN": r"(?:after|before|past|until|till|til|between|during|while|tonight|tomorrow|today|tonite|later than|"
    r"earlier than|so early|this early|so late|this late|too early|too late|late at night|at night|overnight|at \d|"
    r"around \d|on (?:mon|tues|wednes|thurs|fri|satur|sun)\w*|on weekends?|weekends|on week ?days|in the (?:morning|"
    r"mornings|middle|evening|evenings|night|am)|at (?:midnight|dawn|dinner|work|this hour|that hour|lunch|bedtime|"
    r"such)|when (?:im|i am|we|were|i|he|she|my|our)|this week|this weekend|this morning|this evening|this afternoon|"
    r"for the next|for a few|for now|for an hour|at the moment|just yet|yet|early|late|first thing|during the|outside|"
    r"in a meeting|\d+ ?(?:am|pm)|\d{1,2}:\d\d)",
}
