"""Thirty passages of a house manual and what guests ask about them: close to the wording, far from it, off topic."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage with the two ways a guest asks for it."""

    id: str
    title: str
    text: str
    close: str
    far: str


_ROWS = """
tv|Television|The TV has an Apple box. Press the white remote's round button and choose Netflix or Disney. Please sign out of your own accounts when you leave.|How do I turn on the TV and Netflix?|How do we stream movies here?
laundry|Laundry|The washing machine is in the hall cupboard on the second floor. Detergent is on the shelf above it. The dryer takes about an hour per load.|Where is the washing machine?|Is there somewhere to clean our clothes?
trash|Rubbish|Bins are behind the garage. The truck comes on Tuesday morning, so please roll them to the curb on Monday night. Blue is for recycling.|When is rubbish collected?|What should I do with all the garbage and empty bottles?
heating|Heating|The thermostat is beside the bedroom door. Turn the dial right for warmer. It goes down to 17 degrees by itself at midnight.|How does the thermostat work?|It's cold in here, how do I turn up the temperature?
hottub|Hot tub|The hot tub is kept at 38 degrees. Fold the cover back in half and lift. It closes at 10 PM because sound carries over the lake.|Until what time can we use the hot tub?|Can we sit in the jacuzzi after midnight?
coffee|Coffee|There is a drip machine and a French press. Filters and a first bag of ground coffee are in the drawer under the kettle.|Is there a coffee machine?|Is there anything to make an espresso with, or do I bring my own?
dishes|Dishwasher|Tablets for the dishwasher are under the sink. Run it on Eco and leave the door ajar afterwards.|Where are the dishwasher tablets?|How do we clean the plates and pans after dinner, is there a machine?
grill|Barbecue|The gas grill stands on the deck. Open the bottle first, then push the red button. Brush the rack after use.|How do I light the barbecue?|We bought steaks and would love to cook outside on the BBQ
firewood|Fireplace|Use only the birch in the basket. Open the flue before you light the fire and keep the screen closed. More wood is in the shed.|Is there firewood for the fireplace?|Can we make a cosy fire in the living room, and with what?
crib|Baby things|A travel cot, a high chair and a baby bath are in the loft. Ask us a day before and we set them up.|Do you have a cot and a high chair for our baby?|We are travelling with a ten month old, where will she sleep?
linen|Linen and towels|Beds are made and there are two towels per guest. Fresh towels are brought after five nights. Beach towels are in the bench by the door.|Do you provide towels and bed linen?|Should we pack something to dry ourselves with after swimming?
kitchen|Cooking|The kitchen has pots, pans, sharp knives, oil, salt and pepper. The oven needs the clock set before it heats.|Does the kitchen have pots and pans?|Is there cookware, or should we bring our own frying pan?
groceries|Supermarket|The nearest supermarket is Millers on Dock Road, six minutes on foot, open until 9 PM every day.|Where is the nearest supermarket?|We need milk and bread, who sells it nearby?
restaurants|Eating out|For dinner we like The Salt House for fish and Bruno for pizza, both on the harbour. Book on weekends.|Can you recommend a restaurant?|Somewhere good to have a meal tonight?
beach|Lake and swimming|A path behind the shed leads to the water in four minutes. There is a small sandy cove. No lifeguard, and it gets deep fast.|How far is the lake for swimming?|Can the children go swimming anywhere close?
train|Getting around without a car|Bus 14 stops at the church every half hour and reaches the station in twelve minutes. Taxis need a call an hour ahead.|Is there a bus to the station?|We come without a car. Is there public transport?
airport|From the airport|From the airport it is 35 minutes by car. The shuttle runs to Main Square until 11 PM, and from there a taxi is about $12.|How do we get from the airport to the house?|Our flight lands at nine in the evening, how do we reach you?
quiet|Quiet hours|It must be quiet outside from 10 PM to 8 AM. The neighbours have small children.|What are the quiet hours?|Is it OK if we play music on the terrace late at night?
luggage|Luggage|You can leave bags in the locked porch from noon on the day you arrive and until 3 PM after checkout.|Can we leave our luggage before check in?|Our plane goes in the evening, can you store our suitcases till then?
checkoutlist|Before you leave|Start the dishwasher, put used towels in the bath, close the windows and pull the door shut until it clicks.|What do we have to do before checkout?|Are there chores for us on the last morning when we go?
safety|Safety|A fire extinguisher and a first aid kit are under the kitchen sink. The main water valve is in the cellar behind the stairs.|Where is the first aid kit?|I cut my finger, do you have plasters or bandages?
fuse|Power|The fuse box is in the cellar to the left. If a switch points down, push it up. Do not run the oven and the sauna together.|Where is the fuse box?|Half of the lights went off suddenly, which breaker is it?
sauna|Sauna|The sauna needs forty minutes to get warm. Set the timer by the door and sit on a towel.|How long does the sauna take to heat?|We want a proper sweat after skiing
bikes|Bicycles|Four bicycles and helmets are in the shed. The lock's key hangs inside the door. Please lock them in town.|Do you have bikes we can use?|Can we borrow something to cycle around the area?
work|Desk|There is a desk with a monitor in the small room. The chair adjusts and there are spare chargers in the drawer.|Is there a desk to work at?|I have video meetings on Wednesday, is there a place for my laptop?
stairs|Steps and access|There are nine steps to the front door and a steep stair to the bedrooms. There is one bedroom and a shower on the ground floor.|How many steps are there to the front door?|My mother uses a walking frame, can she get around the house?
water|Tap water|Tap water is safe and comes from a spring. It may look cloudy for a moment, which is only air.|Can we drink the tap water?|Is it safe to drink from the faucet or do I buy bottles?
insects|Windows and screens|Screens slide down from the top of each window. Please keep them shut after dark in summer.|Do the windows have screens?|How do we keep mosquitoes out while sleeping?
doctor|Doctor and pharmacy|The pharmacy is next to the church and open until 6 PM. The nearest doctor is Harbour Clinic, ten minutes by car.|Where is the nearest pharmacy?|My son has a fever, who can see him?
tax|Tourist tax|A local visitor tax of $2.50 per adult and night is already part of the price you paid.|Is the tourist tax included?|Do we owe the town anything extra per night?
"""  # noqa: E501 (one entry a line)

