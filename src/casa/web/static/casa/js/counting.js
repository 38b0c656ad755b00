// The owner's own Plausible, where they named one, is told the name of the page. Its address and its title stay here, and no
// script of theirs is loaded.
const { countUrl, countDomain, countPage } = document.body.dataset;
const wantsNone = navigator.globalPrivacyControl || navigator.doNotTrack === "1";

if (countUrl && !wantsNone)
  fetch(`${countUrl}/api/event`, {
    method: "POST",
    mode: "no-cors",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    keepalive: true,
    body: JSON.stringify({ n: "pageview", d: countDomain, u: `${location.protocol}//${countDomain}${countPage}`, r: null }),
  }).catch(() => null);
