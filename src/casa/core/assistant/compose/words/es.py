"""What Casa says in Spanish when no model is set."""

WORDS = {
    "greeting": "Hola {name}:",
    "greeting_plain": "Hola:",
    "quoted": "La guía de la casa dice: “{text}”",
    "quoted_unsure": "Creo que esto es lo que busca; la guía de la casa dice: “{text}”",
    "wifi_both": "La red wifi es “{name}” y la contraseña es “{password}”.",
    "wifi_name": "La red wifi es “{name}”.",
    "wifi_password": "La contraseña del wifi es “{password}”.",
    "wifi_later": "Hay wifi, y la contraseña se envía cuando la reserva está confirmada.",
    "checkin": "La entrada es a partir de las {time}.",
    "checkin_day": "La entrada es a partir de las {time} el {day}.",
    "checkin_fits": "La entrada es a partir de las {time}, así que va bien.",
    "checkout": "La salida es antes de las {time}.",
    "checkout_day": "La salida es antes de las {time} el {day}.",
    "checkout_fits": "La salida es antes de las {time}, así que va bien.",
    "early_never": "Lo siento, no se ofrece entrada anticipada; la entrada es a partir de las {time}.",
    "early_blocked": "Otro huésped sale el {day} a las {leaves} y la limpieza dura {hours}, así que la casa no está "
    "lista antes de las {time}.",
    "early_maybe": "Otro huésped sale el {day} a las {leaves} y la limpieza dura {hours}, así que lo más temprano "
    "posible serían las {time}; lo consulto con el equipo antes de decir que sí.",
    "early_free": "La casa está libre antes, así que puede entrar desde las {time} el {day}.",
    "early_free_any": "La casa está libre antes el {day}, así que la entrada anticipada es posible.",
    "early_free_ask": "La casa está libre antes el {day}, así que la entrada anticipada parece posible; lo consulto "
    "con el equipo antes de decir que sí.",
    "late_never": "Lo siento, no se ofrece salida tardía; la salida es antes de las {time}.",
    "late_blocked": "El próximo huésped llega el {day} a las {arrives} y la limpieza dura {hours}, así que no puede "
    "ser más tarde de las {time}.",
    "late_maybe": "El próximo huésped llega el {day} a las {arrives} y la limpieza dura {hours}, así que lo más "
    "tarde posible serían las {time}; lo consulto con el equipo antes de decir que sí.",
    "late_free": "La casa está libre después, así que puede quedarse hasta las {time} el {day}.",
    "late_free_any": "La casa está libre después el {day}, así que la salida tardía es posible.",
    "late_free_ask": "La casa está libre después el {day}, así que la salida tardía parece posible; lo consulto con "
    "el equipo antes de decir que sí.",
    "fee": "Cuesta {fee}.",
    "code": "El código de la puerta es {code} y funciona hasta las {time} el {day}.",
    "code_door": "El código de la puerta ({door}) es {code} y funciona hasta las {time} el {day}.",
    "code_later": "El código de la puerta se envía el {day} a las {time}.",
    "code_after_booking": "El código de la puerta se envía cuando la reserva está confirmada.",
    "code_ended": "El código de la puerta terminó el {day} a las {time}.",
    "code_unset": "El código de la puerta todavía no está preparado.",
    "address": "La dirección es {address}.",
    "map": "Aquí está en el mapa: {url}",
    "address_later": "La dirección exacta se envía cuando la reserva está confirmada.",
    "pets_yes": "Sí, las mascotas son bienvenidas.",
    "pets_no": "Lo siento, no se admiten mascotas.",
    "smoking_yes": "Sí, se permite fumar.",
    "smoking_no": "No se permite fumar.",
    "capacity": "La casa es para {count} huéspedes.",
    "amenity": "Sí, la casa tiene: {things}.",
    "stay": "Su reserva es del {first} al {last}.",
    "emergency": "Por favor, llame a {contact}.",
    "unknown_all": "Prefiero comprobarlo antes que adivinar; le respondo en cuanto lo sepa.",
    "unknown_part": "Sobre “{ask}”: prefiero comprobarlo antes que adivinar; le respondo en cuanto lo sepa.",
    "unknown_rest": "Lo demás prefiero comprobarlo antes que adivinar; le respondo en cuanto lo sepa.",
    "hold": "Gracias por su mensaje. Lo miro yo mismo y le respondo.",
    "hold_part": "El resto de su mensaje lo miro personalmente y le respondo.",
    "hold_trouble": "Lo siento, y gracias por avisarme. Lo miro y le respondo.",
    "urgent_lockout": "Siento que esté esperando fuera. Me ocupo ahora mismo.",
    "urgent_water": "Gracias por avisarme enseguida. Me ocupo ahora mismo. Si puede hacerlo sin peligro, cierre la "
    "llave del agua.",
    "urgent_cold": "Lo siento, debe de ser incómodo. Me ocupo ahora mismo.",
    "urgent_danger": "Si hay fuego, humo u olor a gas, salga ahora de la casa y llame a los servicios de emergencia. "
    "Yo también me ocupo.",
    "urgent_harm": "Si alguien está herido o en peligro, llame primero a los servicios de emergencia. Yo también me "
    "ocupo.",
    "urgent_power": "Lo siento. Me ocupo ahora mismo.",
}