HOUSE = tuple(Entry(*row.split("|")) for row in _ROWS.strip().splitlines())

OFF_TOPIC = (
    "What is the capital of Mongolia?",
    "Can you write me a poem about the stock market?",
    "Who won the world cup in 1998?",
    "Do you sell car insurance?",
    "How do I reverse a linked list in Java?",
    "Is your company hiring interns?",
    "What is the exchange rate of the yen?",
    "Could you translate my thesis abstract?",
    "When does the new phone model come out?",
    "Would you like better search rankings for your website?",
)

IN_SPANISH = {
    "laundry": "¿Dónde está la lavadora?",
    "coffee": "¿Hay cafetera en la casa?",
    "linen": "¿Tenemos que llevar toallas y sábanas?",
    "groceries": "¿Dónde está el supermercado más cercano?",
    "crib": "¿Tienen una cuna para el bebé?",
    "grill": "¿Cómo se enciende la barbacoa?",
    "trash": "¿Qué hacemos con la basura?",
    "luggage": "¿Podemos dejar las maletas antes de la entrada?",
    "hottub": "¿Hasta qué hora se puede usar el jacuzzi?",
    "restaurants": "¿Nos recomienda un restaurante para cenar?",
}
IN_FRENCH = {
    "laundry": "Où se trouve la machine à laver ?",
    "coffee": "Y a-t-il une machine à café ?",
    "linen": "Faut-il apporter des serviettes et des draps ?",
    "groceries": "Où est le supermarché le plus proche ?",
    "crib": "Avez-vous un lit bébé et une chaise haute ?",
    "grill": "Comment allumer le barbecue ?",
    "trash": "Où jeter les poubelles ?",
    "luggage": "Peut-on laisser nos bagages avant l'arrivée ?",
    "hottub": "Jusqu'à quelle heure peut-on utiliser le jacuzzi ?",
    "restaurants": "Vous pouvez nous conseiller un restaurant pour dîner ?",
}
