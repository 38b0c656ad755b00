"""The words that frames are made of, by what they do in a sentence; English, Spanish and French together.

Folded spelling, as `spoken.py` writes it. A word may stand in several classes: "text" is something one does and
something one gets.
"""

import re

_DOUBLED = re.compile(r"(\w)\1+")


def listed(words: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(words.split())


def single(word: str) -> str:
    """A word with no letter twice in a row: "sttop" and "stopp" have this in common with "stop"."""
    return _DOUBLED.sub(lambda run: run[1], word)


CLASSES: dict[str, str] = {
    "CEASE": """
        stop stopping quit parenle parale quitting cease ceasing halt discontinue discontinuing end desist refrain
        avoid enough stoppit pare paren para parar paras pararan deje dejen deja dejar dejes dejad cese cesen basta
        nix axe suspenda suspendan detenga detengan detener eviten evite termine terminen arretez arrete arreter arretes
        cessez cesser stoppez stopper finissez finir""",
    "CONTACT": """
        text texts texting message messages messaging contact contacting call calling calls email emailing mailing
        write writing bother bothering spam spamming harass harassing bug bugging pester pestering annoy annoying ping
        pinging notify notifying remind reminding solicit soliciting hound hounding disturb disturbing phone phoning
        ring ringing dial dialing robocall robocalling nag nagging badger badgering hassle hassling whatsapp
        whatsapping dm dming reach reaching communicate communicating hit hitting blow blowing escribir escribirme
        escribirnos escribiendo escribiendome escriba escriban escribieran mandaran enviaran contactaran molestaran
        escribas escribes escriben escribime contactar contactarme contacte contacten contactes contactando
        contactarnos contactan molestar molestarme molestarnos molesten moleste molestes molestando molestan molesta
        jodan jodas joder textear textearme texteame texteen textee
        textees texteando llamar llamarme llamen llame llames
        llamando llaman fregar frieguen fastidiar fastidien chingar chinguen acosar acosarme acosen acosandome
        insistir insistan
        busquen buscarme comuniquen comunicarse hablar hablen marcar marquen marcarme mensajear mensajeen spamear
        contacter contactez recontactez recontacter ecrire ecrivez ecris ecrives texter textez texte appeler appelez
        appelle appelles rappeler rappelez deranger derangez derange harceler harcelez importuner importunez embeter
        embetez solliciter sollicitez relancer relancez spammer spammez emmerder emmerdez saouler saoulez bombarder
        bombardez demarcher""",
    "SEND": """
        send sending sends give giving forward forwarding shoot shooting get getting receive receiving gets blast
        blasting push pushing keep keeps sent mandar mandarme mandarnos mandando mandandome mande manden mandes mandas
        mandan manda mandeme mandenme mandame enviar enviarme enviarnos enviando enviandome envie envien envies envias
        envian envia envieme envienme recibir recibiendo recibirlos recibirlas reciba lleguen llegue sigan envoyer
        envoyez envoie envoies recevoir recoive""",
    "GET": """
        get getting receive receiving see seeing have recibir recibirlos recibirlas recibiendo recevoir recois""",
    "MSG": """
        text texts message messages sms mms smses reminder reminders notification notifications alert alerts update
        updates promo promos promotion promotions promotional ad ads advert adverts advertisement advertisements
        advertising coupon coupons offers deals discount discounts sales specials spam calls robocalls robocall
        robotexts email emails newsletter newsletters blasts blast marketing solicitations solicitation surveys survey
        communications communication correspondence mailings notices commercials broadcasts texting messaging outreach
        followup followups pings campaigns junkmail pitches pitch solicitors telemarketing telemarketers mensaje
        mensajes mensajito mensajitos texto textos notificacion notificaciones recordatorio recordatorios aviso avisos
        alertas correo correos comunicaciones whatsapps publicidad promociones promocion ofertas anuncios propaganda
        descuentos llamadas boletines boletin encuestas harcelement rappels rappel envois envoi alertes courriel
        courriels
        mails pourriels pub pubs publicite publicites offres reclames demarchage sollicitations infolettre infolettres
        appels relances annonces""",
    "AD": """
        promo promos promotion promotions promotional ad ads advert adverts advertisement advertisements advertising
        coupon coupons offer offers deal deals discount discounts sale sales specials marketing newsletter newsletters
        solicitations solicitation surveys commercials publicidad promociones promocion ofertas anuncios propaganda
        descuentos pub pubs publicite publicites offres sollicitations""",
    "JUNK": """
        this these those stuff things thing junk crap shit bs bullshit nonsense garbage rubbish trash it them em that
        anything esto eso estos esos estas esas cosas basura ca cela ceux trucs conneries merde""",
    "ME": "me us him her them here anyone nos les le mi mis m moi nous lui",
    "FAMILY": """
        mom mother dad father wife husband son daughter kid grandma grandmother grandpa grandfather mum parents family
        boyfriend girlfriend partner office business number phone cell line landline device mobile inbox house home
        mama papa esposa esposo hijo hija mujer marido abuela telefono numero celular femme mari fils fille mere pere
        portable telephone""",
    "NOT": """
        dont never no not no_longer wont cant shouldnt mustnt neither nor nunca jamas ni tampoco ne pas jamais plus
        nobody didnt havent hasnt wasnt doesnt isnt arent""",
    "DONT": "dont never no_longer nunca jamas ne shouldnt mustnt didnt wouldnt",
    "WANT": """
        want wants wanting wanted wish wishing care like asked ask desire interested looking requested request wanna
        interest appreciate quiero queremos deseo deseamos quisiera pedi solicite veux voulons veut souhaite
        souhaitons voudrais voulez interesa interesan interesado interesada""",
    "NEED": "need needing needed require necesito necesitamos besoin",
    "ERASE": """
        remove delete erase strike scrub purge unlist expunge trash dump ditch toss chuck oubliez oublier lose forget
        discard eliminate supprimez supprimer effacez effacer enlevez retirez otez borre borren borra borrar elimine
        eliminen quite quiten saquen""",
    "AGREE": """
        consent consented consenting agree agreed authorize authorized authorise authorised subscribe subscribed
        signup signed sign registered register enrolled enroll optin opted permission permit permitted joined join
        request requested autorice autorizo autorizado suscribi inscribi acepte consenti permiso inscrit abonne
        autorise accord accepte consentement autorisation autorizacion consentimiento authorization authorisation""",
    "CONSENT": """
        consent consents permission permissions authorization authorisation approval optin permiso permisos
        consentimiento autorizacion consentement autorisation accord""",
    "REVOKE": """
        revoke revoked revoking withdraw withdrew withdrawn withdrawing rescind rescinding rescinded retract
        retracting pull pulling cancel canceling cancelling deny denying revoco revocar retiro retirar retirer retire
        revoque""",
    "REMOVE": """
        remove removed removing delete deleted deleting take taken taking drop dropped erase erased strike scrub pull
        pulled scratch cut exclude excluded unlist purge wipe eliminate discard get clear cross unenroll withdraw
        expunge quite quiten quita quitar quitarme quitenme quiteme quitame saque saquen saca sacar sacarme saquenme
        saqueme sacame borre borren borra borrar borrarme borrenme borreme borrame elimine eliminen elimina eliminar
        eliminarme eliminenme elimineme eliminame remueva remuevan remover removerme remuevanme retire retiren
        retirenme retireme descarten retirez retirer enlevez enlever supprimez supprimer effacez effacer rayez rayer
        otez oter sortez sortir desinscrivez virez""",
    "CLITIC": """
        quitarme quitenme quiteme quitame quitennos sacarme saquenme saqueme sacame borrarme borrenme borreme borrame
        eliminarme eliminenme elimineme eliminame remuevanme removerme retirenme desinscrivez desabonnez""",
    "LIST": """
        list database databases system systems contacts records distribution program rotation directory phonebook crm
        dialer books roster mailer files sheets group thread loop chain lista base sistema registro registros
        directorio agenda liste listes fichier fichiers systeme repertoire""",
    "NUMBER": """
        number name cell phone mobile info information data contact digits telephone line numero telefono celular nombre
        datos donnees nom coordonnees portable""",
    "OPTOUT": """
        unsubscribe unsubscribed unsubscribing optout opting unenroll unregister deregister desuscribir desuscribirme
        desuscribanme desuscriba desinscribirme desinscribir baja desabonner desabonnez desabonne desinscrire
        desinscrivez desinscription desabonnement""",
    "OFF": "off from out of outta de du des",
    "AGAIN": """
        anymore again ever already further future forever more longer forward mas mucho adelante plus jamais nunca
        jamas""",
    "THEIRS": """
        bot bots robot robots system computer machine people guys team company office boss manager staff software
        automation reps rep salespeople sales autodialer callers marketers agents secretary receptionist colleagues""",
    "SELF": "i ill ive im we well weve he she they hes shes theyre who someone somebody nobody",
    "BACK": "back yet until till unless",
    "CONJ": """
        when while if unless until till but because so then cuando si hasta quand lorsque parce mais pero porque and
        or y et ou o""",
    "PREP": "by at in on for to via near into onto para por pour a en chez before after",
    "TIME": """
        after before until till til past during between tonight tomorrow today weekend weekends early late morning
        mornings night nights evening evenings midnight dawn noon weekdays weekday sunday sundays saturday saturdays
        monday friday thursday wednesday tuesday now hours hour pm while ahora hoy antes despues hasta noche manana
        domingo domingos sabado madrugada tarde temprano avant apres nuit matin soir dimanche tot tard jusqu""",
    "PESTER": """
        asking selling pitching wasting trying insisting following soliciting hitting insistir preguntar""",
    "THING": """
        dog dogs cat noise noisy music beeping beeps chirping barking alarm alarms leak leaking dripping drip rain
        snow pool tub faucet sink shower toilet heat heater heating ac hvac furnace fan light lights car cars truck
        parking driveway party kids baby snoring smoking medicine medication pills pill work working eating drinking
        charge charges charging billing payment payments card deposit refund delivery deliveries package packages mail
        towels sheets linens cleaner cleaners cleaning maid maids contractor crew mowing mower lawn sprinklers
        sprinkler drill drilling hammering construction neighbor neighbors neighbour neighbours bus train charged
        billed refunded lease elevator door doors gate engine machine dishwasher washer dryer oven stove fire smoke
        flood water fridge wifi tv bleeding pain swelling toothache treatment procedure driver tech technician
        installer install order kitchen bathroom bedroom house room cabin unit wrong_house perro ruido musica alarma
        agua fuga chien bruit musique alarme eau fuite chauffage""",
    "BOOKING": """
        reservation reservations booking bookings appointment appointments appt stay trip visit service order account
        rental agreement contract cita citas reserva rendez vous limpieza""",
    "BUSY": """
        sleeping asleep napping driving meeting meetings busy flying plane class church surgery outside signal
        reception coverage manejando dormido durmiendo""",
    "DEVICE": """
        netflix hulu disney spotify youtube hbo magazine newspaper gym roku
        insurance waiver warranty tablet ipad dinner tv nest ring thermostat camera cameras doorbell lock locks smoke
        detector fridge
        oven washer dryer
        alexa keypad cleaner cleaners cleaning maid maids housekeeper housekeeping driver guests guest neighbors
        neighbor towels wait waiting waitlist standby cancellation priority vip checkout checkin chore grocery
        shopping late early door garage gate router leak water bus lease code codes music card credit""",
    "GRUMPY": """
        spam spamming scam scammers harassment harassing annoying annoyed bothering sick tired fed unwanted
        unsolicited ridiculous stupid fucking damn goddamn bloody freaking wrong already times told asked said""",
    "DIGITS": "0000000",
    "CONTACTED": """
        contacted texted messaged called bothered emailed spammed solicited notified reminded disturbed contactada
        contactado contacte sollicite""",
}
