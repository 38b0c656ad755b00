"""Real words that stand one typing error away from a keyword or a phrase word: never read as that error
(R35).

Own list, made by going through the neighbours of each word. A missing word costs a false suppression,
a word too many costs an unrecognised misspelling: the first is worse, so be generous.
"""

_NEAR_KEYWORDS = """
atop chop crop drop flop hop mop pop prop shop shops slop snoop sop spot spots stay steep stem step steps stew
stoop stoops stock stomp stone stood stool stops stopped stopping stopper storm story stow strap strep strip
stroll strop stub stump tops swap swop top store stork slot stout scop setup topp stoke estop
stopwall stopball stopcall stopmall stophall stopfall
quiet quite quits quid quilt quint quip quitter quiz unit suit quitting quoit squid duit
bend bends ends ended ending endive and send lend mend tend vend fend wend find enc
cancels cancer canceled cancelled canceling cancelling cancan candle channel chancel canal camel carcel
cancelo revoked revokes evoke invoke provoke revoking revolve revive
remote removed removes remover removal removing remodel remade revoke demote rewove
optional optician option output outing
alta altar alter alton alto also auto auton alt halt salto allot lato plato gato rato altos algo asalto
paras pasar pagar parar parear para pared parque parte parto pardo parra sarar tarar pararon jarar papar lavar
sacar pares parece pago paga pase padre mare
bare care dare fare hare mare rare tare ware park part pure pore pale pane page pace pave pear spare share
pare parse baja bajo baje bajas caja bala bata hoja bajar raja maja faja vaja baya
said sail hair stair fair pair lair main sari salir
cancela cancelas cancelada cancelado cancele cancelen cancelacion
arrete arretes arrive arriver arrivee arrhes arrest arena carret jarret garret barret barre aurait airet
paris paraje parra paral parad paran parka parca sparar amparar parlar
detener retener detenido contener mantener
star stars stare stared start starts started starter starting stark smart tart state stat stars stair strata
sport startup star's startled upstart restart
unstop nonstop unstrap
help helps helped helper helping held hell hello helo helm hemp heap heal hep yelp kelp whelp helix hel heel
into inf ink info infos infor intro onto
aide aides aider aida wide aisle aid aids side ride hide tide bide
ayuda ayudar ayudas ayude viuda duda
join joins joint coin loin john
subscribe subscribed subscriber subscribes unsubscribe resubscribe describe
yes yet yep eyes yens
slut slum stopp glut
pause please tease lease tanks tank favors flavor mercy
unsure unsafe unset
"""

_NEAR_PHRASES = """
nummer numero contacte contacto contacts contatto contactez mensaje mensajes mensagem mensagens nachricht
nachrichten messaggi messaggio sendung revoco consens consenso consento promociones promotion promotions
calling called caller emailed textings texted subscribed withdrawn withdraws withdrawal messaged removes
consented consents notification reminder communicate receives numbing retire remote promoter marketed parking
barking

testing tasting resting nesting listing tilting texting texted tenting exiting existing
contract contracts contrast contractor contacts context contest content contain
massage massages massaged messy message passage
listen lists least lost last mist fist wrist twist
falling ceiling calling filling selling telling coiling culling balling walling hauling cooling curling
detail details retail emails
numbers lumber member cumber timber number slumber
pronto
remind remain remaining remains reminder remainder reminders remainders
alerts alter alert albert
updated updates dates upgrade upgrades upstate
spans span scam swam spam spa spacing
block blocks black clock lock locks flock
bothered brother brothers mother other bother boother
sending spending bending mending tending lending pending seeding ending vending fending feeding
writing waiting whiting wiring riding
emailing mailing railing sailing nailing failing tailing bailing
receive deceive received receives receiver relieve
consent content contents convent consents constant
permission permissions remission omission
unwanted wanted
number's
cleaning clearing
confirm conform
deleted delete deletes dilute
removal reservation reservations observation preservation
promise promises
pricing
wrong wring strong thong throng prong
interested interest
person prison persons
phone phones prone phase phrase
lawyer layer lawyers sawyer
attorney journey
again against gain
anymore
letting setting getting petting sitting
please pleased police pleas
sender tender gender fender send
subject
text texts test tests tent tents taxi tax next exit texas teat teats tex tec texture
reporter reporters blocker blockers fill fills sensing llave llaves texto textos perro perros quitte cesse loose boots
slamming pin pins leaves lease leased lave leaved cleave heave weave leaven
"""

REAL_WORDS = frozenset((_NEAR_KEYWORDS + _NEAR_PHRASES).split())
